/** The contract's tests, for a simulated board's cryptography; runs inside XS only. */
import { SimulatedCrypto } from "kith/simulator/guest/crypto";
import { Wire } from "kith/simulator/guest/wire";
import { testCryptoContract } from "../../../modules/core/crypto-contract";

const wire = new Wire();
testCryptoContract("a board's", () => new SimulatedCrypto(wire), true);
