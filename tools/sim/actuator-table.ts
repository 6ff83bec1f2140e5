import type { ActuatorSnapshot } from "kith/simulator/session/types";
import { reasonWords } from "./reason-words";
import { shortTable } from "./short-table";
import { ageWords, deviceOf } from "./words";

/** What can be switched, since when it is as it is, and why. */
export function actuatorTable(actuators: readonly ActuatorSnapshot[], limit: number, width: number): string[] {
	const rows = actuators.map((actuator) => [
		`${actuator.node} ${deviceOf(actuator.path)}`,
		actuator.ageSeconds === undefined ? "–" : ageWords(actuator.ageSeconds),
		reasonWords(actuator, actuator.reason),
	]);
	const name = Math.max(8, ...rows.map(([first]) => first?.length ?? 0));
	const since = 6;
	return shortTable(["actuator", "since", "why"], rows, limit, "actuator", [name, since, width - name - since - 6]);
}
