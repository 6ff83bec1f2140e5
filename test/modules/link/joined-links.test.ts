import assert from "node:assert/strict";
import { test } from "node:test";
import { JoinedLinks, placedNeighbourLimit } from "kith/link/joined-links";
import { broadcastAddress, type LinkListener } from "kith/link/link";
import { FakeClock } from "../../support/fake-clock";
import { FakeRadio } from "../../support/fake-radio";
import { testLinkContract } from "./link-contract";

testLinkContract("two links joined, the neighbour on both", () => {
	const [fast, slow] = [new FakeRadio(), new FakeRadio()];
	const clock = new FakeClock();
	const first = new JoinedLinks([fast.link(1), slow.link(1)], clock);
	// The second board has the slow link only, so that what is broadcast arrives once.
	return {
		first,
		second: slow.link(2),
		firstAddress: 1,
		secondAddress: 2,
		absentAddress: 3,
		settle: () => {
			for (let round = 0; round < 4; round++) {
				fast.settle();
				slow.settle();
			}
		},
		close: () => {},
	};
});

class Recorder implements LinkListener {
	readonly frames: string[] = [];
	readonly sent: boolean[] = [];

	onReceive(frame: Uint8Array, length: number, _rssi: number, from: number): void {
		this.frames.push(`${from}: ${frame.slice(0, length).join()}`);
	}

	onSent(delivered: boolean): void {
		this.sent.push(delivered);
	}
}

/** A bridge (1) with two links, a board on the first only (2), on the second only (3), and on both (4). */
function stand() {
	const clock = new FakeClock();
	const [fast, slow] = [new FakeRadio(), new FakeRadio()];
	const bridge = new Recorder();
	const links = { fast: fast.link(1), slow: slow.link(1) };
	const joined = new JoinedLinks([links.fast, links.slow], clock);
	joined.listener = bridge;
	const others = { two: fast.link(2), three: slow.link(3), fourFast: fast.link(4), fourSlow: slow.link(4) };
	const settle = (): void => {
		for (let round = 0; round < 4; round++) {
			fast.settle();
			slow.settle();
		}
	};
	return { clock, fast, slow, bridge, links, joined, others, settle };
}

test("a frame goes where its neighbour was heard, and nowhere else", () => {
	const { fast, slow, bridge, joined, others, settle } = stand();
	others.two.send(broadcastAddress, Uint8Array.of(2), 1);
	others.three.send(broadcastAddress, Uint8Array.of(3), 1);
	settle();
	assert.equal(bridge.frames.join(" "), "2: 2 3: 3");
	const before = [fast.frames.length, slow.frames.length];
	joined.send(3, Uint8Array.of(9), 1);
	settle();
	joined.send(2, Uint8Array.of(8), 1);
	settle();
	assert.equal(bridge.sent.join(), "true,true");
	assert.equal(`${fast.frames.length - (before[0] as number)},${slow.frames.length - (before[1] as number)}`, "1,1");
	assert.equal(joined.detours, 0);
});

test("a neighbour on both is met on the better one, until it was silent there for long", () => {
	const { clock, fast, slow, joined, others, settle } = stand();
	others.fourFast.send(broadcastAddress, Uint8Array.of(1), 1);
	settle();
	clock.advance(10_000);
	others.fourSlow.send(broadcastAddress, Uint8Array.of(1), 1);
	settle();
	const count = (): string => `${fast.frames.length},${slow.frames.length}`;
	joined.send(4, Uint8Array.of(5), 1);
	settle();
	assert.equal(count(), "2,1");
	clock.advance(25_000);
	joined.send(4, Uint8Array.of(6), 1);
	settle();
	assert.equal(count(), "2,2", "35 s after it was heard on the first and 25 s on the second");
});

test("what does not arrive is tried on the other link; who is nowhere is told so", () => {
	const { fast, bridge, joined, others, settle } = stand();
	others.fourFast.send(broadcastAddress, Uint8Array.of(1), 1);
	settle();
	fast.fate = () => "lost";
	joined.send(4, Uint8Array.of(5), 1);
	assert.equal(joined.send(4, Uint8Array.of(6), 1), "busy");
	settle();
	assert.equal(bridge.sent.join(), "true");
	assert.equal(joined.detours, 1);
	joined.send(99, Uint8Array.of(7), 1);
	settle();
	assert.equal(bridge.sent.join(), "true,false");
});

test("a broadcast goes out on all links and is reported once, also while one is down", () => {
	const { fast, slow, bridge, links, joined, settle } = stand();
	joined.send(broadcastAddress, Uint8Array.of(1), 1);
	assert.equal(joined.send(broadcastAddress, Uint8Array.of(2), 1), "busy");
	settle();
	assert.equal(`${fast.frames.length},${slow.frames.length}`, "1,1");
	assert.equal(bridge.sent.join(), "true");
	links.fast.down = true;
	assert.equal(joined.send(broadcastAddress, Uint8Array.of(3), 1), undefined);
	settle();
	assert.equal(`${fast.frames.length},${slow.frames.length}`, "1,2");
	links.slow.down = true;
	assert.equal(joined.send(broadcastAddress, Uint8Array.of(4), 1), "down");
	assert.equal(joined.send(3, Uint8Array.of(4), 1), "down");
	links.slow.down = false;
	assert.equal(joined.send(3, Uint8Array.of(4), 1), undefined);
	settle();
	assert.equal(bridge.sent.join(), "true,true,true");
});

test("the longest frame is that of the narrowest link", () => {
	const clock = new FakeClock();
	const joined = new JoinedLinks([new FakeRadio().link(1, clock, 250), new FakeRadio().link(1, clock, 100)], clock);
	assert.equal(joined.mtu, 100);
	assert.equal(joined.send(2, new Uint8Array(101), 101), "too long");
	assert.throws(() => new JoinedLinks([], clock), /0 links/);
});

test("more neighbours than it remembers are served all the same", () => {
	const { clock, links, joined, others, bridge, settle } = stand();
	for (let address = 100; address < 100 + placedNeighbourLimit + 10; address++) {
		links.fast.hear(Uint8Array.of(1), -50, address);
		clock.advance(10);
	}
	others.three.send(broadcastAddress, Uint8Array.of(1), 1);
	settle();
	joined.send(3, Uint8Array.of(2), 1);
	settle();
	assert.equal(joined.detours, 0);
	joined.send(2, Uint8Array.of(2), 1);
	settle();
	assert.equal(bridge.sent.join(), "true,true");
});
