/** The command was called wrongly. The message is one sentence for the person who typed it. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}
