import { parseDefinition } from "kith/definition/parse";
import type { FuzzTarget } from "../target";

/** A node's definition, as rotten flash or another version may give it. Its seeds come from the desktop, which compiles. */
export function definition(): FuzzTarget {
	return {
		seeds: [],
		feed(bytes, length) {
			return !("fault" in parseDefinition(bytes.slice(0, length)));
		},
	};
}
