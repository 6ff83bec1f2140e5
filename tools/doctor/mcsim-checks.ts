import { existsSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "./find-program";
import { type Finding, finding, type Surroundings } from "./finding";

/** Moddable's own simulator, without a screen. */
export function mcsimChecks({ env }: Surroundings): Finding[] {
	return [checkMcsim(env), checkDisplay(env), checkConfigFolder(env)];
}

function checkMcsim(env: Surroundings["env"]): Finding {
	const path = findProgram("mcsim", env);
	if (path !== undefined) return finding("mcsim", "mcsim", path);
	return finding(
		"mcsim",
		"mcsim",
		"not in PATH",
		"make -C $MODDABLE/build/makefiles/lin, and put its release folder into PATH",
	);
}

function checkDisplay(env: Surroundings["env"]): Finding {
	const path = findProgram("Xvfb", env);
	if (path !== undefined) return finding("mcsim", "Xvfb", path);
	return finding("mcsim", "Xvfb", "not in PATH: mcsim needs a display", "sudo apt-get install xvfb (Debian, Ubuntu)");
}

function checkConfigFolder(env: Surroundings["env"]): Finding {
	const folder = join(env.HOME ?? "/", ".config");
	if (existsSync(folder)) return finding("mcsim", "settings folder", folder);
	return finding(
		"mcsim",
		"settings folder",
		`${folder} is missing, without which mcsim does not start`,
		`mkdir ${folder}`,
	);
}
