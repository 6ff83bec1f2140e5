import type { KeyHandle } from "kith/core/crypto";
import { idContextLimit, idLengthLimit, saltLengthLimit } from "./limits";

/** What two endpoints agree upon (RFC 8613 section 3.2). */
export interface ContextParameters {
	/** The Master Secret, in the platform's keeping; it may be forgotten afterwards. */
	readonly secret: KeyHandle;
	/** Master Salt, 0 … `saltLengthLimit` bytes. */
	readonly salt: Uint8Array;
	/** 0 … `idContextLimit` bytes. */
	readonly idContext?: Uint8Array;
	/** On the wire the ID Context is a CBOR byte string (appendix B.2). */
	readonly wrapIdContext?: boolean;
	/** Not to be found by its Recipient ID: whoever uses it knows its row. So no message can name it. */
	readonly unlisted?: boolean;
	/** Our ID, 0 … `idLengthLimit` bytes. Absent: the context only receives. */
	readonly senderId?: Uint8Array;
	/** The peer's ID. Absent: the context only sends. */
	readonly recipientId?: Uint8Array;
}

export const contextFaults = {
	/** All rows are taken. */
	tableFull: -1,
	/** The platform keeps no more keys. */
	keysFull: -2,
	/** The handle names no Master Secret. */
	noSecret: -3,
	/** A row sends under this very key already: a second one would repeat its nonces. */
	senderInUse: -4,
} as const;

/** Throws RangeError for what can only be a bug: IDs, ID Context or salt out of bounds, or both sides with one ID. */
export function checkParameters(parameters: ContextParameters): void {
	const { salt, idContext, senderId, recipientId } = parameters;
	if (salt.length > saltLengthLimit) throw new RangeError(`Master Salt of ${salt.length} bytes`);
	if (idContext !== undefined && idContext.length > idContextLimit)
		throw new RangeError(`ID Context of ${idContext.length} bytes`);
	for (const id of [senderId, recipientId])
		if (id !== undefined && id.length > idLengthLimit) throw new RangeError(`ID of ${id.length} bytes`);
	if (senderId === undefined && recipientId === undefined) throw new RangeError("a context of nobody");
	if (senderId !== undefined && recipientId !== undefined && senderId.join() === recipientId.join())
		throw new RangeError("sender and recipient have one ID");
}
