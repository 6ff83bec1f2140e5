/** One process of `runInParallel`: gets its share as a message, answers with the result. */
import { type PortableShare, runPortable } from "./portable";

process.once("message", async ({ paths, host }: PortableShare) => {
	process.send?.(await runPortable(paths, host), () => process.disconnect());
});
