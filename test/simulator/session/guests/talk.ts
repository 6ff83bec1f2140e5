import { broadcast, listen, reading, received, role, sent, wakeAt } from "./board";

// Role 1 tells the value of its slot 0 every second, from boot on; role 2 listens (its slot 0 is that reading).
if (role() === 1) {
	let sequence = 0;
	listen({
		wake: () => {
			reading(0, 2000 + sequence);
			sent(0, 2000 + sequence, sequence);
			broadcast(1, sequence);
			sequence++;
			wakeAt(1000 * (sequence + 1));
		},
	});
	wakeAt(1000);
} else {
	listen({ frame: (frame) => received(0, 2000 + (frame[1] as number), frame[0] as number, frame[1] as number) });
}
