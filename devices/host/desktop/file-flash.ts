import type { File } from "file";
import type { Flash } from "kith/core/flash";

const sectorLength = 4096;
const sectors = 64;
const erased = 0xff;

/**
 * `Flash` in a file as long as the journal's partition on a board. As on flash, what was never written reads as 0xff, so
 * a new file needs its erased sectors first: it is made in one go under another name.
 */
export class FileFlash implements Flash {
	readonly sectorLength: number = sectorLength;
	readonly sectors: number = sectors;
	readonly #file: File;

	/** @param file the SDK's class. Throws where the folder cannot be written */
	constructor(file: typeof File, name: string) {
		if (!file.exists(name)) create(file, name);
		this.#file = new file(name, true);
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		if (offset < 0 || offset + length > sectorLength * sectors) return false;
		try {
			this.#file.position = offset;
			const bytes = new Uint8Array(this.#file.read(ArrayBuffer, length));
			for (let index = 0; index < length; index++) target[index] = bytes[index] as number;
			return true;
		} catch {
			return false;
		}
	}

	write(offset: number, source: Uint8Array, length: number): boolean {
		if (offset < 0 || offset + length > sectorLength * sectors) return false;
		try {
			this.#file.position = offset;
			this.#file.write(source.slice(0, length).buffer);
			return true;
		} catch {
			return false;
		}
	}

	erase(sector: number): boolean {
		return this.write(sector * sectorLength, new Uint8Array(sectorLength).fill(erased), sectorLength);
	}
}

function create(file: typeof File, name: string): void {
	// The SDK renames only within a folder that the path names.
	const draft = `./${name}.draft`;
	file.delete(draft);
	const whole = new file(draft, true);
	const sector = new Uint8Array(sectorLength).fill(erased);
	for (let count = 0; count < sectors; count++) whole.write(sector.buffer);
	whole.close();
	file.rename(draft, name);
}
