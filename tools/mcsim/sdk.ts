import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../usage-error";

/** Where the Moddable SDK's programs are. */
export interface Sdk {
	readonly root: string;
	/** Folder of mcconfig, xsc and the others. */
	readonly bin: string;
	readonly mcsim: string;
}

const setUp = "docs/mcsim.md says how to set it up";

/** @throws UsageError with a sentence about what is missing */
export function findSdk(environment: NodeJS.ProcessEnv): Sdk {
	const root = environment.MODDABLE;
	if (root === undefined || root === "")
		throw new UsageError(`MODDABLE is not set: mcsim is part of the Moddable SDK, and ${setUp}`);
	const bin = join(root, "build/bin/lin/release");
	for (const program of ["mcconfig", "mcsim", "xsc"])
		if (!existsSync(join(bin, program)))
			throw new UsageError(`${bin} has no ${program}: build the SDK's Linux tools first; ${setUp}`);
	return { root, bin, mcsim: join(bin, "mcsim") };
}
