import assert from "node:assert/strict";
import { test } from "node:test";
import { faultKinds } from "kith/core/diagnostics";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex, toHex } from "../../support/hex";
import { meshNetworkStand } from "../../support/mesh-network-stand";

/** 1 sends, 2 hears. */
function pair() {
	const radio = new FakeRadio();
	const sender = meshNetworkStand(radio, { address: 1, peers: [2] });
	const receiver = meshNetworkStand(radio, { address: 2, peers: [1] });
	const sent = (text: string): Uint8Array => {
		const message = fromHex(text);
		sender.network.sendGroup(message, message.length);
		radio.run(1);
		return (radio.frames[radio.frames.length - 1] as { bytes: Uint8Array }).bytes;
	};
	return { radio, sender, receiver, sent };
}

test("a group message is sent once, and arrives", () => {
	const { radio, sender, receiver } = pair();
	assert.equal(sender.network.sendGroup(fromHex("aabbcc"), 2), 0);
	assert.equal(sender.network.sendGroup(fromHex("dd"), 1), 1);
	radio.run(100);
	assert.equal(receiver.heard.join("; "), "1 group 0 aabb; 1 group 1 dd");
	assert.equal(radio.frames.filter(({ from }) => from === 1).length, 2);
	assert.equal(receiver.network.counters.get("delivered"), 2);
	assert.equal(receiver.network.counters.get("duplicate"), 0);
	// A node that does not know its neighbours yet passes everything on, once.
	assert.equal(radio.all.filter(({ from, bytes }) => from === 2 && bytes[0] === 0x10).length, 2);
	assert.equal(sender.network.counters.get("ownAddress"), 2);
});

test("a unicast message goes to one, acknowledged by the radio, once", () => {
	const { radio, sender, receiver } = pair();
	const other = meshNetworkStand(radio, { address: 3, peers: [1] });
	sender.network.sendUnicast(2, fromHex("aa"), 1);
	radio.run(100);
	assert.equal(receiver.heard.join(), "1 unicast 0 aa");
	assert.equal(other.heard.length, 0);
	assert.equal(radio.frames.length, 1);
});

test("the golden group frame, byte by byte", () => {
	const { sent } = pair();
	const golden = fromHex(`10 cafe 08  # version 1 group, network tag, hop limit
		0001 ffff               # from 1 to everybody
		0001 000000             # boot 1, sequence 0
		aabb                    # the message
		20f58752                # CRC-32 of all before`);
	assert.equal(toHex(sent("aabb")), toHex(golden));
});

test("every flipped bit of a frame is refused and leaves no trace", () => {
	const { receiver, sent } = pair();
	const frame = sent("0102030405");
	const fresh = meshNetworkStand(new FakeRadio(), { address: 2, peers: [1] });
	for (let bit = 0; bit < 8 * frame.length; bit++) {
		// The hop limit is not protected: whoever passes a frame on changes it.
		if (bit >> 3 === 3) continue;
		const damaged = frame.slice();
		damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
		fresh.link.hear(damaged);
		assert.equal(fresh.heard.length, 0, `bit ${bit}`);
	}
	fresh.link.hear(frame);
	assert.equal(fresh.heard.length, 1, "the true frame is still new");
	assert.ok(fresh.diagnostics.count(faultKinds["frame refused"]) > 0);
	assert.equal(receiver.heard.length, 1);
});

test("frames of every length, of any bytes, are counted once and none is delivered", () => {
	const { receiver } = pair();
	const start = fromHex("10cafe010001ffff0001000005");
	for (const head of [start, new Uint8Array(13), new Uint8Array(13).fill(0xff)]) {
		for (let length = 0; length <= 260; length++) {
			const frame = new Uint8Array(length).fill(0x5a);
			for (let index = 0; index < Math.min(length, head.length); index++) frame[index] = head[index] as number;
			receiver.link.hear(frame);
		}
	}
	let counted = 0;
	for (const count of receiver.network.counters.nonZero().values()) counted += count;
	assert.equal(counted, 3 * 261);
	assert.equal(receiver.heard.length, 0);
});

test("strangers, other networks, other destinations, the own address: counted, not believed", () => {
	const { radio, receiver } = pair();
	const speak = (address: number, networkTag: number, destination: number): void => {
		const stand = meshNetworkStand(radio, { address, peers: [2], networkTag });
		const message = fromHex("aa");
		if (destination === 0xffff) stand.network.sendGroup(message, 1);
		else stand.network.sendUnicast(destination, message, 1);
		radio.run(50);
		radio.remove(stand.link);
	};
	speak(9, 0xcafe, 0xffff);
	speak(1, 0xbeef, 0xffff);
	speak(2, 0xcafe, 0xffff);
	assert.equal(receiver.network.counters.get("stranger"), 1);
	assert.equal(receiver.network.counters.get("otherNetwork"), 1);
	assert.equal(receiver.network.counters.get("ownAddress"), 2, "straight, and passed on by node 1");
	receiver.link.hear(fromHex("13cafe010001000300010000 00aa11223344"));
	assert.equal(receiver.network.counters.get("otherDestination"), 1);
	assert.equal(receiver.heard.length, 0);
	const faults = receiver.diagnostics.faults.map(({ kind }) => kind);
	assert.deepEqual(faults, [faultKinds["address used twice"]], "what is merely not for us is no fault");
});

test("a recorded frame is refused again and again, also after the sender's reboot", () => {
	const { radio, sender, receiver, sent } = pair();
	const recorded = sent("aa");
	receiver.link.hear(recorded);
	sender.network.close();
	radio.remove(sender.link);
	const rebooted = meshNetworkStand(radio, { address: 1, peers: [2], boot: 2 });
	receiver.network.believe(1, 2, -1);
	rebooted.network.sendGroup(fromHex("bb"), 1);
	radio.run(50);
	receiver.link.hear(recorded);
	assert.equal(receiver.heard.join("; "), "1 group 0 aa; 1 group 0 bb");
	assert.equal(receiver.network.counters.get("unknownBoot"), 1);
});

test("a damaged frame does not move the window to its number", () => {
	const { receiver, sent } = pair();
	const frame = sent("aa");
	const damaged = frame.slice();
	damaged[10] = 0xff;
	receiver.link.hear(damaged);
	sent("bb");
	assert.equal(receiver.heard.length, 2);
});

test("without a listener frames are counted", () => {
	const { receiver, sent } = pair();
	receiver.network.listener = undefined;
	sent("aa");
	assert.equal(receiver.network.counters.get("noListener"), 1);
});

test("the longest message passes, a longer one is a bug", () => {
	const { radio, sender, receiver } = pair();
	const limit = sender.network.messageLimit;
	assert.equal(limit, 250 - 13 - 8 - 4, "room for a relay's numbers");
	assert.equal(sender.network.sendGroup(new Uint8Array(limit), limit), 0);
	radio.run(50);
	assert.equal(receiver.heard.length, 1);
	assert.throws(() => sender.network.sendGroup(new Uint8Array(limit + 1), limit + 1), RangeError);
});

test("a smaller link has a smaller limit, a larger one does not make frames longer", () => {
	const radio = new FakeRadio();
	assert.equal(meshNetworkStand(radio, { address: 1, peers: [], mtu: 100 }).network.messageLimit, 75);
	assert.equal(meshNetworkStand(radio, { address: 2, peers: [], mtu: 1470 }).network.messageLimit, 225);
});

test("sequences end and go on under a new boot number", () => {
	const { radio, sender, receiver } = pair();
	assert.equal(sender.network.sequencesLeft, 0x1000000);
	const message = fromHex("aa");
	for (let sent = 0; sent < 40; sent++) {
		sender.network.sendUnicast(2, message, 1);
		radio.run(2);
	}
	assert.equal(sender.network.sequencesLeft, 0x1000000 - 40);
	sender.network.renew(2);
	assert.equal(sender.network.sendUnicast(2, message, 1), 0);
	radio.run(2);
	assert.equal(receiver.heard.length, 40, "of that boot nobody has heard yet");
	receiver.network.believe(1, 2, 0);
	assert.equal(sender.network.sendUnicast(2, message, 1), 1);
	radio.run(2);
	assert.equal(receiver.heard.length, 41);
	assert.throws(() => sender.network.renew(0x10000), RangeError);
});

test("a closed network is silent and deaf", () => {
	const { radio, sender, receiver, sent } = pair();
	receiver.network.close();
	receiver.network.close();
	sent("aa");
	assert.equal(receiver.heard.length, 0);
	assert.equal(receiver.link.listener, undefined);
	sender.network.sendGroup(fromHex("bb"), 1);
	sender.network.close();
	const before = radio.frames.length;
	radio.run(100);
	assert.ok(radio.frames.length <= before + 1, "at most what was in the air");
	assert.equal(sender.network.sendGroup(fromHex("cc"), 1), -1);
});

test("impossible addresses and boot numbers are bugs", () => {
	const radio = new FakeRadio();
	for (const address of [0, 0xffff, -1])
		assert.throws(() => meshNetworkStand(radio, { address, peers: [] }), RangeError);
	assert.throws(() => meshNetworkStand(radio, { address: 1, peers: [], boot: 65536 }), RangeError);
});
