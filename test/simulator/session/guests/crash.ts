import { storeKeyLengthLimit } from "kith/core/store";
import { SimulatedStore } from "kith/simulator/guest/store";
import { listen, reading, role, wakeAt, wire } from "./board";

/** Counts its boots in the store, and throws half a second after each of the first `role()` boots. */
const store = new SimulatedStore(wire);
const crashes = role();
const boots = (store.read("boots")?.[0] ?? 0) + 1;
store.write("boots", Uint8Array.of(boots));
reading(0, boots);
reading(0, store.write("x".repeat(storeKeyLengthLimit + 1), Uint8Array.of(1)) === "too long" ? 1 : 0);
listen({
	wake: () => {
		if (boots <= crashes) throw new Error(`boot ${boots} went wrong`);
		reading(0, 100);
	},
});
wakeAt(500);
