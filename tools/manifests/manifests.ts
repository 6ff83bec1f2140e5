import { basename } from "node:path";
import { byFolder, reached, specifierOf } from "./sources";

/** Where images start: the program, and what `kith/platform` is on each platform. */
export const entries = [
	"main.ts",
	"devices/host/platform.ts",
	"devices/host/platform-without-wifi.ts",
	"devices/host/desktop/platform.ts",
	"simulator/mcsim/platform.ts",
] as const;

/** Mapped by the manifests of the platforms and of the boards. */
export const mappedElsewhere: ReadonlySet<string> = new Set(["kith/platform", "kith/board"]);

/** Manifests here are written by hand: they have C, SDK modules, and one file for another on each platform. */
const writtenByHand = /^(devices\/(host|boards))(\/|$)|^\.$/;

/** What `npm run manifests` writes: by path, the text of each manifest. One for each folder of firmware modules. */
export function generateManifests(root: string): Map<string, string> {
	const manifests = new Map<string, string>();
	// The entries have names of their own in the top manifest.
	const starts: ReadonlySet<string> = new Set(entries);
	const folders = byFolder(reached(root, entries, mappedElsewhere).filter((file) => !starts.has(file)));
	for (const [folder, files] of folders) {
		if (!writtenByHand.test(folder)) manifests.set(`${folder}/manifest.json`, manifestOf(files));
	}
	return manifests;
}

/** As the formatter breaks lines, so that it and this agree. */
const lineWidth = 120;

/** Every module is named: the SDK's patterns preload JavaScript only. */
function manifestOf(files: readonly string[]): string {
	const modules = Object.fromEntries(files.map((file) => [specifierOf(file), `./${basename(file, ".ts")}`]));
	const names = Object.keys(modules).map((name) => JSON.stringify(name));
	const oneLine = `  "preload": [${names.join(", ")}]`;
	const preload =
		oneLine.length <= lineWidth ? `\t${oneLine.trim()}` : `\t"preload": [\n\t\t${names.join(",\n\t\t")}\n\t]`;
	return `{\n\t"modules": ${JSON.stringify(modules, undefined, "\t").replaceAll("\n", "\n\t")},\n${preload}\n}\n`;
}
