import type { Diagnostics, DiagnosticsListener, FaultKind, Reason } from "kith/core/diagnostics";
import { diagnosticKinds, postKinds } from "./protocol";
import type { Wire } from "./wire";

/** Everything a node says about itself goes to the session's trace. */
export class TracedDiagnostics implements Diagnostics {
	listener?: DiagnosticsListener;
	readonly #wire: Wire;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	reading(slot: number, value: number): void {
		this.#wire.begin().uint8(diagnosticKinds.reading).uint8(slot).int32(value).post(postKinds.diagnostic);
	}

	sent(slot: number, value: number, sequence: number): void {
		this.#wire.begin().uint8(diagnosticKinds.sent).uint8(slot).int32(value).int32(sequence).post(postKinds.diagnostic);
	}

	/** Once per reading heard, so without the wire's conveniences: they cost more than the rest of the adapter. */
	received(slot: number, value: number, origin: number, sequence: number): void {
		const bytes = this.#wire.bytes;
		bytes[0] = diagnosticKinds.received;
		bytes[1] = slot;
		bytes[2] = value;
		bytes[3] = value >> 8;
		bytes[4] = value >> 16;
		bytes[5] = value >> 24;
		bytes[6] = origin;
		bytes[7] = origin >> 8;
		bytes[8] = sequence;
		bytes[9] = sequence >> 8;
		bytes[10] = sequence >> 16;
		bytes[11] = sequence >> 24;
		host.post(postKinds.diagnostic, bytes, 12);
	}

	actuation(slot: number, value: number, reason: Reason): void {
		const wire = this.#wire.begin().uint8(diagnosticKinds.actuation).uint8(slot).int32(value).uint8(reason.cause);
		wire.uint8(reason.rule).uint16(reason.requester).uint8(reason.overruled).uint8(reason.inputCount);
		for (let index = 0; index < reason.inputCount; index++) {
			wire.uint8(reason.inputSlots[index] as number).int32(reason.inputValues[index] as number);
			wire.int32(reason.inputAges[index] as number);
		}
		wire.post(postKinds.diagnostic);
	}

	asked(address: number, resourceId: number, value: number, rule: number): void {
		const wire = this.#wire.begin().uint8(diagnosticKinds.asked).uint16(address).uint8(resourceId);
		wire.int32(value).uint8(rule).post(postKinds.diagnostic);
	}

	fault(kind: FaultKind, subject: number): void {
		this.#wire.begin().uint8(diagnosticKinds.fault).uint8(kind).int32(subject).post(postKinds.diagnostic);
		this.listener?.onFault(kind, subject);
	}

	presence(address: number, presence: number): void {
		this.#wire.begin().uint8(diagnosticKinds.presence).uint16(address).uint8(presence).post(postKinds.diagnostic);
	}
}
