import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Crash, CrashFrame } from "../engine/types";

const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** "modules/node/node.ts:12": the innermost known line of TypeScript; "" where there is none. The same on every machine. */
export function crashSite(crash: Crash): string {
	const frame = crash.stack.find((candidate) => candidate.line > 0);
	return frame === undefined ? "" : `${projectPath(frame)}:${frame.line}`;
}

/** From the project's root; of a file elsewhere the name alone, because where that lies differs from machine to machine. */
function projectPath({ file }: CrashFrame): string {
	if (!isAbsolute(file)) return file;
	const path = relative(projectRoot, file);
	return (path.startsWith("..") || isAbsolute(path) ? (file.split(sep).at(-1) ?? file) : path).split(sep).join("/");
}
