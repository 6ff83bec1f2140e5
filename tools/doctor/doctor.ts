import { buildChecks, flashChecks } from "./board-checks";
import { type Finding, type Purpose, purposes, type Surroundings } from "./finding";
import { mcsimChecks } from "./mcsim-checks";
import { simulatorChecks } from "./simulator-checks";

const checks: Readonly<Record<Purpose, (around: Surroundings) => Finding[]>> = {
	simulate: simulatorChecks,
	build: buildChecks,
	flash: flashChecks,
	mcsim: mcsimChecks,
};

/** What this computer has and lacks for a purpose and what that builds on. */
export function examine(around: Surroundings, purpose: Purpose): Finding[] {
	return purposes.slice(0, purposes.indexOf(purpose) + 1).flatMap((one) => checks[one](around));
}

/** Whether all is there that must be. */
export function isReady(findings: readonly Finding[]): boolean {
	return findings.every(({ state }) => state !== "missing");
}
