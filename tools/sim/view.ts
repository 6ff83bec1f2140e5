import type { SessionSnapshot, Speed } from "kith/simulator/session/types";
import { actuatorTable } from "./actuator-table";
import { boardTable } from "./board-table";
import { readingTable } from "./reading-table";
import { clockWords, coapWords, httpWords, percent } from "./words";

export interface ViewOptions {
	readonly columns: number;
	readonly rows: number;
	readonly speed: Speed;
	/** The latest things worth telling; the last two are shown. */
	readonly notices: readonly string[];
}

/** Below this width lines are cut instead of wrapped. */
const narrowest = 40;
/** Room for each table where nothing else helps: head, line, a row, how many more. */
const fewestRows = 2;

/** The whole live view as text that fits into `columns` and `rows`. */
export function renderView(snapshot: SessionSnapshot, { columns, rows, speed, notices }: ViewOptions): string {
	const width = Math.max(narrowest, columns);
	const head = headLines(snapshot, speed);
	const foot = notices.slice(-2);
	let lines: string[] = [];
	const largest = Math.max(snapshot.boards.length, snapshot.actuators.length, fewestRows);
	for (let limit = Math.min(largest, Math.max(fewestRows, rows)); limit >= fewestRows; limit--) {
		lines = [
			...head,
			"",
			...boardTable(snapshot.boards, limit),
			"",
			...readingTable(snapshot.readings, limit, width),
			...(snapshot.actuators.length === 0 ? [] : ["", ...actuatorTable(snapshot.actuators, limit, width)]),
			...(foot.length === 0 ? [] : ["", ...foot]),
		];
		// The last row stays free: writing into it would scroll.
		if (lines.length < rows) break;
	}
	return lines
		.slice(0, Math.max(1, rows - 1))
		.map((line) => cut(line, columns))
		.join("\n");
}

function headLines(snapshot: SessionSnapshot, speed: Speed): string[] {
	const { radio, mqtt } = snapshot;
	const pace = speed === "max" ? "as fast as it can" : `${speed} × real time`;
	const delivered = percent(snapshot.readingsDelivered, snapshot.readingsDue, 2);
	return [
		`${snapshot.installation} · ${clockWords(snapshot.virtualSeconds)} (${pace}) · MQTT ${snapshot.broker}${coapWords(snapshot.coap, " ·")}${httpWords(snapshot.http, " ·")} · Ctrl-C ends`,
		`radio: ${radio.frames} frames sent, ${radio.received} received, ${radio.lost} lost · readings delivered ${delivered}` +
			` · MQTT ${mqtt.published} out, ${mqtt.received} in`,
	];
}

function cut(line: string, columns: number): string {
	return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}
