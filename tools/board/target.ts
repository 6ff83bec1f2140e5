import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CompiledNode } from "kith/define/compile";
import { type Board, boards } from "kith/devices/boards/index";
import { type LoadedInstallation, loadInstallation } from "../installation/load";
import { UsageError } from "../usage-error";
import { requireLinks } from "./image-links";

/** Flags that say what is built, flashed or watched. */
export interface TargetFlags {
	/** "examples/house/kitchen" */
	readonly node: string;
	/** Default: the node's own. */
	readonly board?: string;
}

/** One node, and the board that it is for. */
export interface Target {
	/** Of the installation. */
	readonly folder: string;
	readonly loaded: LoadedInstallation;
	/** "kitchen" */
	readonly node: string;
	readonly compiled: CompiledNode;
	readonly board: Board;
}

/** Name of the board that is a process on this computer: any node can be one. */
const desktopName = "desktop";

export function isDesktop(board: Board): boolean {
	return board.name === desktopName;
}

/** @throws UsageError, InstallationError */
export async function resolveTarget(flags: TargetFlags): Promise<Target> {
	refuseInstallation(flags.node);
	const folder = dirname(flags.node);
	const node = basename(flags.node);
	const loaded = await loadInstallation(folder);
	const compiled = loaded.definitions.get(node);
	const spec = loaded.installation.nodes.find(({ name }) => name === node);
	if (compiled === undefined || spec === undefined) {
		const names = [...loaded.definitions.keys()].join(", ");
		throw new UsageError(`${folder} has no node "${node}", only ${names}`);
	}
	const board = boardFor(node, spec.board, flags.board);
	requireLinks(node, compiled, board);
	return { folder, loaded, node, compiled, board };
}

/** @throws UsageError where an installation is named in place of one of its nodes */
function refuseInstallation(node: string): void {
	if (existsSync(join(node, "installation.ts")))
		throw new UsageError(`${node} is an installation: name one of its nodes, as in --node ${join(node, "NODE")}`);
	if (!/[\\/]/.test(node) && !existsSync("installation.ts"))
		throw new UsageError(`--node ${node} names no installation: write its folder too, as in --node my-house/${node}`);
}

/** A node's pins were checked against its own board, so no other will do. */
function boardFor(node: string, own: Board, asked: string | undefined): Board {
	if (asked === undefined || asked === own.name) return own;
	const board = boards.find(({ name }) => name === asked);
	if (board === undefined)
		throw new UsageError(`there is no board "${asked}", only ${boards.map(({ name }) => name).join(", ")}`);
	if (isDesktop(board)) return board;
	throw new UsageError(`${node} is declared for the board ${own.name}: leave --board out, or change the declaration`);
}
