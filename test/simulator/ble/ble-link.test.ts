/** The Bluetooth link over the virtual radio: the contract of all links, and how long things take. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, type LinkListener } from "kith/link/link";
import { testLinkContract } from "../../modules/link/link-contract";
import { HostTransport } from "./host-transport";
import { Stage } from "./stage";

for (const mtu of [23, 247]) {
	testLinkContract(`virtual Bluetooth, ATT_MTU ${mtu}`, () => {
		const stage = new Stage({ loss: 0.05 });
		const [first, second] = [0, 1].map((index) => new HostTransport(stage.radio, stage.agenda, index, { mtu })) as [
			HostTransport,
			HostTransport,
		];
		stage.run(10);
		return {
			first: first.link,
			second: second.link,
			firstAddress: first.address,
			secondAddress: second.address,
			absentAddress: 77,
			settle: () => stage.run(5),
			close: () => {
				first.link.close();
				second.link.close();
			},
		};
	});
}

class Heard implements LinkListener {
	readonly frames: { readonly at: number; readonly first: number }[] = [];
	readonly sent: { readonly at: number; readonly delivered: boolean }[] = [];
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	onReceive(frame: Uint8Array): void {
		this.frames.push({ at: this.#now(), first: frame[0] as number });
	}

	onSent(delivered: boolean): void {
		this.sent.push({ at: this.#now(), delivered });
	}
}

function crowd(count: number, loss = 0.05, seed = 7) {
	const stage = new Stage({ loss }, seed);
	const boards = Array.from({ length: count }, (_, index) => {
		const transport = new HostTransport(stage.radio, stage.agenda, index, { x: index % 4 });
		const heard = new Heard(() => stage.agenda.now);
		transport.link.listener = heard;
		return { transport, heard };
	});
	return { stage, boards };
}

test("two boards find and connect to each other within seconds, and stay connected", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const { stage } = crowd(2, 0.05, seed);
		stage.run(5);
		assert.equal(stage.radio.counters.connections, 1, `seed ${seed}`);
		stage.run(120);
		assert.equal(stage.radio.counters.connections, 1, `seed ${seed}`);
	}
});

test("a bridge, which listens less because of its Wi-Fi, is connected within half a minute", () => {
	let slowest = 0;
	for (let seed = 1; seed <= 20; seed++) {
		const stage = new Stage({ loss: 0.05 }, seed);
		new HostTransport(stage.radio, stage.agenda, 0, { besideWifi: true });
		new HostTransport(stage.radio, stage.agenda, 1);
		while (stage.radio.counters.connections === 0 && stage.agenda.now < 60e6) stage.run(0.1);
		slowest = Math.max(slowest, stage.agenda.now);
	}
	// Each beacon, every 255 ms, is heard with 0.1 · 0.95: 2.7 s on average, 13 s once in a hundred.
	assert.ok(slowest < 30e6, `${slowest} µs`);
});

test("over a standing connection a reading takes some connection events, also at 10 % loss", () => {
	const { stage, boards } = crowd(2, 0.1);
	stage.run(10);
	const [first, second] = boards as [(typeof boards)[0], (typeof boards)[0]];
	const delays: number[] = [];
	for (let count = 0; count < 200; count++) {
		const at = stage.agenda.now;
		assert.equal(first.transport.link.send(2, new Uint8Array(60).fill(count), 60), undefined);
		stage.run(0.5 + 0.001 * (count % 31));
		delays.push((second.heard.frames.at(-1)?.at ?? 0) - at);
		assert.equal(second.heard.frames.length, count + 1);
	}
	delays.sort((a, b) => a - b);
	const [median, worst] = [delays[100] as number, delays.at(-1) as number];
	// Half an interval of 30 ms on average, and another for every lost packet.
	assert.ok(median > 5_000 && median < 40_000, `${median} µs`);
	assert.ok(worst < 250_000, `${worst} µs`);
});

test("in a crowd of six everybody hears a broadcast within ten seconds, and unicasts arrive", () => {
	const { stage, boards } = crowd(6);
	stage.run(20);
	const [first] = boards as [(typeof boards)[0]];
	first.transport.link.send(broadcastAddress, Uint8Array.of(200), 1);
	stage.run(10);
	for (const { heard, transport } of boards.slice(1)) {
		assert.ok(
			heard.frames.some((frame) => frame.first === 200),
			`board ${transport.address}`,
		);
	}
	let arrived = 0;
	for (let destination = 2; destination <= 6; destination++) {
		first.transport.link.send(destination, Uint8Array.of(100 + destination), 1);
		stage.run(8);
		const { heard } = boards[destination - 1] as (typeof boards)[0];
		if (heard.frames.some((frame) => frame.first === 100 + destination)) arrived++;
	}
	assert.equal(arrived, 5);
	assert.ok(first.heard.sent.every(({ delivered }) => delivered));
});

test("a neighbour that goes off is given up, one that comes back is found again", () => {
	const { stage, boards } = crowd(2);
	stage.run(10);
	const [first, second] = boards as [(typeof boards)[0], (typeof boards)[0]];
	stage.radio.leave(second.transport.index);
	first.transport.link.send(2, Uint8Array.of(1), 1);
	stage.run(12);
	assert.deepEqual(
		first.heard.sent.map(({ delivered }) => delivered),
		[false],
	);
	const again = new HostTransport(stage.radio, stage.agenda, 1, { x: 1 });
	const heard = new Heard(() => stage.agenda.now);
	again.link.listener = heard;
	stage.run(10);
	first.transport.link.send(2, Uint8Array.of(2), 1);
	stage.run(5);
	assert.equal(heard.frames.at(-1)?.first, 2);
});
