import assert from "node:assert/strict";
import { test } from "node:test";
import type { EspNow, EspNowOptions } from "kith/devices/host/espnow/espnow";
import { broadcastAddress } from "kith/link/link";
import { NativeDriver, whyNot } from "../../../support/native-driver";
import { plainOptions } from "./air-stand";

const folder = "devices/host/espnow";
const settings = { sendError: 0, version: 1, accessPoint: 2 } as const;
const noMemory = 0x3067;
const notInitialised = 0x3065;
const tickMs = 250;

/** A program with the board's own C over a chip that the test plays. */
class Chip {
	readonly driver: NativeDriver;
	readonly sent: boolean[] = [];
	readonly heard: string[] = [];
	#link: EspNow | undefined;

	constructor() {
		const sources = ["frame-ring.c", "link.c", "peer-table.c", "xs-espnow.c", "esp32/radio-esp32.c"];
		const fakes = ["event-loop.c", "esp-idf/fake-idf.c"].map((name) => `test/support/native/${name}`);
		this.driver = new NativeDriver({
			wrapper: `${folder}/espnow.ts`,
			sources: [...sources.map((name) => `${folder}/${name}`), ...fakes],
			includes: [folder],
			extra: ["fake_run", "fake_set", "fake_notes", "fake_hear", "fake_report", "fake_forget", "fake_move"],
		});
	}

	async open(options: Partial<EspNowOptions> = {}): Promise<EspNow> {
		this.driver.install();
		const { EspNow } = await import("kith/devices/host/espnow/espnow");
		const link = new EspNow({ ...plainOptions, address: 0x0102, ...options });
		link.listener = {
			onReceive: (frame, length, rssi, from) => this.heard.push(`${from}:${length}:${frame[0]}:${rssi}`),
			onSent: (delivered) => this.sent.push(delivered),
		};
		this.#link = link;
		return link;
	}

	get link(): EspNow {
		return this.#link as EspNow;
	}

	set(which: keyof typeof settings, value: number): void {
		this.driver.call("fake_set", undefined, settings[which], value);
	}

	notes(): string {
		const buffer = new Uint8Array(4000);
		const length = this.driver.call("fake_notes", undefined, buffer) as number;
		return String.fromCharCode(...buffer.subarray(0, length));
	}

	hear(from: number, frame: Uint8Array, claimed = frame.length, rssi = -70): void {
		const bytes = new Uint8Array(6 + frame.length);
		bytes.set([0x02, 0x6b, 0xca, 0xfe, from >> 8, from]);
		bytes.set(frame, 6);
		this.driver.call("fake_hear", undefined, bytes, claimed, rssi);
	}

	/** Lets the event loop run until nothing is due within `ms`. */
	run(ms = 5): void {
		while (this.driver.call("fake_run", undefined, ms) === 1) {}
	}

	report(delivered: boolean): void {
		this.driver.call("fake_report", undefined, delivered ? 1 : 0);
		this.run();
	}

	async close(): Promise<void> {
		assert.equal(await this.driver.close(), 0, "the sanitizers and the chip found nothing");
	}
}

const reason = whyNot();

function chipTest(name: string, run: (chip: Chip) => Promise<void>): void {
	test(name, async (context) => {
		if (reason !== undefined) {
			context.skip(reason);
			return;
		}
		const chip = new Chip();
		await run(chip);
		await chip.close();
	});
}

chipTest("Wi-Fi starts with the board's address and without modem sleep, then ESP-NOW", async (chip) => {
	await chip.open();
	const mac = 0xcafe0102 | 0;
	assert.equal(chip.notes(), `init 1, mac ${mac}, start 1, sleep 0, channel 6, now 1`);
});

chipTest("beside Bluetooth modem sleep stays on; rate and wake window are set where asked", async (chip) => {
	await chip.open({ besideBluetooth: true, longRange: true, wakeWindowMs: 50, wakeIntervalMs: 200 });
	const notes = chip.notes();
	assert.match(notes, /protocols 15, start 1, sleep 1, channel 6, now 1, interval 200, window 50$/);
	chip.link.send(7, Uint8Array.of(1), 1);
	assert.equal(chip.notes(), "rate 41");
});

chipTest("a chip with ESP-NOW 1 refuses frames of version 2, in words", async (chip) => {
	chip.set("version", 1);
	await assert.rejects(chip.open({ mtu: 1470 }), /version 1: its frames have at most 250 bytes/);
});

chipTest("twenty-five peers take turns on a chip that knows twenty", async (chip) => {
	const link = await chip.open();
	for (let round = 0; round < 2; round++)
		for (let peer = 1; peer <= 25; peer++) {
			assert.equal(link.send(peer === 25 ? broadcastAddress : peer, Uint8Array.of(peer), 1), undefined);
			chip.report(true);
		}
	assert.equal(chip.sent.length, 50);
	assert.ok(chip.sent.every((delivered) => delivered));
	assert.equal(link.count("refused"), 0);
	assert.equal(link.count("evictions"), 29, "24 one after the other, twice, with room for 19");
});

chipTest("a chip that forgot its peers is told again", async (chip) => {
	const link = await chip.open();
	link.send(7, Uint8Array.of(1), 1);
	chip.report(true);
	chip.driver.call("fake_forget", undefined);
	link.send(7, Uint8Array.of(2), 1);
	chip.report(false);
	assert.deepEqual(chip.sent, [true, false]);
	assert.equal(link.count("refused"), 0);
});

chipTest("a send without memory fails softly, and sixteen in a row start Wi-Fi anew", async (chip) => {
	const link = await chip.open();
	chip.notes();
	chip.set("sendError", noMemory);
	for (let count = 0; count < 16; count++) {
		assert.equal(link.send(7, Uint8Array.of(1), 1), undefined);
		assert.equal(link.send(7, Uint8Array.of(1), 1), "busy", "until the failure was told");
		if (count < 15) assert.equal(chip.notes(), "");
		chip.run();
	}
	assert.equal(chip.sent.length, 16);
	assert.ok(chip.sent.every((delivered) => !delivered));
	const mac = 0xcafe0102 | 0;
	assert.equal(
		chip.notes(),
		`now 0, start 0, init 0, init 1, mac ${mac}, start 1, sleep 0, channel 6, now 1`,
		"all the way down, as nothing less frees the buffers",
	);
	chip.set("sendError", 0);
	link.send(7, Uint8Array.of(1), 1);
	chip.report(true);
	assert.equal(chip.sent.at(-1), true);
	assert.equal(link.count("noMemory"), 16);
	assert.equal(link.count("restarts"), 1);
});

chipTest("a send that is never reported ends after half a second, and ESP-NOW starts anew", async (chip) => {
	const link = await chip.open();
	chip.notes();
	link.send(7, Uint8Array.of(1), 1);
	for (let ticks = 0; ticks < 8 && chip.sent.length === 0; ticks++) chip.run(tickMs);
	assert.deepEqual(chip.sent, [false]);
	assert.equal(chip.notes(), "now 0, now 1");
	chip.report(true);
	assert.deepEqual(chip.sent, [false], "a late report belongs to nobody");
	assert.equal(link.count("timeouts"), 1);
});

chipTest("a radio that somebody stopped is started again", async (chip) => {
	const link = await chip.open();
	chip.notes();
	chip.set("sendError", notInitialised);
	link.send(7, Uint8Array.of(1), 1);
	chip.run();
	assert.deepEqual(chip.sent, [false]);
	assert.equal(link.send(7, Uint8Array.of(1), 1), "down");
	chip.set("sendError", 0);
	chip.run(2 * tickMs);
	assert.equal(chip.notes(), "now 0, now 1");
	assert.equal(link.send(7, Uint8Array.of(1), 1), undefined);
});

chipTest("no claim of a length gets past the MTU, and no frame into too little room", async (chip) => {
	const link = await chip.open();
	for (let length = 0; length <= 1512; length++) {
		chip.hear(9, new Uint8Array(length).fill(length));
		if (length % 10 === 0) chip.run(1);
	}
	for (const claimed of [-1, -0x80000000, 251, 0x7fffffff]) chip.hear(9, new Uint8Array(250), claimed);
	chip.run();
	assert.equal(link.count("received"), 250);
	assert.equal(link.count("dropped"), 1513 - 250 + 4);
	assert.equal(chip.heard.length, 250);
	for (const [index, heard] of chip.heard.entries()) {
		const length = index + 1;
		assert.equal(heard, `9:${length}:${length & 0xff}:-70`);
	}
});

chipTest("an access point moves the channel, which is told once; asking for another is in vain", async (chip) => {
	const link = await chip.open();
	const told: number[] = [];
	link.onChange = (channel) => told.push(channel);
	chip.set("accessPoint", 1);
	chip.driver.call("fake_move", undefined, 11);
	chip.run(4 * tickMs);
	assert.deepEqual(told, [11]);
	link.tune(3);
	assert.equal(link.channel, 11);
	chip.run(3 * tickMs);
	assert.deepEqual(told, [11]);
});

chipTest("a frame for another channel goes there, and the channel of the visit is told to nobody", async (chip) => {
	const link = await chip.open();
	const told: number[] = [];
	link.onChange = (channel) => told.push(channel);
	chip.set("accessPoint", 1);
	chip.notes();
	assert.ok(link.sendElsewhere(11, Uint8Array.of(0x13, 2), 2), "although an access point decides the own channel");
	assert.equal(chip.notes(), "elsewhere 11, first 19");
	assert.equal(link.send(7, Uint8Array.of(1), 1), "busy");
	chip.driver.call("fake_move", undefined, 11);
	chip.run(tickMs);
	chip.driver.call("fake_move", undefined, 6);
	chip.report(true);
	assert.deepEqual(chip.sent, [true]);
	chip.run(4 * tickMs);
	assert.deepEqual(told, []);
	assert.equal(link.count("restarts"), 0);
});

chipTest(
	"a frame for another channel that is never reported ends after half a second, and nothing starts anew",
	async (chip) => {
		const link = await chip.open();
		chip.notes();
		link.sendElsewhere(11, Uint8Array.of(1), 1);
		for (let ticks = 0; ticks < 8 && chip.sent.length === 0; ticks++) chip.run(tickMs);
		assert.deepEqual(chip.sent, [false]);
		assert.equal(chip.notes(), "elsewhere 11, first 1");
		assert.equal(link.count("timeouts"), 0);
		assert.throws(() => link.sendElsewhere(14, Uint8Array.of(1), 1), /channel is 14/);
	},
);

chipTest("an access point that is joined ties the radio, which is told with the channel", async (chip) => {
	const link = await chip.open();
	const told: number[] = [];
	link.onChange = (channel) => told.push(channel);
	assert.ok(!link.tied);
	link.tie(true);
	assert.ok(link.tied);
	assert.deepEqual(told, [6]);
});
