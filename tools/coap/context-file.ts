import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { idContextLimit, idLengthLimit, saltLengthLimit } from "kith/oscore/limits";
import { UsageError } from "../usage-error";

/** A security context as two endpoints share it (RFC 8613 section 3.2), from this endpoint's side. See docs/coap.md. */
export interface OscoreContext {
	readonly masterSecret: Uint8Array;
	readonly masterSalt: Uint8Array;
	readonly senderId: Uint8Array;
	readonly recipientId: Uint8Array;
	readonly idContext?: Uint8Array;
	/**
	 * The ID Context is made anew by every run, of the server's boot, which it tells under `/boot`, and of eight bytes of
	 * chance; that of the side with the lower ID comes first.
	 */
	readonly bootContext?: boolean;
}

/** Where a sender's numbers come from. */
export interface Sequence {
	/** The number that will be used next. */
	readonly next: number;
	/** The next number is about to be used. */
	take(): void;
}

const version = 1;
const longestSecret = 64;
/** Numbers that one write of the state file reserves. */
export const reservation = 64;
const ownerOnly = 0o600;
const rightsOfOthers = 0o077;

/** @throws UsageError where the file cannot be used, with what to do about it */
export function readContextFile(path: string): OscoreContext {
	guard(path);
	const fields = parse(path);
	if (fields.version !== version)
		fail(path, `has the version ${String(fields.version)}, and this program reads ${version}`);
	for (const [name, only] of [
		["algorithm", "AES-CCM-16-64-128"],
		["hkdf", "HKDF-SHA-256"],
	] as const)
		if (fields[name] !== undefined && fields[name] !== only)
			fail(path, `must have ${only} as ${name}, which is all there is`);
	const idContext =
		fields.idContext === undefined ? {} : { idContext: hex(path, fields, "idContext", 0, idContextLimit) };
	const { bootContext } = fields;
	if (bootContext !== undefined && typeof bootContext !== "boolean")
		fail(path, "must have true or false as bootContext");
	if (bootContext === true && fields.idContext !== undefined)
		fail(path, "has an idContext, which every run makes anew with bootContext: take one of them out");
	const context = {
		masterSecret: hex(path, fields, "masterSecret", 16, longestSecret),
		masterSalt:
			fields.masterSalt === undefined ? new Uint8Array(0) : hex(path, fields, "masterSalt", 0, saltLengthLimit),
		senderId: hex(path, fields, "senderId", 0, idLengthLimit),
		recipientId: hex(path, fields, "recipientId", 0, idLengthLimit),
		...idContext,
		...(bootContext === true ? { bootContext } : {}),
	};
	if (Buffer.from(context.senderId).equals(context.recipientId)) fail(path, "has the same senderId and recipientId");
	return context;
}

/** Writes a context file that only its owner can read. Replaces what is there. @throws UsageError */
export function writeContextFile(path: string, context: OscoreContext): void {
	const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
	const fields = {
		version,
		algorithm: "AES-CCM-16-64-128",
		hkdf: "HKDF-SHA-256",
		masterSecret: text(context.masterSecret),
		masterSalt: text(context.masterSalt),
		senderId: text(context.senderId),
		recipientId: text(context.recipientId),
		...(context.idContext === undefined ? {} : { idContext: text(context.idContext) }),
		...(context.bootContext === true ? { bootContext: true } : {}),
	};
	replace(path, `${JSON.stringify(fields, undefined, "\t")}\n`);
}

/**
 * The sender's numbers, kept beside the context file: a run takes its numbers from a part that the file has written off
 * before the first of them is used, so that none is ever used twice, even when the run is killed.
 */
export class SequenceFile implements Sequence {
	readonly #path: string;
	#next = 0;
	#reserved = 0;

	/** @throws UsageError where the file is damaged: guessing a number would repeat nonces */
	constructor(contextPath: string) {
		this.#path = `${contextPath}.sequence`;
		if (lstatSync(this.#path, { throwIfNoEntry: false }) === undefined) return;
		guard(this.#path);
		const { next } = parse(this.#path);
		if (typeof next !== "number" || !Number.isSafeInteger(next) || next < 0)
			fail(this.#path, "is damaged: make a new context rather than guess how far it was used");
		this.#next = next;
		this.#reserved = next;
	}

	get next(): number {
		return this.#next;
	}

	take(): void {
		if (this.#next === this.#reserved) {
			this.#reserved += reservation;
			replace(this.#path, `${JSON.stringify({ next: this.#reserved })}\n`);
		}
		this.#next++;
	}
}

function guard(path: string): void {
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (found === undefined) throw new UsageError(`there is no file ${path}`);
	if (!found.isFile()) fail(path, "must be a file of its own, not a link or a folder");
	if ((found.mode & rightsOfOthers) !== 0) fail(path, `can be read by others: chmod 600 ${path}`);
}

function parse(path: string): { readonly [name: string]: unknown } {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		fail(path, `is no JSON: ${error instanceof Error ? error.message : error}`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) fail(path, "is no JSON object");
	return value as { readonly [name: string]: unknown };
}

function hex(
	path: string,
	fields: { readonly [name: string]: unknown },
	name: string,
	shortest: number,
	longest: number,
): Uint8Array {
	const text = fields[name];
	if (
		typeof text !== "string" ||
		!/^([0-9a-f]{2})*$/i.test(text) ||
		text.length < 2 * shortest ||
		text.length > 2 * longest
	)
		fail(path, `must have ${name} as ${shortest} to ${longest} bytes in hexadecimal`);
	return Uint8Array.from(Buffer.from(text, "hex"));
}

/** A crash leaves the old file or the new one. */
function replace(path: string, text: string): void {
	const draft = `${path}.${process.pid}.draft`;
	try {
		const file = openSync(draft, "wx", ownerOnly);
		try {
			writeSync(file, text);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(draft, path);
	} catch (error) {
		throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : error}`);
	}
}

function fail(path: string, what: string): never {
	throw new UsageError(`${path} ${what}`);
}
