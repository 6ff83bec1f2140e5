import type { NamedValue, ReasonInput, ReasonSnapshot } from "kith/simulator/session/types";
import { ageWords, deviceOf, plural, shortName, valueWords } from "./words";

/** Younger values need no age. */
const presentSeconds = 60;

/** Why an actuator has its value: "on: cool the kitchen (temperature 27.3 °C, motion 2 min ago)". */
export function reasonWords(actuator: NamedValue, reason: ReasonSnapshot | undefined): string {
	const value = valueWords(actuator, true);
	if (reason === undefined) return value;
	const overruled = reason.overruled === 0 ? "" : `, against ${plural(reason.overruled, "other rule")}`;
	return `${value}: ${causeWords(reason, actuator.node)}${overruled}`;
}

function causeWords(reason: ReasonSnapshot, node: string): string {
	if (reason.cause === "boot") return "since boot";
	if (reason.cause === "request") {
		return reason.requester === undefined ? "somebody asked" : `asked by ${reason.requester}`;
	}
	const inputs = reason.inputs.map((input) => inputWords(input, nameOf(input, reason.inputs, node))).join(", ");
	return `${reason.rule ?? "a rule"}${inputs === "" ? "" : ` (${inputs})`}`;
}

/** Short, as long as no other input is called so. @param node whose own values need no node's name */
function nameOf(input: ReasonInput, all: readonly ReasonInput[], node: string): string {
	const short = shortName(input.path);
	const twin = all.some((other) => other !== input && other.node === input.node && shortName(other.path) === short);
	const name = twin ? `${deviceOf(input.path)} ${short}` : short;
	return input.node === node ? name : `${input.node} ${name}`;
}

function inputWords(input: ReasonInput, name: string): string {
	if (input.ageSeconds === undefined) return `${name} unknown`;
	const age = input.ageSeconds < presentSeconds ? "" : ageWords(input.ageSeconds);
	const motion = input.boolean && input.path.endsWith("/motion");
	if (motion && input.value === 0) return age === "" ? `no ${name}` : `no ${name} for ${age}`;
	const words = motion ? name : `${name} ${valueWords(input)}`;
	return age === "" ? words : `${words} ${age} ago`;
}
