import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Role, roles } from "kith/core/secrets";
import { InstallationError } from "../installation/installation-error";
import { replaceFile } from "../installation/replace-file";
import { isRecord } from "./is-record";

export const rosterFileName = "roster.json";

/** Who belongs to an installation, by name. Nothing of it is secret: the file is committed. */
export type Roster = ReadonlyMap<string, RosterMember>;

export interface RosterMember {
	readonly address: number;
	readonly role: Role;
	/** Uncompressed point of P-256, 65 bytes. */
	readonly publicKey: Buffer;
}

const roleNames = { node: roles.node, operator: roles.operator } as const;

/** Empty where there is none yet. @throws InstallationError when the file is damaged */
export async function readRoster(folder: string): Promise<Roster> {
	const path = join(folder, rosterFileName);
	if (!existsSync(path)) return new Map();
	let json: unknown;
	try {
		json = JSON.parse(await readFile(path, "utf8"));
	} catch {
		throw new InstallationError(`${path} is not valid JSON: take the last good version from version control`);
	}
	const parsed = parseRoster(json);
	if (typeof parsed === "string") throw new InstallationError(`${path}: ${parsed}`);
	return parsed;
}

export async function writeRoster(folder: string, roster: Roster): Promise<void> {
	await replaceFile(join(folder, rosterFileName), formatRoster(roster));
}

/** The file's text: stable, so that version control shows whose key changed and nothing else. */
export function formatRoster(roster: Roster): string {
	const members = [...roster].map(([name, { address, role, publicKey }]) => {
		return [name, { address, role: roleName(role), publicKey: publicKey.toString("hex") }];
	});
	return `${JSON.stringify({ members: Object.fromEntries(members) }, undefined, "\t")}\n`;
}

export function parseRoster(json: unknown): Roster | string {
	if (!isRecord(json) || !isRecord(json.members)) return "it must be an object with members";
	const roster = new Map<string, RosterMember>();
	for (const [name, member] of Object.entries(json.members)) {
		if (!isRecord(member)) return `member "${name}" must be an object`;
		const { address, role, publicKey } = member;
		if (typeof address !== "number" || !Number.isInteger(address)) return `member "${name}" has no address`;
		if (role !== "node" && role !== "operator") return `member "${name}" must have the role node or operator`;
		if (typeof publicKey !== "string" || !/^04[0-9a-f]{128}$/.test(publicKey))
			return `the publicKey of "${name}" must be 130 hexadecimal digits that begin with 04`;
		roster.set(name, { address, role: roleNames[role], publicKey: Buffer.from(publicKey, "hex") });
	}
	return roster;
}

export function roleName(role: Role): string {
	return role === roles.operator ? "operator" : "node";
}
