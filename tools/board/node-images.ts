import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definitionImage, definitionPartitionLength } from "kith/definition/definition-image";
import { InstallationError } from "../installation/installation-error";
import { readProvisioned, secretsImage } from "../provision/provisioned";
import type { Target } from "./target";

/** Names of partitions on a board, and, with ".bin", of files for them. */
export const nodePartitions = ["definition", "secrets"] as const;
export type NodePartition = (typeof nodePartitions)[number];

/** What makes a board this node. Holds secrets: never printed, never kept. */
export type NodeImages = Readonly<Record<NodePartition, Uint8Array>>;

/** @throws InstallationError where there are no keys yet, or an image is too long */
export async function nodeImages({ folder, loaded, node, compiled }: Target): Promise<NodeImages> {
	const definition = definitionImage(compiled.bytes);
	if (definition.length > definitionPartitionLength)
		throw new InstallationError(
			`the definition of ${node} is longer than its partition: give it fewer rules or inputs`,
		);
	return { definition, secrets: secretsImage(await readProvisioned(folder), loaded.installation, node) };
}

export function fileOf(folder: string, partition: NodePartition): string {
	return join(folder, `${partition}.bin`);
}

/** Writes both files, for nobody else to read. */
export function writeNodeImages(folder: string, images: NodeImages): void {
	for (const partition of nodePartitions) {
		const file = fileOf(folder, partition);
		// A file that is there keeps its rights when it is written.
		rmSync(file, { force: true });
		writeFileSync(file, images[partition], { mode: 0o600 });
		chmodSync(file, 0o600);
	}
}

/** Calls `use` with a folder that holds both files for as long as that takes. */
export async function withNodeImages<T>(images: NodeImages, use: (folder: string) => Promise<T>): Promise<T> {
	// Of mode 0700.
	const folder = mkdtempSync(join(tmpdir(), `kith-flash-${process.pid}-`));
	try {
		writeNodeImages(folder, images);
		return await use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
