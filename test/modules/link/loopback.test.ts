import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { broadcastAddress } from "kith/link/link";
import { Loopback } from "kith/link/loopback";
import { FakeClock } from "../../support/fake-clock";
import { testLinkContract } from "./link-contract";

testLinkContract("loopback", () => {
	const air = new Loopback();
	const clocks = [new FakeClock(), new FakeClock()] as [FakeClock, FakeClock];
	return {
		first: air.link(1, new Scheduler(clocks[0])),
		second: air.link(2, new Scheduler(clocks[1])),
		firstAddress: 1,
		secondAddress: 2,
		absentAddress: 3,
		settle: () => {
			for (const clock of clocks) clock.advance(1);
		},
		close: () => {},
	};
});

test("who left is not heard and hears nothing", () => {
	const air = new Loopback();
	const clock = new FakeClock();
	const scheduler = new Scheduler(clock);
	const [first, second] = [air.link(1, scheduler), air.link(2, scheduler)];
	const heard: number[] = [];
	const sent: boolean[] = [];
	first.listener = { onReceive: () => heard.push(1), onSent: (delivered) => sent.push(delivered) };
	second.listener = { onReceive: () => heard.push(2), onSent: () => {} };
	second.close();
	second.close();
	first.send(2, Uint8Array.of(1), 1);
	clock.advance(1);
	first.send(broadcastAddress, Uint8Array.of(1), 1);
	clock.advance(1);
	assert.equal(`${heard.join()} ${sent.join()}`, " false,true");
});
