import type { File } from "file";

/** The folder of the process: small files that are read and written whole. */
export class Folder {
	readonly #file: typeof File;

	/** @param file the SDK's class */
	constructor(file: typeof File) {
		this.#file = file;
	}

	/** Undefined: there is no such file. */
	read(name: string): Uint8Array | undefined {
		if (!this.#file.exists(name)) return undefined;
		const file = new this.#file(name);
		try {
			return file.length === 0 ? new Uint8Array(0) : new Uint8Array(file.read(ArrayBuffer));
		} finally {
			file.close();
		}
	}

	/** So that a crash leaves either the old or the new file. Throws where it cannot be written. */
	write(name: string, bytes: Uint8Array): void {
		// The SDK renames only within a folder that the path names.
		const draft = `./${name}.draft`;
		this.#file.delete(draft);
		const file = new this.#file(draft, true);
		try {
			if (bytes.length > 0) file.write(bytes.slice().buffer);
		} finally {
			file.close();
		}
		this.#file.rename(draft, name);
	}

	delete(name: string): void {
		this.#file.delete(name);
	}
}
