import { nameLengthLimit, ruleNameLengthLimit } from "kith/definition/limits";
import { DefinitionError } from "./definition-error";

/** @param what for the sentence: "a node", "a device of kitchen" */
export function checkName(name: string, what: string): void {
	// An object with a property "then" would count as a promise wherever it is awaited.
	// No RegExp at module level: in ROM it could not note where it matched.
	if (/^[a-z][A-Za-z0-9]*$/.test(name) && name.length <= nameLengthLimit && name !== "then") return;
	throw new DefinitionError(
		`"${name}" cannot name ${what}: use camelCase letters and digits, such as "livingRoom", at most ${nameLengthLimit}`,
	);
}

export function checkInstallationName(name: string): void {
	if (/^[a-z][a-z0-9-]*$/.test(name) && name.length <= nameLengthLimit) return;
	throw new DefinitionError(
		`"${name}" cannot name an installation: use small letters, digits and "-", such as "cold-store", at most ${nameLengthLimit}`,
	);
}

export function checkRuleName(name: string): void {
	if (name.trim() === name && name.length > 0 && name.length <= ruleNameLengthLimit) return;
	throw new DefinitionError(
		`"${name}" cannot name a rule: say in a few words what it does, at most ${ruleNameLengthLimit} characters`,
	);
}
