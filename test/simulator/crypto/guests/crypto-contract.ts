/** The contract's tests, for a simulated board's cryptography; runs inside XS only. */
import { SimulatedCrypto } from "kith/simulator/guest/crypto";
import { testCryptoContract } from "../../../modules/core/crypto-contract";

testCryptoContract("a board's", () => new SimulatedCrypto(), true);
