import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExternalCommand } from "./external-command";
import { imagePaths } from "./image";
import { type NodeImages, writeNodeImages } from "./node-images";
import type { Target } from "./target";

/** UDP port of a node on this computer: this and its address, for as long as that is one. */
const firstPort = 5700;
const portLimit = 65_535;

/** The folder of a node that is a process: its images, its settings, its store. */
export function desktopFolder(projectRoot: string, target: Target): string {
	return join(imagePaths(projectRoot, target).folder, "nodes", target.node);
}

/** Puts the images where the process finds them. Settings that are there stay: they may have been edited. */
export function writeDesktopNode(projectRoot: string, target: Target, images: NodeImages): string {
	const folder = desktopFolder(projectRoot, target);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	writeNodeImages(folder, images);
	const settings = join(folder, "desktop.json");
	if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify(desktopSettings(target), undefined, "\t")}\n`);
	return folder;
}

/** Everybody on this computer, each at a port of its own. */
function desktopSettings({ loaded, node }: Target): object {
	const nodes = [...loaded.definitions.values()].map(({ definition }) => definition);
	const neighbours = nodes
		.filter((one) => one.node !== node)
		.map(({ address }) => {
			return { address, host: "127.0.0.1", port: portOf(address) };
		});
	const own = nodes.find((one) => one.node === node);
	return { port: portOf(own?.address ?? 0), neighbours };
}

function portOf(address: number): number {
	return firstPort + (address % (portLimit - firstPort));
}

/** Runs the node until it is stopped. */
export function desktopCommand(projectRoot: string, target: Target): ExternalCommand {
	return { program: imagePaths(projectRoot, target).program, args: [desktopFolder(projectRoot, target)] };
}
