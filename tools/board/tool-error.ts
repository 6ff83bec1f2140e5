/** A program that Kith needs failed or is missing; its own words, if any, were passed on. */
export class ToolError extends Error {
	override readonly name = "ToolError";
}
