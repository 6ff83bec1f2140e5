import { shortTable } from "../../sim/short-table";
import { UsageError } from "../../usage-error";
import { chapters } from "./chapters";
import type { Verdict } from "./targets";

export interface MeshBenchOptions {
	/** Seeds 1 to this. */
	readonly seeds: number;
	/** Names of chapters; empty: all. */
	readonly only: readonly string[];
	/** Share of the usual length. */
	readonly scale: number;
	readonly progress: (line: string) => void;
}

/**
 * The numbers of a network without a hub, on whole boards.
 *
 * @throws UsageError for a chapter that does not exist
 */
export async function benchMesh({ seeds, only, scale, progress }: MeshBenchOptions): Promise<readonly Verdict[]> {
	const names = only.length === 0 ? Object.keys(chapters) : only;
	const verdicts: Verdict[] = [];
	const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
	for (const name of names) {
		const chapter = chapters[name];
		if (chapter === undefined)
			throw new UsageError(`--only ${name}: there is ${Object.keys(chapters).join(", ")}, separated by commas`);
		verdicts.push(...(await chapter({ seeds: numbers, scale, progress })));
	}
	return verdicts;
}

export function verdictTable(verdicts: readonly Verdict[]): string {
	const rows = verdicts.map(({ name, measured, target, holds }) => [name, measured, target, holds ? "yes" : "NO"]);
	return `${shortTable(["what", "measured", "target", "holds"], rows, rows.length, "number").join("\n")}\n`;
}
