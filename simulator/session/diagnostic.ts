import { type Cause, causes, faultKinds } from "kith/core/diagnostics";
import { presences } from "kith/node/presence";
import { diagnosticKinds } from "../guest/protocol";

/** What a board said about itself, decoded from a `diagnostic` post. Values are raw: 10^-scale units. */
export type Diagnostic =
	| { readonly kind: "reading"; readonly slot: number; readonly value: number }
	| { readonly kind: "sent"; readonly slot: number; readonly value: number; readonly sequence: number }
	| {
			readonly kind: "received";
			readonly slot: number;
			readonly value: number;
			readonly origin: number;
			readonly sequence: number;
	  }
	| {
			readonly kind: "actuation";
			readonly slot: number;
			readonly value: number;
			readonly cause: keyof typeof causes;
			readonly rule: number;
			readonly requester: number;
			readonly overruled: number;
			readonly inputs: readonly DiagnosticInput[];
	  }
	| {
			readonly kind: "asked";
			readonly address: number;
			readonly resourceId: number;
			readonly value: number;
			readonly rule: number;
	  }
	| { readonly kind: "fault"; readonly fault: string; readonly subject: number }
	| { readonly kind: "presence"; readonly address: number; readonly presence: keyof typeof presences };

export interface DiagnosticInput {
	readonly slot: number;
	readonly value: number;
	/** -1: unknown. */
	readonly ageMs: number;
}

const causeNames = new Map<Cause, keyof typeof causes>(
	(Object.keys(causes) as (keyof typeof causes)[]).map((name) => [causes[name], name]),
);
const presenceNames = Object.keys(presences) as (keyof typeof presences)[];
const faultNames = new Map<number, string>(Object.entries(faultKinds).map(([name, number]) => [number, name]));

/** @throws RangeError on bytes that are none: guest and session do not fit together */
export function decodeDiagnostic(bytes: Uint8Array): Diagnostic {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	switch (view.getUint8(0)) {
		case diagnosticKinds.reading:
			return { kind: "reading", slot: view.getUint8(1), value: view.getInt32(2, true) };
		case diagnosticKinds.sent: {
			const sequence = view.getUint32(6, true);
			return { kind: "sent", slot: view.getUint8(1), value: view.getInt32(2, true), sequence };
		}
		case diagnosticKinds.received: {
			const [origin, sequence] = [view.getUint16(6, true), view.getInt32(8, true)];
			return { kind: "received", slot: view.getUint8(1), value: view.getInt32(2, true), origin, sequence };
		}
		case diagnosticKinds.actuation:
			return decodeActuation(view);
		case diagnosticKinds.asked: {
			const [address, resourceId] = [view.getUint16(1, true), view.getUint8(3)];
			return { kind: "asked", address, resourceId, value: view.getInt32(4, true), rule: view.getUint8(8) };
		}
		case diagnosticKinds.fault: {
			const number = view.getUint8(1);
			return { kind: "fault", fault: faultNames.get(number) ?? `fault ${number}`, subject: view.getInt32(2, true) };
		}
		case diagnosticKinds.presence: {
			const presence = presenceNames[view.getUint8(3)];
			if (presence === undefined) throw new RangeError(`a board named the unknown presence ${view.getUint8(3)}`);
			return { kind: "presence", address: view.getUint16(1, true), presence };
		}
	}
	throw new RangeError(`a board sent a diagnostic of the unknown kind ${view.getUint8(0)}`);
}

function decodeActuation(view: DataView): Diagnostic {
	const cause = causeNames.get(view.getUint8(6) as Cause);
	if (cause === undefined) throw new RangeError(`a board named the unknown cause ${view.getUint8(6)}`);
	const inputs: DiagnosticInput[] = [];
	const count = view.getUint8(11);
	for (let index = 0; index < count; index++) {
		const at = 12 + 9 * index;
		inputs.push({ slot: view.getUint8(at), value: view.getInt32(at + 1, true), ageMs: view.getInt32(at + 5, true) });
	}
	return {
		kind: "actuation",
		slot: view.getUint8(1),
		value: view.getInt32(2, true),
		cause,
		rule: view.getInt8(7),
		requester: view.getUint16(8, true),
		overruled: view.getUint8(10),
		inputs,
	};
}
