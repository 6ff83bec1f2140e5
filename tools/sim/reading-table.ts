import type { ReadingSnapshot } from "kith/simulator/session/types";
import { shortTable } from "./short-table";
import { ageWords, shortName, valueWords } from "./words";

/** What the boards measure: one row a board, as many readings in it as it has. */
export function readingTable(readings: readonly ReadingSnapshot[], limit: number, width: number): string[] {
	const byNode = new Map<string, ReadingSnapshot[]>();
	for (const reading of readings) byNode.set(reading.node, [...(byNode.get(reading.node) ?? []), reading]);
	const name = Math.max(5, ...[...byNode.keys()].map((node) => node.length));
	const rows = [...byNode].map(([node, own]) => [node, own.map((reading) => readingWords(reading, own)).join(" · ")]);
	return shortTable(["board", "readings"], rows, limit, "board", [name, width - name - 3]);
}

function readingWords(reading: ReadingSnapshot, all: readonly ReadingSnapshot[]): string {
	const short = shortName(reading.path);
	// Two devices of one kind on a board: the whole path tells them apart.
	const clear = all.every((other) => other === reading || shortName(other.path) !== short);
	return `${clear ? short : reading.path} ${valueWords(reading)} (${ageWords(reading.ageSeconds)})`;
}
