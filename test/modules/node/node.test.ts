import assert from "node:assert/strict";
import { test } from "node:test";
import { type Diagnostics, faultKinds, type Reason } from "kith/core/diagnostics";
import type {
	ActionDefinition,
	DeviceDefinition,
	LeafDefinition,
	NodeDefinition,
	RuleDefinition,
} from "kith/definition/definition";
import { leafKinds } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import { parseDefinition } from "kith/definition/parse";
import { deviceKinds } from "kith/devices/registry";
import { KithNode } from "kith/node/node";
import { presences } from "kith/node/presence";
import { BenchIo } from "../../support/bench-io";
import { FakeBroker } from "../../support/fake-broker";
import { FakeClock } from "../../support/fake-clock";
import { type FakeLink, FakeRadio } from "../../support/fake-radio";
import { FixedRandom } from "../../support/fixed-random";
import { MemoryStore } from "../../support/memory-store";
import { PretendAgreement } from "../../support/pretend-agreement";
import { pretendedSecrets } from "../../support/secure-stand";

/** Everything a node told its diagnostics, as short texts. */
class Log implements Diagnostics {
	readonly lines: string[] = [];
	reading(slot: number, value: number): void {
		this.lines.push(`reading ${slot}=${value}`);
	}
	sent(slot: number, value: number): void {
		this.lines.push(`sent ${slot}=${value}`);
	}
	received(slot: number, value: number, origin: number): void {
		this.lines.push(`received ${slot}=${value} from ${origin}`);
	}
	actuation(slot: number, value: number, reason: Reason): void {
		this.lines.push(
			`actuation ${slot}=${value} by ${reason.rule >= 0 ? `rule ${reason.rule}` : `node ${reason.requester}`}`,
		);
	}
	asked(address: number, resourceId: number, value: number, rule: number): void {
		this.lines.push(`asked ${address}/${resourceId}=${value} by rule ${rule}`);
	}
	fault(kind: number, subject: number): void {
		this.lines.push(`fault ${kind} ${subject}`);
	}
	presence(address: number, presence: number): void {
		this.lines.push(`presence ${address}=${presence}`);
	}
	/** The lines since the last call that begin with `start`. */
	take(start: string): string[] {
		const found = this.lines.filter((line) => line.startsWith(start));
		this.lines.length = 0;
		return found;
	}
}

interface Board {
	node: KithNode;
	log: Log;
	io: BenchIo;
	clock: FakeClock;
	store: MemoryStore;
	link: FakeLink;
	broker: FakeBroker;
	/** The same board after a reboot. */
	reboot(): Board;
}

/** As a board gets it: through its bytes. */
function loaded(definition: NodeDefinition): LoadedDefinition {
	const parsed = parseDefinition(encodeDefinition(definition));
	if ("fault" in parsed) throw new Error(parsed.fault);
	return parsed;
}

class Installation {
	readonly radio = new FakeRadio();
	#seed = 1;

	board(definition: NodeDefinition, store = new MemoryStore(), clock = new FakeClock()): Board {
		const log = new Log();
		const io = new BenchIo(clock);
		const link = this.radio.link(definition.address, clock);
		const broker = new FakeBroker();
		const node = new KithNode(loaded(definition), {
			clock,
			random: new FixedRandom(this.#seed++),
			store,
			secrets: pretendedSecrets(definition.address, [1, 2, 3, 9]),
			crypto: new PretendAgreement(),
			link,
			io: io.provider,
			diagnostics: log,
			kinds: deviceKinds,
			broker,
		});
		const reboot = (): Board => {
			node.close();
			this.radio.remove(link);
			return this.board(definition, store);
		};
		return { node, log, io, clock, store, link, broker, reboot };
	}
}

const setting: DeviceDefinition = {
	name: "wish",
	kind: "setting",
	options: new Map<string, string | number>([
		["quantity", "temperature"],
		["initial", 2000],
		["minimum", 0],
		["maximum", 3000],
	]),
	resourceIds: [4],
};
const relay: DeviceDefinition = {
	name: "fan",
	kind: "relay",
	options: new Map<string, number | boolean>([
		["pin", 5],
		["invert", false],
	]),
	resourceIds: [0x1f],
};

function definition(name: string, address: number, parts: Partial<NodeDefinition>): NodeDefinition {
	const peers = [1, 2, 3].filter((other) => other !== address);
	return {
		installation: "house",
		node: name,
		address,
		networkTag: 0x4b54,
		channel: 6,
		gateway: false,
		heartbeatMs: 60_000,
		devices: [],
		inputs: [],
		rules: [],
		peers: peers.map((other) => ({ address: other, name: `n${other}`, acts: true, resources: [] })),
		members: [],
		zones: [],
		groupZone: 0,
		...parts,
	};
}

const wishElsewhere = { address: 1, resourceId: 4, scale: 2, boolean: false };
const fanOf2 = { resourceId: 0x1f, path: "fan/on", quantity: "on", writable: true, minimum: 0, maximum: 1 };
const wishOf1 = {
	resourceId: 4,
	path: "wish/temperature",
	quantity: "temperature",
	writable: true,
	minimum: 0,
	maximum: 3000,
};

function rule(leaf: Partial<LeafDefinition>, target: Partial<ActionDefinition>): RuleDefinition {
	const blank = { address: 0, slot: 0, resourceId: 0, from: -1, x1: 0, y1: 0, x2: 0, y2: 0 };
	return {
		name: "a rule",
		priority: 0,
		leaves: [{ kind: leafKinds.above, slot: 1, operand: 2500, margin: 100, maximumAgeMs: 180_000, ...leaf }],
		condition: [0],
		actions: [
			{ ...blank, when: 0, value: 1, ...target },
			{ ...blank, when: 1, value: 0, ...target },
		],
		minimumOnMs: 0,
		minimumOffMs: 0,
	};
}

const teller = definition("teller", 1, { devices: [setting] });
const follower = definition("follower", 2, {
	devices: [relay],
	inputs: [wishElsewhere],
	rules: [rule({}, { slot: 0 })],
});
const gatewayDefinition = definition("gateway", 3, {
	gateway: true,
	devices: [{ ...setting, name: "own", resourceIds: [0] }],
	inputs: [{ address: 2, resourceId: 0x1f, scale: 0, boolean: true }, wishElsewhere],
	peers: [
		{ address: 1, name: "teller", resources: [wishOf1] },
		{ address: 2, name: "follower", resources: [fanOf2] },
	],
});

/** The teller's wish, set as a person would through the gateway. */
function wish(gateway: Board, text: string): void {
	gateway.broker.send("kith/house/teller/wish/temperature/set", text);
}

test("a reading crosses to the node that listens to it, and a rule there switches its actuator", () => {
	const house = new Installation();
	house.board(teller);
	const two = house.board(follower);
	const three = house.board(gatewayDefinition);
	house.radio.run(12_000);
	assert.deepEqual(two.log.take("received"), ["received 1=2000 from 1"]);
	three.broker.accept();
	wish(three, "26.5");
	house.radio.run(200);
	assert.deepEqual(two.log.lines.slice(0, 1), ["received 1=2650 from 1"]);
	assert.deepEqual(two.log.take("actuation"), ["actuation 0=1 by rule 0"]);
	assert.deepEqual(two.io.writes.slice(-1), ["5 = 1"]);
	wish(three, "24.5");
	house.radio.run(200);
	assert.deepEqual(two.log.take("actuation"), [], "within the hysteresis");
	wish(three, "23.99");
	house.radio.run(200);
	assert.deepEqual(two.log.take("actuation"), ["actuation 0=0 by rule 0"]);
});

test("a node believes only readings that its definition names, from peers that it knows", () => {
	const house = new Installation();
	house.board(definition("other", 1, { devices: [{ ...setting, resourceIds: [5] }] }));
	const stranger = house.board(definition("stranger", 9, { devices: [setting] }));
	const two = house.board(follower);
	house.radio.run(12_000);
	assert.deepEqual(two.log.take("received"), []);
	assert.ok(stranger.log.take("sent").length > 0, "the stranger did speak");
});

test("a damaged frame is refused and the next one heard", () => {
	const house = new Installation();
	house.board(teller);
	const two = house.board(follower);
	let damaged = 0;
	house.radio.fate = (frame, receiver) => {
		// A reading, not a hello.
		if (frame.from !== 1 || receiver !== 2 || frame.at > 30_000 || frame.bytes[0] !== 0x10) return "delivered";
		damaged++;
		return "corrupted";
	};
	house.radio.run(30_000);
	assert.ok(damaged >= 2);
	const refused = two.log.lines.filter((line) => line === `fault ${faultKinds["frame refused"]} 1`).length;
	assert.ok(refused >= 2 && refused <= damaged, `${refused} of ${damaged}`);
	assert.deepEqual(two.log.take("received"), []);
	house.radio.run(60_000);
	assert.deepEqual(two.log.take("received"), ["received 1=2000 from 1"]);
});

test("an unchanged value is told once a heartbeat, a changed one at once", () => {
	const house = new Installation();
	const one = house.board(teller);
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	assert.equal(one.log.take("sent").length, 1);
	house.radio.run(600_000);
	assert.equal(one.log.take("sent").length, 10);
	wish(three, "21");
	house.radio.run(100);
	assert.deepEqual(one.log.take("sent"), ["sent 0=2100"]);
});

test("a node that rebooted is heard again when it has proven to be no recording, and its old frames stay dead", () => {
	const house = new Installation();
	const one = house.board(teller);
	const two = house.board(follower);
	house.radio.run(12_000);
	const old = house.radio.frames.filter((frame) => frame.from === 1).map((frame) => frame.bytes);
	two.log.take("");
	one.reboot();
	house.radio.run(12_000);
	assert.deepEqual(two.log.take("received"), ["received 1=2000 from 1"]);
	for (const frame of old) two.link.hear(frame);
	assert.deepEqual(two.log.take("received"), []);
});

test("a reading that arrives after a newer one of the same boot changes nothing, however late", () => {
	const house = new Installation();
	const one = house.board(teller);
	const two = house.board(follower);
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	const late: Uint8Array[] = [];
	house.radio.fate = (frame) => {
		if (frame.from !== 1 || frame.bytes[0] !== 0x10) return "delivered";
		late.push(frame.bytes.slice());
		return "lost";
	};
	wish(three, "26.5");
	house.radio.run(2000);
	assert.ok(late.length > 0);
	house.radio.fate = () => "delivered";
	wish(three, "20");
	house.radio.run(2000);
	two.log.take("");
	three.broker.take();
	for (const frame of late) {
		two.link.hear(frame);
		three.link.hear(frame);
	}
	house.radio.run(1000);
	assert.deepEqual(two.log.lines, []);
	assert.deepEqual(three.broker.take(), []);
	assert.equal(one.log.take("fault").length, 0);
});

test("a peer that numbers its frames anew after a reboot is heard from its first reading on", () => {
	const house = new Installation();
	const one = house.board(teller);
	const two = house.board(follower);
	house.radio.run(600_000);
	two.log.take("");
	one.reboot();
	house.radio.run(12_000);
	assert.deepEqual(two.log.take("received"), ["received 1=2000 from 1"]);
});

test("a board that dies is late and gone in time, one without a reading to tell stays, and the broker is told", () => {
	const house = new Installation();
	const one = house.board(teller);
	house.board(definition("mute", 2, {}));
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(600_000);
	three.broker.take();
	assert.deepEqual(three.log.take("presence"), []);
	house.radio.remove(one.link);
	house.radio.run(165_000 - 76_000);
	assert.deepEqual(three.log.take("presence"), []);
	house.radio.run(180_000 - 89_000);
	assert.deepEqual(three.log.take("presence"), [`presence 1=${presences.late}`]);
	house.radio.run(255_000 - 180_000);
	assert.deepEqual(three.log.take("presence"), [`presence 1=${presences.gone}`]);
	assert.deepEqual(
		three.broker.take().filter((text) => text.includes("status")),
		["kith/house/teller/status offline retained"],
	);
	one.node.close();
	house.board(teller, one.store);
	house.radio.run(20_000);
	assert.deepEqual(three.log.take("presence"), [`presence 1=${presences.alive}`]);
	assert.ok(three.broker.take().includes("kith/house/teller/status online retained"));
});

test("a rule can ask a peer, and the peer's own state comes back as a reading", () => {
	const house = new Installation();
	const asker = definition("asker", 1, {
		devices: [setting],
		inputs: [{ address: 2, resourceId: 0x1f, scale: 0, boolean: true }],
		peers: [
			{ address: 2, name: "follower", resources: [fanOf2] },
			{ address: 3, name: "gateway", acts: true, resources: [] },
		],
		rules: [rule({ slot: 0 }, { address: 2, resourceId: 0x1f, slot: 0 })],
	});
	const one = house.board(asker);
	const two = house.board(definition("follower", 2, { devices: [relay] }));
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	one.log.take("");
	two.log.take("");
	three.broker.send("kith/house/teller/wish/temperature/set", "26");
	house.radio.run(300);
	assert.deepEqual(two.log.take("actuation"), ["actuation 0=1 by node 1"]);
	assert.ok(one.log.lines.includes("asked 2/31=1 by rule 0"));
	assert.deepEqual(one.log.take("received"), ["received 1=1 from 2"]);
});

test("a member that no rule lets act is refused, whatever keys it has", () => {
	const house = new Installation();
	const peers = [{ address: 3, name: "gateway", resources: [] }];
	const two = house.board(definition("follower", 2, { devices: [relay], peers }));
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	three.broker.take();
	two.log.take("");
	three.broker.send("kith/house/follower/fan/on/set", "on");
	house.radio.run(5000);
	assert.deepEqual(two.log.take("actuation"), []);
	const errors = three.broker.take().filter((text) => text.includes("/error"));
	assert.deepEqual(errors, ["kith/house/follower/fan/on/error the node lets only those act whose rules need it"]);
});

test("lost acknowledgements repeat a request on the air, not at the actuator", () => {
	const house = new Installation();
	const two = house.board(definition("follower", 2, { devices: [relay] }));
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	two.log.take("");
	let lost = 0;
	house.radio.fate = (frame) => (frame.from === 2 && frame.to === 3 && lost++ < 2 ? "lost" : "delivered");
	three.broker.send("kith/house/follower/fan/on/set", "on");
	house.radio.run(12_000);
	assert.ok(lost > 2, "an answer was repeated until it arrived");
	assert.deepEqual(two.log.take("actuation"), ["actuation 0=1 by node 3"]);
	assert.deepEqual(
		three.broker.take().filter((text) => text.includes("error")),
		[],
	);
});

test("the gateway publishes what it hears and what it has, and says when a node does not answer", () => {
	const house = new Installation();
	const one = house.board(teller);
	house.board(follower);
	const three = house.board(gatewayDefinition);
	three.broker.accept();
	house.radio.run(12_000);
	assert.deepEqual([...new Set(three.broker.take())].sort(), [
		"kith/house/follower/fan/on false retained",
		"kith/house/follower/status online retained",
		"kith/house/gateway/own/temperature 20 retained",
		"kith/house/gateway/status online retained",
		"kith/house/teller/status online retained",
		"kith/house/teller/wish/temperature 20 retained",
	]);
	house.radio.remove(one.link);
	wish(three, "25");
	house.radio.run(60_000);
	const errors = three.broker.take().filter((text) => text.includes("/error"));
	assert.deepEqual(errors, ["kith/house/teller/wish/temperature/error the node does not answer"]);
	three.broker.send("kith/house/gateway/own/temperature/set", "12.5");
	house.radio.run(100);
	assert.deepEqual(three.broker.take(), ["kith/house/gateway/own/temperature 12.5 retained"]);
});

test("a board without secrets does not start, and says what to do", () => {
	const clock = new FakeClock();
	const none = {
		readNetworkSecret: () => false,
		readPrivateKey: () => false,
		readPublicKey: () => false,
		role: () => 0,
	};
	const ports = {
		clock,
		random: new FixedRandom(),
		store: new MemoryStore(),
		secrets: none,
		crypto: new PretendAgreement(),
		link: new FakeRadio().link(1, clock),
		io: new BenchIo(clock).provider,
		diagnostics: new Log(),
		kinds: deviceKinds,
	};
	assert.throws(() => new KithNode(loaded(teller), ports), /kith provision/);
	const keyless = { ...none, readNetworkSecret: () => true };
	assert.throws(() => new KithNode(loaded(teller), { ...ports, secrets: keyless }), /kith provision/);
});

test("a definition for devices that this image has no driver for stops the start with its name", () => {
	const wrong = definition("wrong", 1, {
		devices: [{ name: "x", kind: "flux-capacitor", options: new Map(), resourceIds: [0] }],
	});
	assert.throws(() => new Installation().board(wrong), /no driver for devices of kind "flux-capacitor"/);
});

test("when one device cannot be opened, the others are closed again", () => {
	const house = new Installation();
	const twice = definition("twice", 1, { devices: [relay, { ...relay, name: "again", resourceIds: [0x20] }] });
	const clock = new FakeClock();
	const io = new BenchIo(clock);
	const ports = {
		clock,
		random: new FixedRandom(),
		store: new MemoryStore(),
		secrets: pretendedSecrets(1, [1, 2, 3]),
		crypto: new PretendAgreement(),
		link: house.radio.link(1, clock),
		io: io.provider,
		diagnostics: new Log(),
		kinds: deviceKinds,
	};
	assert.throws(() => new KithNode(loaded(twice), ports), /pin 5/);
	assert.equal(io.openPins.size, 0);
});
