import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExternalCommand } from "./external-command";
import { imageManifest } from "./image-manifest";
import { imageRegistry } from "./image-registry";
import { isDesktop, type Target } from "./target";

/** Name of the application in the SDK's folders: `build.NAME` of the manifest. */
const application = "kith";

/** What the SDK made. */
export interface MadeImage {
	/** For the desktop a program, else the application, and with it bootloader and partition table. */
	readonly program: string;
	readonly bootloader: string;
	readonly partitionTable: string;
	/** With symbols, for a monitor that decodes crashes. */
	readonly symbols: string;
}

/** Where the image for one board of an installation is made. Nothing of a single node lies there. */
export interface ImagePaths extends MadeImage {
	/** Of the generated files. */
	readonly folder: string;
	readonly manifest: string;
	readonly registry: string;
	/** The SDK's output. */
	readonly output: string;
}

export function imagePaths(projectRoot: string, { board, loaded }: Target): ImagePaths {
	const folder = join(projectRoot, "build", "boards", loaded.installation.name, board.name);
	const output = join(folder, "out");
	const made = madeImage(output, application, board.name, board.chip);
	return {
		folder,
		manifest: join(folder, "manifest.json"),
		registry: join(folder, "registry.ts"),
		output,
		...made,
		...(isDesktop(board) ? { program: join(output, "bin", "lin", "release", application) } : {}),
	};
}

/** Where the SDK puts what it makes for a chip. @param platform name of the folder of the board */
export function madeImage(output: string, name: string, platform: string, chip: string): MadeImage {
	const made = join(output, "bin", "esp32", platform, "release", name);
	return {
		program: join(made, "xs_esp32.bin"),
		bootloader: join(made, "bootloader.bin"),
		partitionTable: join(made, "partition-table.bin"),
		symbols: join(output, "tmp", "esp32", platform, "release", name, `xsProj-${chip}`, "build", "xs_esp32.elf"),
	};
}

/** Drivers that the image must have: those of all nodes, so that any definition of the installation runs on it. */
export function usedKinds({ loaded }: Target): ReadonlySet<string> {
	const definitions = [...loaded.definitions.values()];
	return new Set(definitions.flatMap(({ definition }) => definition.devices.map(({ kind }) => kind)));
}

/** Writes manifest and list of drivers, and takes the last image away: what is there after a build is new. */
export function prepareImage(projectRoot: string, target: Target): void {
	const paths = imagePaths(projectRoot, target);
	const kinds = usedKinds(target);
	mkdirSync(paths.output, { recursive: true });
	writeChanged(paths.manifest, imageManifest(projectRoot, paths.folder, kinds));
	writeChanged(paths.registry, imageRegistry(projectRoot, kinds));
	rmSync(paths.program, { force: true });
}

/** A file that stays as it is keeps its time, so that the SDK need not make everything again. */
function writeChanged(path: string, text: string): void {
	if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

/** What makes the image. @param debug with xsbug */
export function mcconfigCommand(projectRoot: string, target: Target, debug: boolean): ExternalCommand {
	const { manifest, output } = imagePaths(projectRoot, target);
	const { board } = target;
	const platform = isDesktop(board) ? "x-cli-lin" : `esp32:${join(projectRoot, "devices", "boards", board.name)}`;
	// "-t build": without it mcconfig also flashes, and stops every mcsim on this computer.
	const args = ["-m", ...(debug ? ["-d"] : []), "-p", platform, "-t", "build", "-o", output, manifest];
	return { program: "mcconfig", args, pathFirst: join(projectRoot, "node_modules", ".bin") };
}
