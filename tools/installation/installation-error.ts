/** An installation's folder cannot be used. The message is one sentence for the person who wrote it. */
export class InstallationError extends Error {
	override readonly name = "InstallationError";
}
