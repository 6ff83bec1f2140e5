import type { Agenda } from "../kernel/agenda";
import { agendaClasses } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { Members } from "./member";
import type { RadioCounters, Reception, Station } from "./station";

/** A frame that comes late by fault, or a second time, comes within this many µs. */
export const latenessUs = 50_000;

export type OnDeliver = (frame: Uint8Array, receivers: readonly Reception[], from: Station) => void;

export interface HandoverOptions {
	readonly agenda: Agenda;
	readonly random: SeededRandom;
	readonly members: Members;
	readonly counters: RadioCounters;
	readonly onDeliver: OnDeliver;
}

/** Hands received frames on, and on request some of them twice or after later ones, as a driver with several buffers may. */
export class Handover {
	/** Share of receptions told a second time, 0-1. */
	duplication = 0;
	/** Share of receptions told late, so that later frames overtake them, 0-1. */
	reordering = 0;
	readonly #options: HandoverOptions;

	constructor(options: HandoverOptions) {
		this.#options = options;
	}

	deliver(frame: Uint8Array, received: readonly Reception[], from: Station): void {
		if (received.length === 0) return;
		let prompt = received;
		if (this.duplication > 0 || this.reordering > 0) {
			prompt = received.filter((reception) => this.#isPrompt(frame, reception, from));
		}
		if (prompt.length > 0) this.#options.onDeliver(frame, prompt, from);
	}

	#isPrompt(frame: Uint8Array, reception: Reception, from: Station): boolean {
		const { random, counters } = this.#options;
		const late = random.uniform() < this.reordering;
		const twice = random.uniform() < this.duplication;
		if (late) counters.delayed++;
		if (twice) counters.duplicated++;
		if (late) this.#later(frame, reception, from);
		if (twice) this.#later(frame, reception, from);
		return !late;
	}

	#later(frame: Uint8Array, reception: Reception, from: Station): void {
		const { agenda, random, members, onDeliver } = this.#options;
		const member = members[reception.station.index];
		agenda.plan(agenda.now + 1 + random.below(latenessUs), agendaClasses.radio, () => {
			if (member !== undefined && !member.gone) onDeliver(frame, [reception], from);
		});
	}
}
