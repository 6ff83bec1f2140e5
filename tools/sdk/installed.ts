import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the Moddable SDK in a folder; undefined where there is none. */
export function moddableVersion(folder: string): string | undefined {
	return read(join(folder, "tools", "VERSION"))?.trim();
}

/** Version of ESP-IDF in a folder; undefined where there is none. */
export function idfVersionOf(folder: string): string | undefined {
	const text = read(join(folder, "tools", "cmake", "version.cmake"));
	const parts = ["MAJOR", "MINOR", "PATCH"].map((part) => text?.match(`IDF_VERSION_${part}\\s+(\\d+)`)?.[1]);
	return parts.includes(undefined) ? undefined : parts.join(".");
}

/** Version of the TypeScript in the checkout's node_modules; undefined where there is none. */
export function typescriptVersionOf(projectRoot: string): string | undefined {
	const text = read(join(projectRoot, "node_modules", "typescript", "package.json"));
	return text?.match(/"version":\s*"([^"]+)"/)?.[1];
}

function read(path: string): string | undefined {
	return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
