/** Frames by somebody without this network's present key: nothing of them is believed, acted upon, or kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Attacker, type Captured, siege } from "./siege";
import { swings, warmer } from "./weather";

const boards = ["thermometer", "lamp", "heater"] as const;

/** Frames that were sent while the air swallowed everything: fresh to everybody, as nobody has heard them. */
const deafFrom = 40;
const deafUntil = 44;
const deafness = [
	{ at: deafFrom * 1e6, fault: { fault: "radio loss", value: 1 } },
	{ at: deafUntil * 1e6, fault: { fault: "radio loss", value: 0 } },
] as const;

/** Of those, one to everybody and one to the lamp's board. */
function unheard(captured: readonly Captured[]): readonly Captured[] {
	const deaf = captured.filter(({ t, from }) => t > deafFrom * 1e6 && t < deafUntil * 1e6 && from === "thermometer");
	const group = deaf.find((frame) => frame.group);
	const unicast = deaf.find((frame) => !frame.group);
	assert.ok(group !== undefined && unicast !== undefined, "a reading and a request were sent to the deaf");
	return [group, unicast];
}

/** In the silence it gets hot, so that the thermometer tells its reading and asks for the lamp. */
const hot = [warmer(deafFrom + 0.5, 25), warmer(70, 0)];

function everybodyHears({ say }: Attacker, bytes: string, neighbour: number): void {
	for (const board of boards) say(board, bytes, neighbour);
}

function everybodyReplays(attacker: Attacker, frames: readonly Captured[]): void {
	for (const board of boards) attacker.replay(board, frames);
}

test("a frame with any one bit turned around is refused by all, the same frame whole is believed", async () => {
	let tried = 0;
	const { wrong, received, requests } = await siege({
		seconds: 100,
		faults: [...deafness, ...hot],
		attacks: [
			[
				deafUntil + 0.2,
				(attacker) => {
					for (const { bytes, neighbour } of unheard(attacker.captured)) {
						const frame = Buffer.from(bytes, "hex");
						for (let bit = 0; bit < 8 * frame.length; bit++) {
							// Of the hop limit's byte nothing is protected: relays change it.
							if (bit >> 3 === 3) continue;
							const turned = Buffer.from(frame);
							turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
							everybodyHears(attacker, turned.toString("hex"), neighbour);
							tried++;
						}
					}
				},
			],
			[deafUntil + 0.6, (attacker) => attacker.replay("heater", unheard(attacker.captured))],
		],
	});
	assert.ok(tried > 500, `${tried} frames`);
	assert.deepEqual(wrong, []);
	assert.equal(received("heater", deafFrom, deafUntil + 0.5), 0, "no turned frame was believed");
	assert.equal(requests("lamp", deafFrom, deafUntil + 0.5), 0);
	assert.ok(received("heater", deafUntil + 0.5, deafUntil + 0.7) > 0, "the whole one was");
});

test("every length from 1 to 1512, cut, stretched, and lied about, is survived (CVE-2024-42484)", async () => {
	const { wrong, received, requests } = await siege({
		seconds: 160,
		faults: [...deafness, ...hot, ...swings(160).filter(({ at }) => at > 75e6)],
		attacks: [
			[
				deafUntil + 0.2,
				(attacker) => {
					for (const { bytes, neighbour } of unheard(attacker.captured)) {
						const whole = Buffer.from(bytes, "hex");
						for (let length = 1; length <= 1512; length++) {
							if (length === whole.length) continue;
							const frame = Buffer.alloc(length, 0xa5);
							whole.copy(frame, 0, 0, Math.min(length, whole.length));
							everybodyHears(attacker, frame.toString("hex"), neighbour);
						}
					}
				},
			],
		],
	});
	assert.deepEqual(wrong, []);
	assert.equal(received("heater", deafFrom, deafUntil + 0.9), 0);
	assert.equal(requests("lamp", deafFrom, deafUntil + 0.9), 0);
	assert.ok(received("heater", 80) > 0 && requests("lamp", 80) > 0, "and afterwards all goes on");
});

test("another network's frames, with the same tag and addresses but other keys, are not believed", async () => {
	// The same installation, provisioned by another seed.
	const other = await siege({ seconds: 120, seed: 2, faults: swings(120) });
	assert.ok(other.received("heater") > 0 && other.requests("lamp") > 0, "there they are believed");
	const { wrong, summary, received, requests } = await siege({
		seconds: 200,
		faults: swings(200),
		attacks: [
			[60.3, (attacker) => everybodyReplays(attacker, other.captured)],
			[120.3, (attacker) => everybodyReplays(attacker, other.captured)],
		],
	});
	assert.deepEqual(wrong, []);
	assert.equal(summary.readingsDelivered, summary.readingsDue, "nor do they get in the way of ours");
	assert.ok(received("heater", 125) > 0 && requests("lamp", 125) > 0);
});

test("plain CoAP in a frame, with or without a checksum, is nothing to a board that has keys", async () => {
	const reading = "50020102b1721170d1e91aff81a2006101 02c48221190bb8".replaceAll(" ", "");
	const request = "42030a0b1234b16111 70ff81a2006130 04f5".replaceAll(" ", "");
	const header = (type: string, destination: string, boot: string, sequence: number): string =>
		`${type}adf0010001${destination}${boot}${sequence.toString(16).padStart(6, "0")}`;
	const { wrong, requests, received } = await siege({
		seconds: 100,
		faults: swings(100),
		attacks: [
			[
				50.3,
				(attacker) => {
					const latest = attacker.captured.filter(({ from, group }) => from === "thermometer" && group).at(-1);
					const boot = latest?.bytes.slice(16, 20) ?? "0000";
					for (let sequence = 1000; sequence < 1400; sequence++) {
						for (const tail of ["", "bb50cb3d", "0000000000000000"]) {
							everybodyHears(attacker, header("10", "ffff", boot, sequence) + reading + tail, 1);
							everybodyHears(attacker, header("11", "0002", boot, sequence) + request + tail, 1);
						}
					}
				},
			],
		],
	});
	assert.deepEqual(wrong, []);
	assert.equal(received("heater", 50.3, 50.4), 0);
	assert.equal(requests("lamp", 50.3, 50.4), 0);
	assert.ok(received("heater", 60) > 0 && requests("lamp", 60) > 0);
});

test("100,000 frames with unknown names, keys, versions and types cost a board nothing that stays", async () => {
	const chunk = 2500;
	const attacks = Array.from({ length: 40 }, (_, round): readonly [number, (attacker: Attacker) => void] => [
		40 + round / 2,
		({ say, captured }) => {
			const seed = Buffer.from((captured.at(-1) as Captured).bytes, "hex");
			for (let index = 0; index < chunk; index++) {
				const number = round * chunk + index;
				const frame = Buffer.from(seed);
				switch (number % 5) {
					case 0:
						frame[0] = number >> 4;
						break;
					case 1:
						frame.writeUInt16BE(number & 0xffff, 1);
						break;
					case 2:
						frame.writeUInt16BE(number & 0xffff, 4);
						break;
					case 3:
						frame.writeUInt16BE((number * 7) & 0xffff, 8);
						break;
					default:
						// A hello of a known peer with a chance of its own: only its tag tells that it is none.
						frame[0] = 0x12;
						frame.writeUInt32BE(number, 13);
				}
				say("heater", frame.toString("hex"), 1 + (number % 3));
			}
		},
	]);
	const quiet = await siege({ seconds: 130, faults: swings(130) });
	const loud = await siege({ seconds: 130, faults: swings(130), attacks });
	assert.deepEqual(loud.wrong, []);
	assert.ok(loud.received("heater", 65) > 0);
	const heap = (run: typeof quiet): number => run.summary.boards.heater?.heapPeak ?? 0;
	assert.ok(heap(loud) <= heap(quiet) + 1024, `heap ${heap(loud)} with the flood, ${heap(quiet)} without`);
});
