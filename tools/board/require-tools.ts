import { projectRoot } from "kith/simulator/engine/toolchain";
import { checkIdf, checkIdfTools, checkMcconfig, checkModdable, checkTypescript } from "../doctor/board-checks";
import type { Finding, Surroundings } from "../doctor/finding";
import { type CommandIo, environmentOf } from "../output";
import { isDesktop, type Target } from "./target";
import { ToolError } from "./tool-error";

/** @throws ToolError with the first thing that is missing to build an image, and its fix */
export function requireBuildTools(io: CommandIo, { board }: Target): void {
	const around = surroundingsOf(io);
	const findings = [checkTypescript(around), checkModdable(around), checkMcconfig(around)];
	refuseWithout(isDesktop(board) ? findings : [...findings, ...idfFindings(around)]);
}

/** @throws ToolError as above, to flash or to watch a board */
export function requireIdf(io: CommandIo): void {
	refuseWithout(idfFindings(surroundingsOf(io)));
}

function surroundingsOf(io: CommandIo): Surroundings {
	return { env: environmentOf(io), projectRoot, nodeVersion: process.versions.node, deviceFolder: "/dev" };
}

function idfFindings(around: Surroundings): Finding[] {
	const idf = checkIdf(around);
	return [idf, ...checkIdfTools(around, idf)];
}

function refuseWithout(findings: readonly Finding[]): void {
	const missing = findings.find(({ state }) => state === "missing");
	if (missing !== undefined)
		throw new ToolError(`${missing.name}: ${missing.found}. ${missing.fix} (kith doctor tells all)`);
}
