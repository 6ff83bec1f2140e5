import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The file that a shell would run for `name`; undefined where PATH has none. */
export function findProgram(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
	for (const folder of (env.PATH ?? "").split(delimiter)) {
		if (folder === "") continue;
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			if (statSync(path).isFile()) return path;
		} catch {
			// Not here.
		}
	}
	return undefined;
}
