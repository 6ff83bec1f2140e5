/** Something in a world's description or a recording is wrong: one sentence for people. */
export class WorldError extends Error {
	override readonly name = "WorldError";
}
