import { listen, wakeAt } from "./board";

/** Keeps a little more at every alarm. */
const kept: Uint8Array[] = [];
let alarm = 0;
listen({
	wake: () => {
		kept.push(new Uint8Array(1000));
		wakeAt(++alarm * 10);
	},
});
wakeAt(10);
