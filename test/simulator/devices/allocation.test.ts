import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { ChipFaults } from "kith/simulator/chips/chip";
import { type Chip, createChip, I2cBus } from "kith/simulator/chips/index";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { callKinds, eventKinds, postKinds } from "kith/simulator/guest/protocol";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

/** Bytecodes for one sample, from its first alarm to its last report: mostly the scheduler's search for the next timer. */
const meterBudget = 30_000;

/** The event that names the device: any but the alarm. */
const openEvent = 100;

const entry = "test/simulator/devices/guests/one-device";
const engine = await Engine.open({ modules: bundleGuest({ entries: [entry] }) });

/** The machine of one device with its chip, run from alarm to alarm. */
class Board {
	readonly machine: Machine;
	nowUs = 0;
	reports = 0;
	faults = 0;
	meter = 0;
	readonly #bus = new I2cBus();
	readonly #chip: Chip;
	#wakeUs = 0;

	constructor(device: string) {
		const [kind = "", ...pairs] = device.split(" ");
		const options = new Map(
			pairs.map((pair) => pair.split("=") as [string, string]).map(([name, value]) => [name, Number(value)] as const),
		);
		this.#chip = createChip(kind, options, new StillSurroundings(), new SeededRandom(1));
		if (this.#chip.i2c !== undefined) this.#bus.add(this.#chip.i2c);
		this.machine = engine.createMachine({
			heapBytes: 94_208,
			seed: 1,
			entry,
			onCall: (call, bytes) => this.#answer(call, bytes),
			nowUs: 0,
		});
		this.#run(openEvent, new TextEncoder().encode(device));
	}

	/** Lets the next alarm ring. */
	ring(): void {
		this.nowUs = this.#wakeUs;
		this.#run(eventKinds.wake, new Uint8Array(0));
	}

	#run(kind: number, bytes: Uint8Array): void {
		const [result] = engine.run(this.nowUs, [{ machine: this.machine, kind, bytes }]);
		assert.equal(result?.crash, undefined);
		this.meter += result?.meter ?? 0;
		for (const post of result?.posts ?? []) {
			const view = new DataView(post.bytes.buffer, post.bytes.byteOffset, post.bytes.byteLength);
			if (post.kind === postKinds.wakeAt) this.#wakeUs = view.getInt32(0, true) * 1000;
			if (post.kind === 255) [this.reports, this.faults] = [view.getUint8(0), view.getUint8(1)];
		}
	}

	#answer(call: number, bytes: Uint8Array): Uint8Array | undefined {
		const [address = 0] = bytes;
		switch (call) {
			case callKinds.i2cWrite:
				return this.#bus.write(address, bytes.slice(2), this.nowUs) ? new Uint8Array(0) : undefined;
			case callKinds.i2cRead:
				return this.#bus.read(address, (bytes[2] as number) | ((bytes[3] as number) << 8), this.nowUs);
			case callKinds.analogRead: {
				const reading = this.#chip.analog?.source.read() ?? 0;
				return Uint8Array.of(reading & 0xff, reading >> 8);
			}
			case callKinds.digitalRead:
				return Uint8Array.of(this.#chip.digital?.source.level(this.nowUs) ?? 0);
			default:
				return new Uint8Array(0);
		}
	}

	get faultsOfChip(): ChipFaults {
		return this.#chip.faults;
	}
}

const devices = [
	"sht4x every=30000 precision=high address=68",
	"bh1750 every=30000 address=35",
	"scd4x every=30000",
	"ntc pin=3 every=30000 beta=3950 nominalOhm=10000 seriesOhm=10000",
	"pir pin=4 invert=false",
	"reed pin=4 invert=false",
	"relay pin=5 invert=false",
	"dimmer pin=6 hz=1000",
];

describe("a sample on the real engine", () => {
	after(() => engine.close());

	for (const device of devices) {
		test(`allocates nothing and stays within its bytecodes: ${device.split(" ")[0]}`, (context) => {
			const board = new Board(device);
			const untilReports = (count: number): void => {
				for (let rings = 0; board.reports < count; rings++) {
					assert.ok(rings < 200, "it does not report");
					board.ring();
				}
			};
			untilReports(3);
			const before = board.machine.stats(true);
			const { reports, meter } = board;
			const each = device.startsWith("scd4x") ? 3 : device.startsWith("sht4x") ? 2 : 1;
			const samples = 10;
			untilReports(reports + samples * each);
			const afterwards = board.machine.stats();
			assert.equal(afterwards.collections, before.collections);
			const slots = (afterwards.slots - before.slots) / samples;
			const chunkBytes = (afterwards.chunkBytes - before.chunkBytes) / samples;
			const bytecodes = (board.meter - meter) / samples;
			context.diagnostic(`${slots} slots, ${chunkBytes} bytes of chunks, ${bytecodes} bytecodes a sample`);
			assert.deepEqual([slots, chunkBytes], [0, 0]);
			assert.ok(bytecodes <= meterBudget, `${bytecodes} bytecodes`);
			assert.equal(board.faults, 0);
			board.machine.close();
		});
	}

	test("a chip that is gone for a thousand periods leaves no garbage behind", () => {
		const board = new Board("sht4x every=1000 precision=high address=68");
		board.faultsOfChip.absent = true;
		for (let rings = 0; rings < 10; rings++) board.ring();
		const before = board.machine.stats(true);
		for (let rings = 0; rings < 1000; rings++) board.ring();
		const afterwards = board.machine.stats(true);
		assert.equal(afterwards.slots, before.slots);
		assert.equal(afterwards.chunkBytes, before.chunkBytes);
		assert.ok(board.faults > 0);
		board.machine.close();
	});
});
