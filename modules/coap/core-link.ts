import { asciiText } from "./ascii-text";
import type { DocumentWindow } from "./document-window";

/** What many links have in common, as it is written and as a filter looks for it. Made once, at module level: in ROM. */
export interface LinkTraits {
	/** Resource types, interfaces and content formats, each a list with spaces (RFC 6690 sections 3.1 and 3.2; RFC 7252 section 7.2.1). */
	readonly rt: Uint8Array;
	readonly if: Uint8Array;
	readonly ct: Uint8Array;
	/** Everything behind the target, `;rt="…";if="…";ct="…";obs`. */
	readonly encoded: Uint8Array;
}

/** @param traits without quotation marks; an empty one is left out */
export function linkTraits(traits: {
	readonly rt: string;
	readonly if?: string;
	readonly ct?: string;
	readonly observable?: boolean;
}): LinkTraits {
	const { rt, if: interfaces = "", ct = "", observable = false } = traits;
	let text = `;rt="${rt}"`;
	if (interfaces !== "") text += `;if="${interfaces}"`;
	// One number needs no quotation marks; several do, as they hold spaces.
	if (ct !== "") text += ct.includes(" ") ? `;ct="${ct}"` : `;ct=${ct}`;
	if (observable) text += ";obs";
	return Object.freeze({
		rt: asciiText(rt),
		if: asciiText(interfaces),
		ct: asciiText(ct),
		encoded: asciiText(text),
	});
}

const slash = 0x2f;
const titleStart = asciiText(';title="');

/**
 * One link of a document (RFC 6690 section 2): a target of one or two pieces, `/PIECE` or `/PIECE/PIECE`, traits, and a
 * title. One object serves link after link; it points to bytes of others. Names are taken as they are: no quotation
 * marks or brackets in them.
 */
export class CoreLink {
	traits: LinkTraits;
	#first: Uint8Array;
	#firstOffset = 0;
	#firstLength = 0;
	#second: Uint8Array;
	#secondOffset = 0;
	#secondLength = 0;
	#title: Uint8Array;
	#titleOffset = 0;
	titleLength = 0;

	constructor(traits: LinkTraits) {
		this.traits = traits;
		this.#first = traits.rt;
		this.#second = traits.rt;
		this.#title = traits.rt;
	}

	/** Begins a new link, without a second piece or a title. */
	target(bytes: Uint8Array, offset: number, length: number, traits: LinkTraits): void {
		this.#first = bytes;
		this.#firstOffset = offset;
		this.#firstLength = length;
		this.#secondLength = 0;
		this.titleLength = 0;
		this.traits = traits;
	}

	below(bytes: Uint8Array, offset: number, length: number): void {
		this.#second = bytes;
		this.#secondOffset = offset;
		this.#secondLength = length;
	}

	title(bytes: Uint8Array, offset: number, length: number): void {
		this.#title = bytes;
		this.#titleOffset = offset;
		this.titleLength = length;
	}

	/** Of the target, its first slash included. */
	get targetLength(): number {
		return 1 + this.#firstLength + (this.#secondLength > 0 ? 1 + this.#secondLength : 0);
	}

	/** Byte `index` of the target. */
	targetByte(index: number): number {
		if (index === 0) return slash;
		const second = index - 1 - this.#firstLength;
		if (second < 0) return this.#first[this.#firstOffset + index - 1] as number;
		return second === 0 ? slash : (this.#second[this.#secondOffset + second - 1] as number);
	}

	titleByte(index: number): number {
		return this.#title[this.#titleOffset + index] as number;
	}

	/** Writes the link, with a comma before it unless it is the document's first. */
	write(window: DocumentWindow): void {
		const { encoded } = this.traits;
		const comma = window.position > 0 ? 1 : 0;
		const title = this.titleLength > 0 ? titleStart.length + this.titleLength + 1 : 0;
		if (window.skip(comma + 2 + this.targetLength + encoded.length + title)) return;
		if (comma > 0) window.byte(0x2c);
		window.byte(0x3c);
		for (let index = 0; index < this.targetLength; index++) window.byte(this.targetByte(index));
		window.byte(0x3e);
		window.bytes(encoded, 0, encoded.length);
		if (title === 0) return;
		window.bytes(titleStart, 0, titleStart.length);
		window.bytes(this.#title, this.#titleOffset, this.titleLength);
		window.byte(0x22);
	}
}
