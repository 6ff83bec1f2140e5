import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { catalogueOf } from "kith/definition/encode-peers";
import { Catalogue } from "kith/gateway/catalogue";
import type { WebNode } from "kith/gateway/resource-walk";
import { followerLimit } from "kith/gateway/web-events";
import { WebGateway } from "kith/gateway/web-gateway";
import type { QuantityName } from "kith/model/quantity";
import { FakeClock } from "../../support/fake-clock";
import { FakeStreams, type ReadResponse, readResponse } from "../../support/fake-streams";

function resource(resourceId: number, path: string, quantity: QuantityName, writable = false) {
	return { resourceId, path, quantity, writable, minimum: 0, maximum: 100 };
}

/** Rooms with one sensor each beside the three nodes that every test knows. */
function house(rooms = 0) {
	const clock = new FakeClock();
	const streams = new FakeStreams();
	const peers = [
		{
			address: 2,
			name: "kitchen",
			resources: [
				resource(0, "climate/temperature", "temperature"),
				resource(1, "climate/humidity", "humidity"),
				resource(2, "fan/on", "on", true),
			],
		},
		{ address: 3, name: "kit", resources: [resource(0, "lamp/level", "level", true)] },
		...Array.from({ length: rooms }, (_, room) => ({
			address: 10 + room,
			name: `room${room}`,
			resources: [resource(0, "climate/temperature", "temperature")],
		})),
	];
	const own = catalogueOf([{ address: 1, name: "hub", resources: [resource(0, "door/open", "open")] }]);
	const slots = 1 + 3 + 1 + rooms;
	const values = new Int32Array(slots).fill(-1234);
	const ages = new Int32Array(slots).fill(7);
	const known = new Uint8Array(slots).fill(1);
	const open = new Uint8Array(slots).fill(1);
	values[0] = 1;
	values[3] = 0;
	const node: WebNode = {
		slots,
		// hub 0, kitchen 1-3, kit 4, rooms from 5 on.
		slotOf(address, id) {
			if (address === 1) return 0;
			if (address === 2) return 1 + id;
			return address === 3 ? 4 : address - 10 + 5;
		},
		public: (slot) => open[slot] === 1,
		known: (slot) => known[slot] === 1,
		value: (slot) => values[slot] as number,
		ageSeconds: (slot) => ages[slot] as number,
	};
	const gateway = new WebGateway({
		streams,
		scheduler: new Scheduler(clock),
		node,
		catalogue: new Catalogue(own, catalogueOf(peers)),
		installation: "villa",
	});
	assert.ok(gateway.listen(8080));
	assert.equal(streams.port, 8080);
	function ask(path: string, ...headers: string[]): ReadResponse {
		return readResponse(streams.ask(["GET ", path, " HTTP/1.1\r\nHost: k\r\n", ...headers.map(line), "\r\n"].join("")));
	}
	return { clock, streams, gateway, values, ages, known, open, ask };
}

const line = (header: string): string => `${header}\r\n`;

interface Reading {
	n: string;
	u?: string;
	v?: number;
	vb?: boolean;
	t?: number;
}

/** What a response with a SenML pack says. */
function readings({ status, head, body, whole }: ReadResponse): Reading[] {
	assert.equal(status, 200, body);
	assert.ok(head.includes("Content-Type: application/senml+json\r\n"));
	assert.ok(head.includes("Cache-Control: no-store\r\n"));
	assert.ok(whole);
	return JSON.parse(body) as Reading[];
}

function problem({ status, head, body, whole }: ReadResponse): string {
	assert.ok(head.includes("Content-Type: application/problem+json\r\n"), head);
	assert.ok(whole);
	const { status: told, detail } = JSON.parse(body) as { status: number; detail: string };
	assert.equal(told, status);
	return `${status} ${detail}`;
}

test("a value is a SenML pack with its unit and age", () => {
	const { ask, ages } = house();
	assert.deepEqual(readings(ask("/kitchen/climate/temperature")), [
		{ n: "kitchen/climate/temperature", u: "Cel", v: -12.34, t: -7 },
	]);
	ages[0] = 0;
	assert.deepEqual(readings(ask("/hub/door/open?whatever")), [{ n: "hub/door/open", vb: true }]);
});

test("a node is everything that it has, and a device what it measures", () => {
	const { ask } = house();
	const names = (path: string): string[] => readings(ask(path)).map(({ n }) => n);
	assert.deepEqual(names("/kitchen"), ["kitchen/climate/temperature", "kitchen/climate/humidity", "kitchen/fan/on"]);
	assert.deepEqual(names("/kitchen/climate"), ["kitchen/climate/temperature", "kitchen/climate/humidity"]);
	assert.deepEqual(names("/kit"), ["kit/lamp/level"], "not what another's name begins with");
});

test("what does not exist, is not public, or has no value yet is refused with a sentence", () => {
	const { ask, open, known } = house();
	for (const path of [
		"/cellar",
		"/kitche",
		"/kitchen/",
		"/kitchen/climate/temp",
		"/kitchen/climate/temperature/x",
		"/*",
	])
		assert.match(problem(ask(path)), /^404 there is no such resource: see \/\.well-known\/core/);
	open[1] = 0;
	assert.match(problem(ask("/kitchen/climate/temperature")), /^403 this is not public: .*OSCORE/);
	assert.deepEqual(
		readings(ask("/kitchen/climate")).map(({ n }) => n),
		["kitchen/climate/humidity"],
	);
	known[2] = 0;
	assert.match(problem(ask("/kitchen/climate/humidity")), /^503 no value has come/);
	assert.match(problem(ask("/kitchen/climate")), /^503 /);
	open[2] = 0;
	assert.match(problem(ask("/kitchen/climate")), /^403 /);
});

test("a type that nothing here has is not acceptable", () => {
	const { ask } = house();
	assert.match(problem(ask("/kitchen", "Accept: image/png")), /^406 .*senml\+json/);
	assert.match(problem(ask("/", "Accept: image/png")), /^406 .*html/);
	assert.match(problem(ask("/.well-known/core", "Accept: text/html")), /^406 .*link-format/);
	assert.match(problem(ask("/events", "Accept: application/json")), /^406 .*event-stream/);
	for (const accept of ["application/senml+json", "application/json;q=0.5, text/html", "application/*", "*/*"])
		assert.equal(ask("/kitchen", `Accept: ${accept}`).status, 200, accept);
});

test("the links are those of CoRE, with a tag that spares asking for them again", () => {
	const { ask } = house();
	const { status, head, body } = ask("/.well-known/core", "Accept: application/link-format");
	assert.equal(status, 200);
	assert.ok(head.includes("Content-Type: application/link-format\r\n"));
	assert.deepEqual(body.split(","), [
		'</hub/door/open>;rt="kith.open";if="core.s";ct=110',
		'</kitchen/climate/temperature>;rt="kith.temperature";if="core.s";ct=110',
		'</kitchen/climate/humidity>;rt="kith.humidity";if="core.s";ct=110',
		'</kitchen/fan/on>;rt="kith.on";if="core.a";ct=110',
		'</kit/lamp/level>;rt="kith.level";if="core.a";ct=110',
	]);
	const tag = head.slice(head.indexOf("ETag: ") + 6).slice(0, 10);
	assert.match(tag, /^"[0-9a-f]{8}"$/);
	const again = ask("/.well-known/core", `If-None-Match: ${tag}`);
	assert.equal(again.status, 304);
	assert.equal(again.body, "");
	assert.equal(ask("/.well-known/core", 'If-None-Match: "00000000"').status, 200);
	assert.ok(!house(1).ask("/.well-known/core").head.includes(tag), "another definition has another tag");
});

test("the page names the nodes, and who asks for SenML gets everything", () => {
	const { ask } = house(40);
	const { head, body, whole } = ask("/", "Accept: text/html,*/*;q=0.8");
	assert.ok(head.includes("Content-Type: text/html\r\n"));
	assert.ok(body.includes("<title>villa</title>") && whole);
	for (const name of ["hub", "kitchen", "kit", "room0", "room39"])
		assert.equal(body.split(`<a href="/${name}">${name}</a>`).length, 2, name);
	assert.equal(readings(ask("/", "Accept: application/senml+json")).length, 45);
});

test("a long answer is whole, however the client takes it", () => {
	const { streams, ask } = house(60);
	const all = ask("/", "Accept: application/json");
	assert.equal(readings(all).length, 65);
	assert.equal(ask("/.well-known/core").body.split(",").length, 65);
	for (const path of ["/", "/.well-known/core"]) {
		const slow = streams.connect(0);
		streams.say(slow, `GET ${path} HTTP/1.1\r\nHost: k\r\n\r\n`, 1);
		const quick = ask(path);
		while (streams.open[slow] === true) streams.take(slow, 1);
		assert.equal(readResponse(streams.sent[slow] as string).body, quick.body);
	}
});

test("nothing is set, and the sentence says how it is", () => {
	const { streams } = house();
	for (const method of ["PUT", "POST", "PATCH", "DELETE"])
		assert.match(
			problem(readResponse(streams.ask(`${method} /kitchen/fan/on HTTP/1.1\r\nHost: k\r\n\r\n`))),
			/^405 this is read-only: set values over CoAP with OSCORE .* or MQTT/,
		);
});

test("pages from elsewhere may ask, and are told what", () => {
	const { streams, ask } = house();
	const { status, head, body } = readResponse(
		streams.ask("OPTIONS /kitchen HTTP/1.1\r\nHost: k\r\nOrigin: null\r\n\r\n"),
	);
	assert.equal(status, 204);
	assert.ok(head.includes("Access-Control-Allow-Methods: GET, HEAD\r\n"));
	assert.equal(body, "");
	assert.ok(ask("/nothing").head.includes("Access-Control-Allow-Origin: *\r\n"));
});

/** The readings of an event stream, as "name=value". */
function events(text: string): string[] {
	return readResponse(text)
		.body.split("\n\n")
		.filter((event) => event.startsWith("data: "))
		.flatMap((event) => JSON.parse(event.slice(6)) as Reading[])
		.map(({ n, v, vb }) => `${n}=${v ?? vb}`);
}

const follow = "GET /events HTTP/1.1\r\nHost: k\r\nAccept: text/event-stream\r\n\r\n";

test("a follower hears everything that is public, then every change", () => {
	const { streams, gateway, values, open, known } = house();
	open[4] = 0;
	known[2] = 0;
	const stream = streams.connect();
	streams.say(stream, follow);
	const text = (): string => streams.sent[stream] as string;
	assert.ok(readResponse(text()).head.includes("Content-Type: text/event-stream\r\n"));
	assert.deepEqual(events(text()), [
		"hub/door/open=true",
		"kitchen/climate/temperature=-12.34",
		"kitchen/fan/on=false",
	]);
	values[1] = 2100;
	gateway.valueChanged(1);
	values[4] = 50;
	gateway.valueChanged(4);
	known[2] = 1;
	values[2] = 4000;
	gateway.valueChanged(2);
	assert.deepEqual(events(text()).slice(3), ["kitchen/climate/temperature=21", "kitchen/climate/humidity=40"]);
	assert.ok(streams.open[stream]);
});

test("a slow follower misses what was overtaken, which is counted, and never the last value", () => {
	const { streams, gateway, values } = house();
	const stream = streams.connect(20);
	streams.say(stream, follow);
	const before = events(streams.sent[stream] as string).length;
	while ((streams.room[stream] as number) > 0) gateway.valueChanged(1);
	for (let value = 0; value < 50; value++) {
		values[1] = value * 100;
		gateway.valueChanged(1);
	}
	values[2] = 5500;
	gateway.valueChanged(2);
	streams.take(stream, 100);
	const heard = events(streams.sent[stream] as string).slice(before);
	assert.deepEqual(heard.slice(-2), ["kitchen/climate/temperature=49", "kitchen/climate/humidity=55"]);
	assert.equal(gateway.overtaken, 49);
});

test("two may follow, and the next when one has gone", () => {
	const { streams, ask } = house();
	const followers = Array.from({ length: followerLimit }, () => streams.connect());
	for (const stream of followers) streams.say(stream, follow);
	assert.match(problem(ask("/events")), /^503 2 clients follow/);
	assert.equal(readResponse(streams.ask("HEAD /events HTTP/1.1\r\nHost: k\r\n\r\n")).status, 503);
	streams.leave(followers[0] as number);
	assert.equal(readResponse(streams.ask("HEAD /events HTTP/1.1\r\nHost: k\r\n\r\n")).status, 200);
	const next = streams.connect();
	streams.say(next, follow);
	assert.equal(events(streams.sent[next] as string).length, 5);
	assert.equal(ask("/kitchen").status, 200, "and others are served beside them");
});

test("a change while nobody asks or follows costs nothing", () => {
	const { gateway, ask } = house();
	gateway.valueChanged(1);
	ask("/kitchen");
	gateway.valueChanged(1);
	assert.equal(gateway.overtaken, 0);
});
