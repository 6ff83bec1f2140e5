/** Dies in the way that the event's kind says. The tests name lines of this file. */
import { fits } from "./library";

const kept: unknown[] = [];

function leak(): void {
	for (;;) {
		kept.push({ size: 1 });
	}
}

function leakChunks(): void {
	for (let size = 64; ; size += 64) {
		kept.push(new Uint8Array(size));
	}
}

function descend(depth: number): number {
	return descend(depth + 1) + 1;
}

function chain(): void {
	Promise.resolve().then(chain);
}

async function later(): Promise<void> {
	await null;
	throw new TypeError("thrown later");
}

const actions: (() => void)[] = [
	leak,
	leakChunks,
	() => descend(0),
	() => {
		for (;;) {}
	},
	chain,
	() => {
		fits({ size: 5 });
	},
	() => void later(),
	() => {
		throw "just a word";
	},
	() => void /^(a+)+$/.test(`${"a".repeat(40)}b`),
	() => void Promise.reject(new Error("handled")).catch(() => 0),
	() => void Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1),
];

host.listen(new Uint8Array(8), (kind) => {
	actions[kind]?.();
});
