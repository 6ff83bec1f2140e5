import type { CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { causes, faultKinds } from "kith/core/diagnostics";
import { logName } from "kith/node/log-document";
import { logKinds, startReasons } from "kith/node/log-entries";
import { presences } from "kith/node/presence";
import type { NodeNames } from "./node-names";

/** One entry of a node's log. */
export interface LogEntry {
	readonly sequence: number;
	readonly boot: number;
	/** Milliseconds since that boot. */
	readonly ms: number;
	readonly kind: number;
	readonly fields: readonly number[];
}

export interface NodeLogPage {
	/** Of the node now. */
	readonly boot: number;
	readonly ms: number;
	/** Newest first. */
	readonly entries: readonly LogEntry[];
}

/** @returns undefined where the bytes are no log (docs/log.md) */
export function parseLog(payload: Uint8Array): NodeLogPage | undefined {
	const decoded = decode(payload);
	if (decoded.fault !== 0 || !Array.isArray(decoded.value)) return undefined;
	const [name, boot, ms, ...rows] = decoded.value;
	if (name !== logName || typeof boot !== "number" || typeof ms !== "number") return undefined;
	const entries: LogEntry[] = [];
	for (const row of rows) {
		const entry = entryOf(row);
		if (entry === undefined) return undefined;
		entries.push(entry);
	}
	return { boot, ms, entries };
}

function entryOf(row: CborValue): LogEntry | undefined {
	if (!Array.isArray(row) || row.length < 4) return undefined;
	const numbers = row.filter((item) => typeof item === "number");
	if (numbers.length < row.length) return undefined;
	const [sequence = 0, boot = 0, ms = 0, kind = 0, ...fields] = numbers;
	return { sequence, boot, ms, kind, fields };
}

/**
 * What a person reads, newest first. Of boots in which the node knew the time of day all entries have it; otherwise
 * those of its present boot, as it says how long it has been up; the rest only how long after the boot something was.
 *
 * @param now wall time when the page was read
 * @param names of nodes, as far as they are known
 */
export function logLines(page: NodeLogPage, now: Date, names: NodeNames = new Map()): string[] {
	if (page.entries.length === 0) return ["nothing in the log"];
	const times = timesOf(page.entries);
	return page.entries.map((entry, index) => {
		const since = uptime(entry.ms);
		// Of another boot under the same number nothing can lie in the future of this one.
		const sameBoot = entry.boot === page.boot && ((page.ms - entry.ms) | 0) >= 0;
		const time = times[index] ?? (sameBoot ? now.getTime() - ((page.ms - entry.ms) | 0) : undefined);
		const when = time === undefined ? "".padEnd(timeLength) : timeOfDay(new Date(time));
		return `${when}  boot ${entry.boot} ${since}  ${sentence(entry, names)}`;
	});
}

/** Wall time of each entry, ms since 1970, by what the node noted of the time in the same boot: last before it, or first after. */
function timesOf(entries: readonly LogEntry[]): (number | undefined)[] {
	const times: (number | undefined)[] = entries.map(() => undefined);
	for (let first = 0; first < entries.length; ) {
		const end = bootEnd(entries, first);
		let known: LogEntry | undefined;
		// Of what comes before the first time, that one counts.
		for (let index = first; index < end; index++) if (entries[index]?.kind === logKinds.time) known = entries[index];
		for (let index = end - 1; known !== undefined && index >= first; index--) {
			const entry = entries[index] as LogEntry;
			if (entry.kind === logKinds.time) known = entry;
			const [seconds = 0, milliseconds = 0] = known.fields;
			times[index] = (seconds >>> 0) * 1000 + milliseconds + ((entry.ms - known.ms) | 0);
		}
		first = end;
	}
	return times;
}

/** Where the entries of one boot end, of which `first` is the newest: numbers of boots may come again. */
function bootEnd(entries: readonly LogEntry[], first: number): number {
	const boot = entries[first]?.boot;
	let end = first;
	while (end < entries.length && entries[end]?.boot === boot) if (entries[end++]?.kind === logKinds.boot) break;
	return end;
}

const timeLength = "2026-01-31 12:00:00".length;

function timeOfDay(time: Date): string {
	const two = (value: number): string => String(value).padStart(2, "0");
	const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
	return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** Milliseconds as a node counts them, int32, as "+1d 02:03:04.5". */
function uptime(ms: number): string {
	const tenths = Math.floor((ms >>> 0) / 100);
	const seconds = Math.floor(tenths / 10);
	const two = (value: number): string => String(value).padStart(2, "0");
	const days = Math.floor(seconds / 86_400);
	const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	return `+${days > 0 ? `${days}d ` : ""}${clock}.${tenths % 10}`;
}

function sentence({ kind, fields }: LogEntry, names: NodeNames): string {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = fields;
	switch (kind) {
		case logKinds.boot:
			return `started${a === startReasons.unknown ? "" : ` (${nameOf(startReasons, a)})`}`;
		case logKinds.fault:
			return `fault: ${nameOf(faultKinds, a)}${b < 0 ? "" : ` (${b})`}`;
		case logKinds.act:
			return `resource ${a.toString(16)} set to ${b}, ${whyOf(c, d, e, names)}${f > 0 ? `, overruling ${f}` : ""}`;
		case logKinds.refused:
			return `refused: ${a === 0 ? "somebody unknown" : nodeOf(a, names)} wanted to set resource ${c.toString(16)} of ${nodeOf(b, names)}`;
		case logKinds.gateway:
			return a === 1 ? "connected to the broker" : "lost the broker";
		case logKinds.dropped:
			return `${a} ${a === 1 ? "entry" : "entries"} left out before this: repeated, or too many at once`;
		case logKinds.presence:
			return `${nodeOf(a, names)} is ${b === presences.alive ? "back" : nameOf(presences, b)}`;
		case logKinds.time:
			return `knows the time, to ${c === 0xffff ? "a minute or worse" : `${c} ms`}`;
	}
	return `something that this kith does not know (kind ${kind})`;
}

function whyOf(cause: number, rule: number, requester: number, names: NodeNames): string {
	if (cause === causes.request) return requester === 0 ? "as somebody asked" : `as ${nodeOf(requester, names)} asked`;
	return cause === causes.rule && rule >= 0 ? `by rule ${rule}` : "at boot";
}

function nodeOf(address: number, names: NodeNames): string {
	const name = names.get(address);
	return name === undefined ? `node ${address}` : `node ${address} (${name})`;
}

function nameOf(names: { readonly [name: string]: number }, number: number): string {
	return Object.keys(names).find((name) => names[name] === number) ?? `number ${number}`;
}
