/** Posts each event back, doubles what it is asked to, counts. */
import { Counter, count, table } from "./library";

const counter = new Counter();
const buffer = new Uint8Array(64);

host.listen(buffer, (kind, length) => {
	host.post(kind, buffer, length);
	if (kind === 1) {
		buffer[0] = counter.next();
		buffer[1] = count();
		buffer[2] = table[1] as number;
		host.post(100, buffer, 3);
		Promise.resolve().then(() => {
			buffer[0] = 99;
			host.post(101, buffer, 1);
		});
	}
	if (kind === 2) {
		buffer.fill(7, 0, 3);
		const answered = host.call(5, buffer, 3);
		host.post(answered === -1 ? 201 : 200, buffer, Math.max(answered, 0));
	}
	if (kind === 3) {
		try {
			host.call(6, buffer.subarray(0, 2), 2);
		} catch (error) {
			buffer[0] = error instanceof RangeError ? 1 : 0;
			host.post(202, buffer, 1);
		}
	}
});
