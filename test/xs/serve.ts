/** Runs the registered tests of this machine one by one, as the Node side asks. */
import { FAILED, NAME, PASSED, RUN } from "./messages";
import { registered } from "./registry";

function post(kind: number, text: string): void {
	const bytes = new Uint8Array(2 * text.length);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		bytes[2 * index] = code & 0xff;
		bytes[2 * index + 1] = code >> 8;
	}
	host.post(kind, bytes, bytes.length);
}

function describeError(error: unknown): string {
	return error instanceof Error ? String(error.stack) : `thrown: ${String(error)}`;
}

async function runTest(number: number): Promise<void> {
	try {
		await registered()[number]?.run();
	} catch (error) {
		post(FAILED, describeError(error));
		return;
	}
	post(PASSED, "");
}

const request = new Uint8Array(2);

host.listen(request, (kind) => {
	if (kind === RUN) {
		void runTest((request[0] as number) | ((request[1] as number) << 8));
	}
});

for (const { name } of registered()) {
	post(NAME, name);
}
