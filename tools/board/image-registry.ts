import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the firmware lists all its drivers. */
const registry = "devices/registry.ts";
const kindImport = /^import \{ (\w+) \} from "\.\/(.+\/([^/]+))\/kind";$/;

/** A driver as the registry has it. */
export interface DriverSource {
	/** "sht4x" */
	readonly kind: string;
	/** "devices/sensors/sht4x" */
	readonly folder: string;
	/** "sht4xKind" */
	readonly exported: string;
}

/** All drivers of the firmware. The folder of a kind bears its name. */
export function driverSources(projectRoot: string): DriverSource[] {
	const lines = readFileSync(join(projectRoot, registry), "utf8").split("\n");
	return lines.flatMap((line) => {
		const [, exported, path, kind] = kindImport.exec(line) ?? [];
		if (exported === undefined || path === undefined || kind === undefined) return [];
		return [{ kind, folder: `devices/${path}`, exported }];
	});
}

/**
 * `kith/devices/registry` for an image that has only some drivers: the firmware's own text without the lines of the
 * others, and with specifiers that hold anywhere.
 */
export function imageRegistry(projectRoot: string, kinds: ReadonlySet<string>): string {
	const unused = driverSources(projectRoot).filter(({ kind }) => !kinds.has(kind));
	const names = new Set(unused.map(({ exported }) => exported));
	const text = readFileSync(join(projectRoot, registry), "utf8");
	const kept = text.split("\n").filter((line) => {
		const imported = kindImport.exec(line)?.[1];
		const listed = /^\t(\w+),$/.exec(line)?.[1];
		return !names.has(imported ?? listed ?? "");
	});
	return kept.join("\n").replaceAll('from "./', 'from "kith/devices/');
}
