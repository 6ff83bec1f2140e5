import type { CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { codeText, contentFormats } from "kith/coap/codes";
import type { Answer } from "./desktop-client";
import { logLines, parseLog } from "./log-lines";
import { printable } from "./printable";

/** What a person reads: SenML as a line per record, links as a line per link, texts as they are, other bytes as hex. */
export function answerLines(answer: Answer): string[] {
	const { payload, format, code } = answer;
	if (payload.length === 0) return [codeText(code)];
	if (format === contentFormats.senmlCbor) return senmlRecords(payload)?.map(recordLine) ?? [hexOf(payload)];
	if (format === contentFormats.cbor) {
		const page = parseLog(payload);
		return page === undefined ? [hexOf(payload)] : logLines(page, new Date());
	}
	if (format === contentFormats.linkFormat)
		return Buffer.from(payload)
			.toString("utf8")
			.split(/,(?=<)/);
	if (format === contentFormats.text || format < 0) return [printable(Buffer.from(payload).toString("utf8"))];
	return [hexOf(payload)];
}

/** For programs. */
export function answerObject(answer: Answer): object {
	const { code, format, payload, protected: wasProtected } = answer;
	const head = { code: codeText(code), protected: wasProtected, ...(format < 0 ? {} : { format }) };
	if (payload.length === 0) return head;
	const records = format === contentFormats.senmlCbor ? senmlRecords(payload) : undefined;
	if (records !== undefined) return { ...head, records };
	const text = format === contentFormats.linkFormat || format === contentFormats.text || format < 0;
	return text ? { ...head, text: Buffer.from(payload).toString("utf8") } : { ...head, hex: hexOf(payload) };
}

interface SenmlRecord {
	readonly n?: string;
	readonly u?: string;
	readonly v?: number | boolean | string;
	readonly t?: number;
}

/** @returns undefined where the bytes are no pack */
function senmlRecords(payload: Uint8Array): SenmlRecord[] | undefined {
	const decoded = decode(payload);
	if (decoded.fault !== 0 || !Array.isArray(decoded.value)) return undefined;
	const records: SenmlRecord[] = [];
	for (const item of decoded.value) {
		if (!(item instanceof Map)) return undefined;
		const [name, unit, time] = [item.get(0), item.get(1), item.get(6)];
		const value = plainValue(item.get(2) ?? item.get(4) ?? item.get(3));
		records.push({
			...(typeof name === "string" ? { n: printable(name) } : {}),
			...(typeof unit === "string" ? { u: printable(unit) } : {}),
			...(value === undefined ? {} : { v: value }),
			...(typeof time === "number" ? { t: time } : {}),
		});
	}
	return records;
}

function plainValue(value: CborValue | undefined): number | boolean | string | undefined {
	if (typeof value === "number" || typeof value === "boolean") return value;
	if (typeof value === "string") return printable(value);
	// A decimal fraction: tag 4, [exponent, mantissa].
	if (typeof value !== "object" || value === null || !("tag" in value) || value.tag !== 4) return undefined;
	const parts = value.value;
	if (!Array.isArray(parts)) return undefined;
	const [exponent, mantissa] = parts;
	if (typeof exponent !== "number" || typeof mantissa !== "number") return undefined;
	return Number(`${mantissa}e${exponent}`);
}

function recordLine({ n = "", u = "", v, t = 0 }: SenmlRecord): string {
	const age = t < 0 ? ` (${-t} s ago)` : "";
	return [n, String(v ?? "?"), u].filter((part) => part !== "").join(" ") + age;
}

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}
