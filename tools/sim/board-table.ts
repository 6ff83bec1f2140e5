import type { BoardSnapshot } from "kith/simulator/session/types";
import { shortTable } from "./short-table";
import { ageWords, kilobytes, percent } from "./words";

/** The boards, at most `limit` of them. */
export function boardTable(boards: readonly BoardSnapshot[], limit: number): string[] {
	const head = ["board", "state", "up", "heap used", "readings", "frames", "reboots", "faults"];
	const rows = boards.map((board) => [
		`${board.name}${board.gateway ? " *" : ""}`,
		stateWords(board),
		board.state === "running" ? ageWords(board.uptimeSeconds) : "–",
		board.state === "running"
			? `${kilobytes(board.heapUsed)}/${kilobytes(board.heapAvailable)} KB ${percent(board.heapUsed, board.heapAvailable)}`
			: "–",
		`${board.readingsSent}↑ ${board.readingsReceived}↓`,
		`${board.framesSent}↑ ${board.framesReceived}↓`,
		String(board.reboots),
		String(board.faults),
	]);
	return shortTable(head, rows, limit, "board");
}

function stateWords({ state, brokerConnected }: BoardSnapshot): string {
	return state === "running" && brokerConnected === false ? "no broker" : state;
}
