/** A gateway's CoAP resources, as a desktop without a key finds, reads and observes them over UDP. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceDefinition, NodeDefinition } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { parseDefinition } from "kith/definition/parse";
import { deviceKinds } from "kith/devices/registry";
import { KithNode } from "kith/node/node";
import { BenchIo } from "../../support/bench-io";
import { FakeBroker } from "../../support/fake-broker";
import { FakeClock } from "../../support/fake-clock";
import { FakeDatagrams } from "../../support/fake-datagrams";
import { FakeRadio } from "../../support/fake-radio";
import { FixedRandom } from "../../support/fixed-random";
import { toHex } from "../../support/hex";
import { MemoryStore } from "../../support/memory-store";
import { PretendAgreement } from "../../support/pretend-agreement";
import { RecordingDiagnostics } from "../../support/recording-diagnostics";
import { pretendedSecrets } from "../../support/secure-stand";

const desktop = 0x10001;

function setting(name: string, resourceId: number, open: boolean): DeviceDefinition {
	const options = new Map<string, string | number>([
		["quantity", "temperature"],
		["initial", 2345],
		["minimum", -500],
		["maximum", 3000],
	]);
	const device = { name, kind: "setting", options, resourceIds: [resourceId] };
	return open ? { ...device, public: true } : device;
}

const blank = {
	installation: "house",
	networkTag: 0x4b54,
	channel: 6,
	heartbeatMs: 60_000,
	rules: [],
	members: [],
	zones: [],
	groupZone: 0,
};

function peer(name: string, address: number) {
	const range = { quantity: "temperature", writable: true, minimum: -500, maximum: 3000 };
	const resources = [
		{ ...range, resourceId: 4, path: "open/temperature" },
		{ ...range, resourceId: 5, path: "shut/temperature" },
	];
	return { address, name, resources };
}

const cellar: NodeDefinition = {
	...blank,
	node: "cellar",
	address: 1,
	gateway: false,
	devices: [setting("open", 4, true), setting("shut", 5, false)],
	inputs: [],
	peers: [{ address: 2, name: "gateway", acts: true, resources: [] }],
};

const gateway: NodeDefinition = {
	...blank,
	node: "gateway",
	address: 2,
	gateway: true,
	devices: [setting("own", 0x1a, true)],
	inputs: [
		{ address: 1, resourceId: 4, scale: 2, boolean: false, public: true },
		{ address: 1, resourceId: 5, scale: 2, boolean: false },
	],
	peers: [peer("cellar", 1)],
};

class House {
	readonly radio = new FakeRadio();
	readonly udp = new FakeDatagrams();
	readonly broker = new FakeBroker();
	#id = 0;

	constructor() {
		this.#board(cellar, 1);
		this.#board(gateway, 2, this.udp);
		this.broker.accept();
		this.radio.run(12_000);
	}

	/** Asks the gateway as somebody without a key; what it says at once, without header. */
	ask(code: string, options: string, peerNumber = desktop): string {
		this.udp.sent.length = 0;
		const id = (++this.#id).toString(16).padStart(4, "0");
		this.udp.hear(peerNumber, `40 ${code} ${id} ${options}`);
		const [answer = ""] = this.udp.sent;
		return answer.replace(`${peerNumber} 60`, "").replace(id, " ");
	}

	#board(definition: NodeDefinition, seed: number, datagrams?: FakeDatagrams): void {
		const parsed = parseDefinition(encodeDefinition(definition));
		if ("fault" in parsed) throw new Error(parsed.fault);
		const clock = new FakeClock();
		new KithNode(parsed, {
			clock,
			random: new FixedRandom(seed),
			store: new MemoryStore(),
			secrets: pretendedSecrets(definition.address, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
			crypto: new PretendAgreement(),
			link: this.radio.link(definition.address, clock),
			io: new BenchIo(clock).provider,
			diagnostics: new RecordingDiagnostics(),
			kinds: deviceKinds,
			broker: this.broker,
			...(datagrams === undefined ? {} : { datagrams }),
		});
	}
}

function ascii(text: string): string {
	return toHex(Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)));
}

function path(...segments: string[]): string {
	return segments.map((text, index) => `${index === 0 ? "b" : "0"}${text.length.toString(16)}${ascii(text)}`).join("");
}

function said(answer: string): string {
	const marker = /^(?:[^ ]* )?(?:(?!ff)..)*ff/.exec(answer);
	const payload = marker === null ? "" : answer.slice(marker[0].length);
	let text = "";
	for (let at = 0; at < payload.length; at += 2)
		text += String.fromCharCode(Number.parseInt(payload.slice(at, at + 2), 16));
	return text;
}

const core = path(".well-known", "core");
const open = path("cellar", "open") + path("temperature").replace("b", "0");
const shut = path("cellar", "shut") + path("temperature").replace("b", "0");

test("the discovery document lists everything under its full name, block by block", () => {
	const house = new House();
	let document = "";
	for (let block = 0; ; block++) {
		const answer = house.ask("01", `${core} c1${((block << 4) | 3).toString(16).padStart(2, "0")}`);
		assert.equal(answer.slice(0, 2), "45");
		document += said(answer);
		if (said(answer).length < 128) break;
	}
	const traits = ';rt="kith.temperature";if="core.a";ct="112 0";obs';
	assert.equal(
		document,
		`</gateway/own/temperature>${traits},</cellar/open/temperature>${traits},</cellar/shut/temperature>${traits},</nodes>;rt="kith.nodes";ct="60 0"`,
	);
	const filtered = house.ask("01", `${core} 4d05${ascii("href=/cellar/open*")}`);
	assert.equal(said(filtered), `</cellar/open/temperature>${traits}`);
	assert.equal(said(house.ask("01", `${core} 4a${ascii("rt=kith.on")}`)).length, 0);
});

test("who is there is nobody's business without a key", () => {
	const house = new House();
	const answer = house.ask("01", path("nodes"));
	assert.equal(answer.slice(0, 2), "81");
	assert.equal(said(answer), "this needs a key (OSCORE)");
});

test("a peer's public value is read with its name, unit and age, or as a text", () => {
	const house = new House();
	house.radio.run(10_000);
	const answer = house.ask("01", open);
	assert.equal(answer.slice(0, 4), "45 c");
	const name = ascii("cellar/open/temperature");
	const pack = answer.slice(answer.indexOf("ff") + 2);
	assert.ok(pack.startsWith(`81a40077${name}016343656c02c48221190929062`), pack);
	const text = house.ask("01", `${open} 60`);
	assert.equal(said(text), "23.45");
	assert.equal(house.ask("01", `${open} 6132`).slice(0, 3), "86 ");
});

test("what is not public needs a key, and so does every change; what there is not is not found", () => {
	const house = new House();
	assert.equal(house.ask("01", shut).slice(0, 3), "81 ");
	assert.equal(said(house.ask("01", shut)), "this needs a key (OSCORE)");
	assert.equal(house.ask("03", `${open} ff 32`).slice(0, 3), "81 ");
	assert.equal(house.ask("03", "b23161 1170 ff 81a10218c8").slice(0, 3), "81 ");
	assert.equal(house.ask("02", "b172 1170 ff 81a200613402 18c8").slice(0, 3), "81 ", "readings are of nodes");
	assert.equal(house.ask("01", path("cellar", "nothing", "temperature")).slice(0, 3), "84 ");
	assert.equal(house.ask("01", `${open} 4161`).slice(0, 3), "82 ", "no queries");
	assert.equal(house.ask("04", open).slice(0, 3), "85 ");
	assert.equal(
		said(house.ask("01", "b23161")),
		"\u0081\u00a2\u0000\u0062\u0031\u0061\u0002\u00c4\u0082\u0021\u0019\u0009\u0029",
	);
	house.radio.run(5000);
	assert.equal(said(house.ask("01", `${open} 60`)), "23.45", "nothing was changed");
});

test("a peer's public value is observed: what the gateway hears is told at once", () => {
	const house = new House();
	const answer = house.ask("01", `60 5${open.slice(1)} 60`);
	assert.ok(answer.includes("6101"), answer);
	house.udp.sent.length = 0;
	house.broker.send("kith/house/cellar/open/temperature/set", "-4.5");
	house.radio.run(300);
	assert.equal(house.udp.sent.length, 1);
	const [notification = ""] = house.udp.sent;
	assert.equal(notification.slice(0, 10), `${desktop} 5045`.slice(0, 10));
	assert.equal(said(notification), "-4.5");
	// Heard again, though it is the same: its age is news.
	house.udp.sent.length = 0;
	house.radio.run(130_000);
	assert.ok(house.udp.sent.length >= 1);
});

test("a payload longer than any message of the gateway's is asked for again in blocks", () => {
	const house = new House();
	// Block1 0/0/128.
	assert.equal(house.ask("03", `${open} ff ${"31".repeat(400)}`), "8d d10e03");
	assert.equal(house.ask("03", `${open} d1030e ff ${"31".repeat(400)}`).slice(0, 3), "8d ", "one of several of 1,024");
});

test("a request to the group is answered after some leisure, where there is something to say", () => {
	const house = new House();
	house.udp.sent.length = 0;
	house.udp.hear(desktop, `50 01 0101 ${core}`, true);
	house.udp.hear(desktop, `50 01 0102 ${shut}`, true);
	house.udp.hear(desktop, `50 03 0103 ${open} ff 32`, true);
	house.udp.hear(desktop, `40 01 0104 ${core}`, true);
	assert.deepEqual(house.udp.sent, []);
	house.radio.run(600);
	assert.equal(house.udp.sent.length, 1, house.udp.sent.join());
	const [sent = ""] = house.udp.sent;
	assert.equal(sent.slice(0, 10), `${desktop} 5045`.slice(0, 10));
});

test("a datagram that cannot be sent is counted and nothing else happens", () => {
	const house = new House();
	house.udp.down = true;
	assert.equal(house.ask("01", core), "");
	house.udp.down = false;
	assert.equal(house.ask("01", core).slice(0, 2), "45");
});
