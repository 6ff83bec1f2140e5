import type { NodePorts } from "./ports";

/** What `kith/platform` gives to `main.ts`: the ports, and the node's definition. */
export interface Platform extends NodePorts {
	/** The CBOR definition from its partition. Throws where there is none. */
	readDefinition(): Uint8Array;
}
