import type { Diagnostics, FaultKind, Reason } from "kith/core/diagnostics";
import { startNode } from "kith/node/start";
import { openPlatform } from "kith/platform";

/** The firmware, with a program beside it that keeps a copy of everything the node measures. */
const kept: Uint8Array[] = [];

class Hoarder implements Diagnostics {
	readonly #next: Diagnostics;
	constructor(next: Diagnostics) {
		this.#next = next;
	}
	reading(slot: number, value: number): void {
		kept.push(new Uint8Array(1500).fill(value));
		this.#next.reading(slot, value);
	}
	sent(slot: number, value: number, sequence: number): void {
		this.#next.sent(slot, value, sequence);
	}
	received(slot: number, value: number, origin: number, sequence: number): void {
		this.#next.received(slot, value, origin, sequence);
	}
	actuation(slot: number, value: number, reason: Reason): void {
		this.#next.actuation(slot, value, reason);
	}
	asked(address: number, resourceId: number, value: number, rule: number): void {
		this.#next.asked(address, resourceId, value, rule);
	}
	fault(kind: FaultKind, subject: number): void {
		this.#next.fault(kind, subject);
	}
}

const platform = openPlatform();
startNode({ ...platform, diagnostics: new Hoarder(platform.diagnostics) });
