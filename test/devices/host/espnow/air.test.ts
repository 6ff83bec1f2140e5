import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { after, test } from "node:test";
import { broadcastAddress } from "kith/link/link";
import { testLinkContract } from "../../../modules/link/link-contract";
// The name tells xs.test.ts that this drives C: support/native-driver.
import { whyNot } from "../../../support/native-driver";
import { AirProgram, airPort, settle } from "./air-stand";

const reason = whyNot();
if (reason !== undefined) test("ESP-NOW's twin on Linux", { skip: reason }, () => {});
else {
	const first = await AirProgram.open(0x0101);
	const second = await AirProgram.open(0x0202);
	const large = await AirProgram.open(0x0303, { mtu: 1470 });
	const elsewhere = await AirProgram.open(0x0404, { channel: 11 });
	const all = [first, second, large, elsewhere];

	testLinkContract("ESP-NOW on Linux", () => ({
		first: first.link,
		second: second.link,
		firstAddress: 0x0101,
		secondAddress: 0x0202,
		absentAddress: 0x0999,
		settle: () => settle(...all),
		close: () => {},
	}));

	const heard: string[] = [];
	const listen = (program: AirProgram): void => {
		heard.length = 0;
		for (const other of all) other.link.listener = undefined;
		program.link.listener = {
			onReceive: (frame, length, _rssi, from) => heard.push(`${from.toString(16)}:${length}:${frame[length - 1]}`),
			onSent: () => {},
		};
	};

	test("a frame names the neighbour that sent it", () => {
		listen(second);
		first.link.send(0x0202, Uint8Array.of(1, 2, 3), 3);
		settle(...all);
		assert.deepEqual(heard, ["101:3:3"]);
	});

	test("another channel is another air, until one follows", () => {
		listen(elsewhere);
		first.link.send(broadcastAddress, Uint8Array.of(1), 1);
		settle(...all);
		assert.deepEqual(heard, []);
		assert.equal(elsewhere.link.channel, 11);
		for (const ignored of [0, 14, -1, 262]) elsewhere.link.tune(ignored);
		assert.equal(elsewhere.link.channel, 11);
		elsewhere.link.tune(6);
		assert.equal(elsewhere.link.channel, 6);
		first.link.send(broadcastAddress, Uint8Array.of(2), 1);
		settle(...all);
		assert.deepEqual(heard, ["101:1:2"]);
	});

	test("a frame of version 2 never reaches a buffer of version 1", () => {
		listen(second);
		const dropped = second.link.count("dropped");
		for (const length of [250, 251, 1470]) {
			large.link.send(broadcastAddress, new Uint8Array(length).fill(9), length);
			settle(...all);
		}
		assert.deepEqual(heard, ["303:250:9"]);
		assert.equal(second.link.count("dropped"), dropped + 2);
	});

	test("more frames than the ring holds are dropped and counted, and none is mixed up", () => {
		listen(second);
		const dropped = second.link.count("dropped");
		const received = second.link.count("received");
		for (let index = 0; index < 40; index++) {
			first.link.send(broadcastAddress, new Uint8Array(250).fill(index), 250);
			while (!first.run(5)) {}
		}
		settle(second);
		assert.equal(heard.length, 16);
		assert.equal(heard.join(), heard.map((_, index) => `101:250:${index}`).join());
		assert.equal(second.link.count("received") - received, 16);
		assert.equal(second.link.count("dropped") - dropped, 24);
	});

	test("more peers than the chip knows make room for each other", () => {
		const before = first.link.count("evictions");
		let ended = 0;
		first.link.listener = { onReceive: () => {}, onSent: () => ended++ };
		for (let address = 1; address <= 25; address++) {
			assert.equal(first.link.send(0x1000 + address, Uint8Array.of(1), 1), undefined);
			settle(first);
		}
		assert.equal(ended, 25);
		assert.ok(first.link.count("evictions") - before >= 6, "19 fit, others of earlier tests were there too");
	});

	test("noise on its port harms nobody, whatever its length", async () => {
		listen(second);
		const before = second.link.count("received");
		const socket = createSocket("udp4");
		const head = Buffer.from("6b697468010006000026bcafe0101ffffffffffff0001".slice(0, 44), "hex");
		for (let length = 0; length <= 1512; length += length < 300 ? 1 : 101) {
			const noise = Buffer.alloc(length, length);
			head.copy(noise, 0, 0, Math.min(head.length, length, length % 25));
			await new Promise((resolve) => socket.send(noise, airPort + 1, "127.0.0.1", resolve));
			if (length % 16 === 0) settle(second);
		}
		socket.close();
		settle(second);
		assert.equal(second.link.count("received"), before);
		first.link.send(broadcastAddress, Uint8Array.of(7), 1);
		settle(...all);
		assert.deepEqual(heard, ["101:1:7"]);
	});

	test("says in words what it cannot start with", async () => {
		for (const options of [{ channel: 0 }, { channel: 14 }, { networkTag: -1 }, { wakeWindowMs: 65536 }] as const)
			await assert.rejects(AirProgram.open(5, options), RangeError);
		await assert.rejects(AirProgram.open(0), RangeError);
		await assert.rejects(AirProgram.open(0xffff), RangeError);
	});

	test("refuses what only a bug can ask", () => {
		const { link } = first;
		assert.throws(() => link.send(0x0202, new Uint8Array(8), 9), RangeError);
		assert.throws(() => link.send(0x0202, new Uint8Array(8), -1), RangeError);
		assert.throws(() => link.send(0, new Uint8Array(8), 1), RangeError);
		assert.throws(() => link.send(0x10000, new Uint8Array(8), 1), RangeError);
	});

	after(async () => {
		for (const program of all) assert.equal(await program.driver.close(), 0, "the sanitizers found nothing");
	});
}
