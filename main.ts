import { startNode } from "kith/node/start";
import { openPlatform } from "kith/platform";

// The program of every board, real or simulated. What differs between them is behind `kith/platform`, which the
// manifest (or the simulator) maps to the right file.
startNode(openPlatform());
