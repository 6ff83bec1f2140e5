import type { Summary } from "kith/simulator/session/types";
import { shortTable } from "./short-table";
import { clockWords, heapWords, percent, plural } from "./words";

/** How a session went, for people. @param installation its name */
export function summaryText(summary: Summary, installation: string): string {
	const { virtualSeconds, wallSeconds, mqtt } = summary;
	const pace = wallSeconds > 0 ? ` (${Math.round(virtualSeconds / wallSeconds)} × real time)` : "";
	const boards = Object.entries(summary.boards).map(([name, board]) => [
		name,
		String(board.reboots),
		`${board.sent}/${board.received}`,
		heapWords(board.heapPeak, board.heapAvailable),
	]);
	const rules = Object.entries(summary.rules).map(([name, count]) => [name, String(count)]);
	return [
		`${installation}: ${clockWords(virtualSeconds)} in ${wallSeconds.toFixed(1)} s${pace}`,
		"",
		...shortTable(["board", "reboots", "readings out/in", "heap at most"], boards, boards.length, "board"),
		"",
		...(rules.length === 0 ? [] : [...shortTable(["rule", "switched"], rules, rules.length, "rule"), ""]),
		`${delivered("readings", summary.readingsDelivered, summary.readingsDue)}, to the broker ${percent(mqtt.readingsDelivered, mqtt.readingsDue, 2)}`,
		`${plural(summary.frames, "frame")} on the air, ${plural(summary.actuations, "actuation")}`,
		`trace ${summary.traceHash}`,
		"",
	].join("\n");
}

function delivered(what: string, count: number, due: number): string {
	return `${what} delivered: ${count} of ${due} (${percent(count, due, 2)})`;
}
