/** Paths that a node's program uses: those it asks of peers and those it serves. */
const pathLimit = 24;
const pathBytesLimit = 64;
const uriPathNumber = 11;

/**
 * The paths that the program names, in the form in which they travel. In XS every method called on a string allocates,
 * so a path is encoded when it is first seen and found again by comparison. When the table is full the oldest goes.
 */
export class PathTable {
	readonly #paths: string[] = [];
	/** The path's bytes: "s/1f". */
	readonly texts: Uint8Array[] = [];
	readonly lengths: number[] = [];
	/** The same as Uri-Path options, ready to follow the token as a message's first options. */
	readonly options: Uint8Array[] = [];
	readonly optionLengths: number[] = [];
	#count = 0;
	/** Where the next new path goes. */
	#next = 0;

	/** The index of `path` in the tables. Throws RangeError for a path that is too long or not plain ASCII. */
	find(path: string): number {
		const paths = this.#paths;
		const count = this.#count;
		for (let index = 0; index < count; index++) if (paths[index] === path) return index;
		return this.add(path);
	}

	private add(path: string): number {
		const text = asciiBytes(path);
		const options = pathOptions(path);
		const index = this.#next;
		this.#next = index + 1 < pathLimit ? index + 1 : 0;
		if (this.#count < pathLimit) this.#count = this.#count + 1;
		this.#paths[index] = path;
		this.texts[index] = text;
		this.lengths[index] = text.length;
		this.options[index] = options;
		this.optionLengths[index] = options.length;
		return index;
	}
}

function asciiBytes(text: string): Uint8Array {
	if (text.length > pathBytesLimit) throw new RangeError(`path longer than ${pathBytesLimit} bytes: ${text}`);
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code > 0x7e || code < 0x21) throw new RangeError(`path with other than visible ASCII characters: ${text}`);
		bytes[index] = code;
	}
	return bytes;
}

/** RFC 7252 section 3.1: the first option has a delta of 11 from nothing, the others of 0 from it. */
function pathOptions(path: string): Uint8Array {
	const bytes: number[] = [];
	if (path.length === 0) return new Uint8Array(0);
	let delta = uriPathNumber << 4;
	for (const segment of path.split("/")) {
		if (segment.length < 13) bytes.push(delta | segment.length);
		else bytes.push(delta | 13, segment.length - 13);
		for (const byte of asciiBytes(segment)) bytes.push(byte);
		delta = 0;
	}
	return Uint8Array.from(bytes);
}
