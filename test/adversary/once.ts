import type { TraceRecord } from "kith/simulator/session/records";

/** How long after it was sent a reading may still be accepted, in microseconds: queues, copies and repairs take less. */
const lifetimeUs = 10e6;

/** In the place of a frame's number: the board had asked (`askedFor` in modules/node/critical-inputs.ts). */
const askedFor = -1;

/**
 * The invariant "nothing is accepted twice, and nothing from the dead": every reading that a board accepts was sent by
 * its origin in the boot that it is in, a moment ago, with that value, and the same boot of the receiver did not accept
 * it before; nor did an earlier one. Returns a sentence for each exception.
 */
export function acceptedWrongly(records: readonly TraceRecord[]): string[] {
	const boots = new Map<string, number>();
	/** By origin, boot, sequence and path. */
	const sent = new Map<string, { readonly t: number; readonly value: number }>();
	const accepted = new Set<string>();
	/** By node and path: the value that it has. */
	const made = new Map<string, number>();
	const wrong: string[] = [];
	for (const record of records) {
		const board = record.board ?? "";
		if (record.kind === "boot") boots.set(board, record.boot);
		else if (record.kind === "sent")
			sent.set(`${board} ${boots.get(board)} ${record.sequence} ${record.path}`, { t: record.t, value: record.value });
		else if (record.kind === "received" && record.sequence === askedFor) {
			const latest = made.get(`${record.origin} ${record.path}`);
			if (latest !== record.value)
				wrong.push(`${record.t / 1e6} s: ${board} was told ${record.value} by ${record.origin}, which had ${latest}`);
		} else if (record.kind === "reading") made.set(`${board} ${record.path}`, record.value);
		else if (record.kind === "received") {
			const message = `${record.origin} ${boots.get(record.origin)} ${record.sequence} ${record.path}`;
			const original = sent.get(message);
			const what = `${record.t / 1e6} s: ${board} accepted ${message} = ${record.value}`;
			if (original === undefined) wrong.push(`${what}, which was never sent in this boot`);
			else if (original.value !== record.value) wrong.push(`${what}, sent as ${original.value}`);
			else if (record.t - original.t > lifetimeUs) wrong.push(`${what}, sent at ${original.t / 1e6} s`);
			else if (accepted.has(`${board} ${message}`)) wrong.push(`${what} a second time`);
			accepted.add(`${board} ${message}`);
		}
	}
	return wrong;
}
