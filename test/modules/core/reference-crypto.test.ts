import { ReferenceCrypto } from "../../support/reference-crypto";
import { testCryptoContract } from "./crypto-contract";

testCryptoContract("reference", () => new ReferenceCrypto(), false);
