import assert from "node:assert/strict";
import { test } from "node:test";
import {
	aloneHops,
	ChannelNews,
	farthestGateway,
	gatewayLostMs,
	gatewayTickMs,
	isLater,
	noGatewayHops,
	numberAfter,
} from "kith/mesh/channel-news";

test("numbers wrap, and 0 is that of who knows nothing", () => {
	assert.ok(isLater(2, 1) && !isLater(1, 2) && !isLater(1, 1));
	assert.ok(isLater(1, 0xffff) && !isLater(0xffff, 1));
	assert.ok(isLater(40_000, 0) && !isLater(0, 0) && !isLater(0, 40_000));
	assert.equal(numberAfter(0xffff), 1);
});

/** In company on channel 6, under number 5. */
function settled(): ChannelNews {
	const news = new ChannelNews(6);
	news.follow(6, noGatewayHops, 5, 0);
	assert.equal(news.hops(0), aloneHops, "until it hears somebody there");
	news.joined();
	assert.equal(news.hops(0), noGatewayHops);
	return news;
}

test("a later number wins, an equal one only for a lower channel and without gateways", () => {
	const news = settled();
	assert.ok(news.isBeaten(11, noGatewayHops, 6, false, 0));
	assert.ok(!news.isBeaten(1, noGatewayHops, 4, true, 0));
	assert.ok(news.isBeaten(1, noGatewayHops, 5, false, 0));
	assert.ok(!news.isBeaten(11, noGatewayHops, 5, true, 0));
	news.follow(6, 0, 7, 0);
	assert.ok(!news.isBeaten(1, 0, 7, true, 0), "two gateways under one number: nobody moves");
	assert.ok(news.isBeaten(1, 0, 8, false, 0));
});

test("a gateway counts before a group, a group before somebody alone, but old news of it counts for nothing", () => {
	const news = settled();
	assert.ok(news.isBeaten(1, 3, 6, false, 0));
	assert.ok(!news.isBeaten(1, 3, 5, true, 0), "a recording");
	assert.ok(!news.isBeaten(1, aloneHops, 9, true, 0));
	news.follow(6, 3, 6, 0);
	assert.ok(!news.isBeaten(1, noGatewayHops, 9, true, 0));
	news.orphaned();
	assert.ok(news.isBeaten(1, noGatewayHops, 2, true, 0), "who is alone joins whom it meets");
	assert.ok(!news.isBeaten(1, noGatewayHops, 2, false, 0), "but not who is only spoken of");
});

test("a gateway counts up while it is connected, and at once when its channel changes", () => {
	const news = settled();
	news.lead(6, 1000);
	assert.equal(news.number, 6);
	assert.equal(news.hops(1000), 0);
	news.lead(6, 1000 + gatewayTickMs - 1);
	assert.equal(news.number, 6);
	news.lead(6, 1000 + gatewayTickMs);
	assert.equal(news.number, 7);
	news.lead(11, 1000 + gatewayTickMs);
	assert.equal(news.number, 8);
	news.resign();
	assert.equal(news.hops(0), noGatewayHops);
});

test("hops grow by one a hop, to a limit, and a gateway whose number stands still is lost", () => {
	const news = settled();
	news.follow(6, 2, 6, 0x7fffff00);
	assert.equal(news.hops(0x7fffff00), 3);
	assert.equal(news.hops((0x7fffff00 + gatewayLostMs - 1) | 0), 3);
	assert.equal(news.hops((0x7fffff00 + gatewayLostMs) | 0), noGatewayHops);
	news.follow(6, farthestGateway, 7, 0);
	assert.equal(news.hops(0), farthestGateway);
});

test("who knows of a gateway counts beyond a visitor that knows of none", () => {
	const news = settled();
	news.follow(6, 1, 6, 0);
	news.outdo(noGatewayHops, 40, 0);
	assert.equal(news.number, 41);
	news.outdo(3, 50, 0);
	assert.equal(news.number, 41, "of another that does, the number decides");
});
