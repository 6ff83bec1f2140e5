/** Allocates what the event's kind says, once. */
import { adder } from "./library";

const buffer = new Uint8Array(8);
let kept: unknown;

host.listen(buffer, (kind) => {
	switch (kind) {
		case 1:
			kept = new ArrayBuffer(64);
			break;
		case 2:
			kept = { a: 1 };
			break;
		case 3:
			kept = adder(2);
			break;
		case 4:
			kept = (to: number) => to + 1;
			break;
		case 5:
			kept = `${buffer[0]} bottles`;
			break;
	}
	host.post(kept === undefined ? 1 : 2, buffer, 0);
});
