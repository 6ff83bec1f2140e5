import { listen, reading, wakeAt } from "./board";

// Only the last alarm set counts; one in the past rings at once, but time goes on.
const alarms = [300, 300, 250, 1000];
let rung = 0;
listen({
	wake: () => {
		reading(0, host.now());
		const next = alarms[++rung];
		if (next !== undefined) wakeAt(next);
	},
});
wakeAt(900);
wakeAt(50);
wakeAt(alarms[0] as number);
