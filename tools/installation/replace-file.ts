import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a whole file so that a crash leaves either the old or the new one, on the disk. */
export async function replaceFile(path: string, text: string): Promise<void> {
	const draft = `${path}.${process.pid}.draft`;
	try {
		await writeFile(draft, text, { flush: true });
		await rename(draft, path);
	} finally {
		await rm(draft, { force: true });
	}
}
