import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, EngineError, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";

const guest = "test/simulator/crypto/guests/nonce-user";

async function opened(nonceWatch: boolean): Promise<{ engine: Engine; machine: () => Machine }> {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), nonceWatch });
	const machine = (): Machine =>
		engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
	return { engine, machine };
}

function seal(engine: Engine, machine: Machine, key: number, nonce: number): void {
	engine.run(0, [{ machine, kind: 1, bytes: Uint8Array.of(key, nonce) }]);
}

test("a session that is watched breaks when a pair of key and nonce comes again, from whichever machine", async () => {
	for (const fromAnother of [false, true]) {
		const { engine, machine } = await opened(true);
		const first = machine();
		const second = machine();
		// More than the table begins with, so that it has grown when the pair comes again.
		for (let key = 0; key < 20; key++) for (let nonce = 0; nonce < 200; nonce++) seal(engine, first, key, nonce);
		seal(engine, second, 20, 0);
		assert.throws(() => seal(engine, fromAnother ? second : first, 3, 77), {
			name: EngineError.name,
			message: /machine \d+ sealed with a pair of key and nonce that was used before/,
		});
		engine.close();
	}
});

test("a session that is not watched does not mind", async () => {
	const { engine, machine } = await opened(false);
	const one = machine();
	seal(engine, one, 1, 1);
	seal(engine, one, 1, 1);
	assert.ok(engine.isOpen);
	engine.close();
});
