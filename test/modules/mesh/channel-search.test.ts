import assert from "node:assert/strict";
import { test } from "node:test";
import {
	alonePauseLimitMs,
	alonePauseMs,
	ChannelSearch,
	companyPauseLimitMs,
	gatewayPauseLimitMs,
	visitsPerGateway,
} from "kith/mesh/channel-search";

function round(search: ChannelSearch, home: number, gateway: number, draw = 0): string {
	const channels: number[] = [];
	for (let next = search.next(home, gateway, draw); next !== 0; next = search.next(home, gateway, draw))
		channels.push(next);
	return channels.join();
}

test("a search looks on all channels but its own", () => {
	const search = new ChannelSearch();
	assert.equal(round(search, 6, 0), "1,11,2,3,4,5,7,8,9,10,12,13");
	assert.equal(search.rounds, 1);
	assert.equal(round(search, 6, 6), "1,11,2,3,4,5,7,8,9,10,12,13", "home is no place to look for the gateway");
});

test("each board begins elsewhere", () => {
	assert.equal(round(new ChannelSearch(), 6, 0, 5), "4,5,7,8,9,10,12,13,1,11,2,3");
});

test("where a gateway was known elsewhere is looked at first and again and again", () => {
	const channels = round(new ChannelSearch(), 6, 9).split(",");
	for (let index = 0; index < channels.length; index++)
		assert.equal(channels[index] === "9", index % visitsPerGateway === 0, channels.join());
	assert.equal(new Set(channels).size, 12);
});

test("pauses double up to a limit, a lower one while a gateway is missed", () => {
	const search = new ChannelSearch();
	for (let count = 0; count < 20; count++) {
		round(search, 6, 0);
		if (count === 0) assert.equal(search.pause(true, false), alonePauseMs);
		if (count === 1) assert.equal(search.pause(true, false), 2 * alonePauseMs);
	}
	assert.equal(search.pause(true, false), alonePauseLimitMs);
	assert.equal(search.pause(false, false), companyPauseLimitMs);
	assert.equal(search.pause(false, true), gatewayPauseLimitMs);
});

test("between searches in vain it stays where others in its place would, twice on each", () => {
	const search = new ChannelSearch();
	search.base = 6;
	const camps: number[] = [];
	for (let count = 0; count < 8; count++) {
		round(search, 6, 0);
		camps.push(search.camp());
	}
	assert.equal(camps.join(), "1,1,11,11,2,2,6,6");
});
