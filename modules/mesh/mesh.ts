import type { Diagnostics } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Counters } from "kith/network/counters";
import type { PeerPlaces } from "kith/network/peer-places";
import type { AirtimeBudget } from "./airtime-budget";
import type { DuplicateWindow } from "./duplicates";
import type { FrameArena } from "./frame-arena";
import type { FrameMaker } from "./frame-maker";
import type { NeighbourTable } from "./neighbour-table";
import type { NetworkCounter } from "./network-counters";
import type { RecentFrames } from "./recent-frames";
import type { RouteTable } from "./route-table";
import type { TransmitQueue } from "./transmit-queue";

/** What the parts of one node's network layer share. */
export interface Mesh {
	/** Own address. */
	readonly address: number;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly diagnostics: Diagnostics;
	readonly counters: Counters<NetworkCounter>;
	readonly places: PeerPlaces;
	/** Zones whose floods this node hears, beside those for the whole network. */
	readonly zones: Uint16Array;
	readonly window: DuplicateWindow;
	readonly neighbours: NeighbourTable;
	readonly routes: RouteTable;
	readonly recent: RecentFrames;
	readonly airtime: AirtimeBudget;
	readonly arena: FrameArena;
	readonly maker: FrameMaker;
	readonly queue: TransmitQueue;
	/** For whoever needs random bytes just now. */
	readonly draw: Uint8Array;
}
