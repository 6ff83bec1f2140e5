import type { Diagnostics, DiagnosticsListener, FaultKind, Reason } from "kith/core/diagnostics";
import type { Line } from "./line";

/**
 * `Diagnostics` as lines of words and numbers, the words and the order being those of the port; `kith monitor` gives the
 * numbers their names. Everything else on the console does not begin with "kith".
 *
 *     kith reading <slot> <value>
 *     kith sent <slot> <value> <sequence>
 *     kith received <slot> <value> <origin> <sequence>
 *     kith actuation <slot> <value> <cause> <rule> <requester> <overruled> [<slot>:<value>:<age> …]
 *     kith asked <address> <resource id> <value> <rule>
 *     kith fault <kind> <subject>
 *     kith presence <address> <presence>
 */
export class ConsoleDiagnostics implements Diagnostics {
	listener?: DiagnosticsListener;
	readonly #line: Line;

	constructor(line: Line) {
		this.#line = line;
	}

	reading(slot: number, value: number): void {
		this.#line.begin("kith reading").number(slot).number(value).end();
	}

	sent(slot: number, value: number, sequence: number): void {
		this.#line.begin("kith sent").number(slot).number(value).number(sequence).end();
	}

	received(slot: number, value: number, origin: number, sequence: number): void {
		this.#line.begin("kith received").number(slot).number(value).number(origin).number(sequence).end();
	}

	actuation(slot: number, value: number, reason: Reason): void {
		const line = this.#line.begin("kith actuation").number(slot).number(value).number(reason.cause);
		line.number(reason.rule).number(reason.requester).number(reason.overruled);
		for (let index = 0; index < reason.inputCount; index++) {
			line.number(reason.inputSlots[index] as number).character(0x3a);
			line.digits(reason.inputValues[index] as number).character(0x3a);
			line.digits(reason.inputAges[index] as number);
		}
		line.end();
	}

	asked(address: number, resourceId: number, value: number, rule: number): void {
		this.#line.begin("kith asked").number(address).number(resourceId).number(value).number(rule).end();
	}

	fault(kind: FaultKind, subject: number): void {
		this.#line.begin("kith fault").number(kind).number(subject).end();
		this.listener?.onFault(kind, subject);
	}

	presence(address: number, presence: number): void {
		this.#line.begin("kith presence").number(address).number(presence).end();
	}
}
