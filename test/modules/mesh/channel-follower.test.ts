import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, lateCalls } from "kith/mesh/channel-calls";
import {
	aloneMs,
	announcements,
	bootListenMs,
	checkMs,
	dwellMs,
	listenMs,
	moveLeadMs,
} from "kith/mesh/channel-follower";
import { aloneHops, noGatewayHops, visitorCountdown } from "kith/mesh/channel-news";
import { alonePauseMs } from "kith/mesh/channel-search";
import { ChannelStand } from "../../support/channel-stand";

/** On channel 1, three hops from a gateway under number 5. */
function following(): ChannelStand {
	const stand = new ChannelStand(1);
	stand.lastSilence = 0;
	stand.hear(1, 2, 5);
	return stand;
}

test("news with a countdown is announced on with what is left of it, and then followed", () => {
	const stand = following();
	stand.hear(11, 1, 6, 50);
	stand.clock.advance(999);
	assert.equal(stand.channels.channel, 1);
	assert.equal(stand.beacons.length, announcements);
	assert.equal(stand.beacons[0], "11/2/6/49@1");
	const left = stand.beacons.map((beacon) => Number((beacon.split("/")[3] as string).split("@")[0]));
	for (let index = 1; index < left.length; index++) assert.ok((left[index] as number) < (left[index - 1] as number));
	stand.clock.advance(1);
	assert.equal(stand.channels.channel, 11);
	stand.clock.advance(200);
	assert.equal(stand.beacons[stand.beacons.length - 1], "11/2/6/0@11");
});

test("the same news, late news and news of a lower rank move nobody and are answered once in a while", () => {
	const stand = following();
	stand.hear(11, 1, 5, 50);
	stand.hear(11, 1, 4, 50);
	stand.hear(11, noGatewayHops, 4, 0);
	stand.hear(0, 1, 9, 0);
	stand.hear(14, 1, 9, 0);
	stand.clock.advance(moveLeadMs + 1000);
	assert.equal(stand.channels.tuned.length, 0);
	assert.equal(stand.beacons.length, 1);
});

test("a gateway whose access point moves goes along, and calls the others on the old channel, with a countdown at first", () => {
	const stand = following();
	stand.channels.tie(1);
	assert.equal(stand.beacons.length, 0);
	stand.channels.tie(11);
	stand.clock.advance(moveLeadMs - 100);
	assert.ok(stand.beacons.length >= calls, stand.beacons.join());
	assert.equal(stand.beacons[0], "11/0/7/100@1");
	stand.clock.advance(600_000);
	const called = stand.beacons.filter((beacon) => beacon.slice(-2) === "@1");
	assert.equal(called.length, calls + lateCalls);
	assert.equal((called[called.length - 1] as string).split("/")[3], "0@1");
	assert.equal(stand.channels.tuned.length, 0, "a tied radio is not asked to go anywhere");
});

test("who is alone says so, visits the other channels briefly, and comes back from each", () => {
	const stand = new ChannelStand(1);
	stand.clock.advance(bootListenMs);
	assert.equal(stand.channels.channel, 6);
	assert.equal(stand.beacons.join(), `1/${aloneHops}/0/${visitorCountdown}@6`);
	assert.equal(stand.greetings, 1);
	stand.clock.advance(dwellMs);
	assert.equal(stand.channels.channel, 1);
	stand.clock.advance(alonePauseMs + 8 * checkMs);
	assert.ok(stand.greetings >= 12);
});

test("a visit is longer where frames of the network are heard, and ends where the network is", () => {
	const stand = new ChannelStand(1);
	stand.clock.advance(bootListenMs);
	stand.frames++;
	stand.clock.advance(listenMs - 1);
	assert.equal(stand.channels.channel, 6);
	stand.hear(6, 1, 700);
	stand.clock.advance(1000);
	assert.equal(stand.channels.channel, 6);
	stand.lastSilence = 0;
	stand.clock.advance(60_000);
	assert.equal(stand.channels.channel, 6);
	assert.equal(stand.greetings, 1, "and looks no further");
});

test("a visitor in company that finds a gateway goes back first, announces it, and goes with the others", () => {
	const stand = new ChannelStand(1);
	stand.lastSilence = 0;
	stand.hear(1, noGatewayHops, 3);
	while (stand.channels.channel === 1) {
		stand.hear(1, noGatewayHops, 3);
		stand.clock.advance(checkMs);
	}
	const visited = stand.channels.channel;
	stand.hear(visited, 0, 9);
	assert.equal(stand.channels.channel, 1);
	stand.clock.advance(500);
	const announced = stand.beacons[stand.beacons.length - 1] as string;
	assert.ok(announced.startsWith(`${visited}/1/9/`) && announced.endsWith("@1"), announced);
	stand.clock.advance(moveLeadMs);
	assert.equal(stand.channels.channel, visited);
});

test("in company and with all members known a board looks nowhere", () => {
	const stand = new ChannelStand(1);
	stand.lacking = false;
	for (let count = 0; count < 100; count++) {
		stand.lastSilence = 0;
		stand.hear(1, noGatewayHops, 3);
		stand.clock.advance(checkMs);
	}
	assert.equal(stand.channels.tuned.length, 0);
});

test("silence makes an orphan, which forgets the gateway; whom it meets on visits is no company", () => {
	const stand = following();
	stand.lastSilence = aloneMs;
	stand.clock.advance(aloneMs + checkMs);
	assert.ok(stand.channels.tuned.length > 0);
	const [first = 0] = stand.told();
	assert.equal(first & 15, aloneHops);
	stand.hear(1, aloneHops, 5, visitorCountdown);
	assert.equal((stand.told()[0] ?? 0) & 15, aloneHops);
});

test("where frames of the network are heard after a boot a board waits to get acquainted, but not for ever", () => {
	const stand = new ChannelStand(1);
	stand.frames = 1;
	stand.clock.advance(aloneMs - 1);
	assert.equal(stand.channels.tuned.length, 0);
	stand.clock.advance(checkMs);
	assert.ok(stand.channels.tuned.length > 0);
});

test("closed, it asks for nothing and waits for nothing", () => {
	const stand = new ChannelStand(1);
	stand.follower.close();
	stand.clock.advance(60_000);
	assert.equal(stand.channels.tuned.length, 0);
	assert.equal(stand.beacons.length, 0);
});
