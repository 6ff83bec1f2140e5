import type { PayloadText } from "./records";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes as a trace shows them: text where they are UTF-8, else hexadecimal. */
export function payloadText(bytes: Uint8Array): PayloadText {
	try {
		return { payload: strictUtf8.decode(bytes), encoding: "utf8" };
	} catch {
		return { payload: Buffer.from(bytes).toString("hex"), encoding: "hex" };
	}
}

/** The bytes again. */
export function payloadBytes(text: PayloadText): Uint8Array {
	return Buffer.from(text.payload, text.encoding);
}
