import { callKinds, diagnosticKinds, eventKinds, postKinds } from "kith/simulator/guest/protocol";
import { Wire } from "kith/simulator/guest/wire";

/** What the little test programs share: the wire, and the bytes that a test gave them as their definition. */
export const wire = new Wire();

/** The first byte of the definition: which part this board plays. */
export function role(): number {
	wire.begin().int32(0).call(callKinds.definition);
	return wire.bytes[0] as number;
}

export function wakeAt(ms: number): void {
	wire.begin().int32(ms).post(postKinds.wakeAt);
}

/** @param bytes a frame, broadcast */
export function broadcast(...bytes: number[]): void {
	wire.begin().uint16(0xffff).copy(Uint8Array.from(bytes), bytes.length).post(postKinds.send);
}

export function reading(slot: number, value: number): void {
	wire.begin().uint8(diagnosticKinds.reading).uint8(slot).int32(value).post(postKinds.diagnostic);
}

export function sent(slot: number, value: number, sequence: number): void {
	wire.begin().uint8(diagnosticKinds.sent).uint8(slot).int32(value).int32(sequence).post(postKinds.diagnostic);
}

export function received(slot: number, value: number, origin: number, sequence: number): void {
	wire.begin().uint8(diagnosticKinds.received).uint8(slot).int32(value).uint16(origin).int32(sequence);
	wire.post(postKinds.diagnostic);
}

export interface Handlers {
	readonly wake?: () => void;
	/** The frame without its rssi and sender. */
	readonly frame?: (frame: Uint8Array, rssi: number) => void;
	readonly sent?: (delivered: boolean) => void;
	readonly edge?: (pin: number, level: number) => void;
	readonly broker?: (event: Uint8Array) => void;
	/** Everything, for what has no handler of its own. */
	readonly other?: (kind: number, event: Uint8Array) => void;
}

export function listen(handlers: Handlers): void {
	host.listen(wire.bytes, (kind, length) => {
		const bytes = wire.bytes.slice(0, length);
		if (kind === eventKinds.wake) handlers.wake?.();
		if (kind === eventKinds.frame)
			handlers.frame?.(bytes.slice(0, -3), ((bytes[bytes.length - 3] as number) << 24) >> 24);
		if (kind === eventKinds.sent) handlers.sent?.(bytes[0] === 1);
		if (kind === eventKinds.edge) handlers.edge?.(bytes[0] as number, bytes[1] as number);
		if (kind === eventKinds.broker) handlers.broker?.(bytes);
		handlers.other?.(kind, bytes);
	});
}
