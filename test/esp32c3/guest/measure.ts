import type { Crypto } from "kith/core/crypto";
import type { Figure } from "../../rv32/figures";
import { messagePath, singleStages, stagePeers } from "../../rv32/stage-sequence";
import { oscoreEvents } from "../../simulator/budgets/guests/oscore-events";
import type { BoardHost } from "./board-host";
import type { Meter } from "./meter";

/** What is measured, each in a machine of its own. */
export const measurements = ["stages", "messages", "cryptography"] as const;
export type Measurement = (typeof measurements)[number];

/** Runs of AES, as one is short. */
const repetitions = 16;

export interface Surroundings {
	readonly meter: Meter;
	readonly host: BoardHost;
	readonly crypto: Crypto;
	readonly cost: (figure: Figure) => void;
	readonly heap: (figure: Figure) => void;
}

/** Imports the guest and tells what it costs. */
export async function measure(what: Measurement, around: Surroundings): Promise<void> {
	if (what === "stages") await measureStages(around);
	else if (what === "messages") await measureMessages(around);
	else measureCryptography(around);
}

async function measureStages({ meter, host, cost, heap }: Surroundings): Promise<void> {
	await import("../../rv32/guests/stages-guest");
	meter.collect();
	heap({ name: "a machine with its program", values: [meter.slots(), meter.chunks()] });
	for (const figure of singleStages(host)) cost(figure);
}

async function measureMessages({ meter, host, cost, heap }: Surroundings): Promise<void> {
	await import("../../simulator/budgets/guests/oscore-guest");
	for (const figure of messagePath(host)) cost(figure);
	meter.collect();
	// Nothing but the messages may allocate between these: no arrays.
	const slots = meter.slots();
	const chunks = meter.chunks();
	host.repeat(oscoreEvents.send, 2, 100);
	const moreSlots = meter.slots() - slots;
	const moreChunks = meter.chunks() - chunks;
	heap({ name: `message path with ${stagePeers} peers`, values: [slots, chunks] });
	heap({ name: "allocated by 100 messages", values: [moreSlots, moreChunks] });
}

/** 22 bytes of text and a tag of 8, 24 of associated data: half of a seal and an open. */
function measureCryptography({ meter, crypto, cost }: Surroundings): void {
	const key = crypto.importKey(new Uint8Array(16), 16);
	const parameters = { key, nonce: new Uint8Array(13), aad: new Uint8Array(24), aadLength: 24, tagLength: 8 };
	const text = new Uint8Array(30);
	let cycles = 0;
	for (let run = 0; run <= repetitions; run++) {
		const begun = meter.cycles();
		const length = crypto.seal(parameters, text, 0, 22);
		const opened = crypto.open(parameters, text, 0, length);
		const ended = meter.cycles();
		if (opened !== 22) throw new Error(`AES opened ${opened} of 22 bytes`);
		// The first one makes the library's own state.
		if (run > 0) cycles += (ended - begun) | 0;
	}
	crypto.forgetKey(key);
	cost({ name: "AES-CCM of a reading", values: [Math.round(cycles / (2 * repetitions))] });
}
