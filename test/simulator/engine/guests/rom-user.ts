/** Tries to change what is in ROM; posts one byte per attempt: 1 for a TypeError, 0 for success, then what it sees. */
import { calls, count, parts, scratch, table, words } from "./library";

const result = new Uint8Array(8);

function refused(action: () => void): number {
	try {
		action();
		return 0;
	} catch (error) {
		return error instanceof TypeError ? 1 : 2;
	}
}

host.listen(new Uint8Array(1), () => {
	result[0] = refused(() => {
		scratch[0] = 1;
	});
	result[1] = refused(() => {
		(table as number[])[0] = 1;
	});
	result[2] = refused(() => {
		Object.defineProperty(Array.prototype, "extra", { value: 1 });
	});
	result[3] = refused(() => host.fillRandom(scratch));
	result[4] = refused(() => words.push("in this machine's heap"));
	result[5] = words.length;
	count();
	result[6] = calls;
	result[7] = parts("12-34") === "34 12" ? 1 : 0;
	host.post(1, result, 8);
});
