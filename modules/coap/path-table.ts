/** Paths that a node's program uses: those it asks of peers and those it serves. */
const pathLimit = 24;
const pathBytesLimit = 64;
const uriPathNumber = 11;

/**
 * The paths that the program names, in the forms in which they travel. In XS every method called on a string allocates,
 * so a path is encoded when a form of it is first needed, and found again by comparison: one that is only served is never
 * an option, one that is only asked for never a text. When the table is full the oldest goes.
 */
export class PathTable {
	readonly #paths: string[] = [];
	readonly #texts: (Uint8Array | undefined)[] = [];
	readonly #options: (Uint8Array | undefined)[] = [];
	/** Where the next new path goes. */
	#next = 0;

	/** The index of `path` in the table. Throws RangeError for a path that is too long or not plain ASCII. */
	find(path: string): number {
		const paths = this.#paths;
		const count = paths.length;
		for (let index = 0; index < count; index++) if (paths[index] === path) return index;
		return this.add(path);
	}

	/** The path's bytes: "s/1f". */
	text(index: number): Uint8Array {
		const known = this.#texts[index];
		if (known !== undefined) return known;
		const text = asciiBytes(this.#paths[index] as string);
		this.#texts[index] = text;
		return text;
	}

	/** The same as Uri-Path options, ready to follow the token as a message's first options. */
	options(index: number): Uint8Array {
		const known = this.#options[index];
		if (known !== undefined) return known;
		const options = pathOptions(this.#paths[index] as string);
		this.#options[index] = options;
		return options;
	}

	private add(path: string): number {
		checkPath(path);
		const index = this.#next;
		this.#next = index + 1 < pathLimit ? index + 1 : 0;
		this.#paths[index] = path;
		this.#texts[index] = undefined;
		this.#options[index] = undefined;
		return index;
	}
}

function checkPath(path: string): void {
	if (path.length > pathBytesLimit) throw new RangeError(`path longer than ${pathBytesLimit} bytes: ${path}`);
	for (let index = 0; index < path.length; index++) {
		const code = path.charCodeAt(index);
		if (code > 0x7e || code < 0x21) throw new RangeError(`path with other than visible ASCII characters: ${path}`);
	}
}

function asciiBytes(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
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
