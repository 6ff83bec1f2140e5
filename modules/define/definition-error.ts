/**
 * Something in an installation's own files is wrong. The message is one sentence for the person who wrote them: which
 * node, device, rule or pin, what is wrong, and what to do.
 */
export class DefinitionError extends Error {
	override readonly name = "DefinitionError";
}

/** A node or resource has no permanent number yet: `npx kith identify` gives it one. */
export class MissingIdentityError extends DefinitionError {}
