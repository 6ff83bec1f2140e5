import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { networkSecretLength, type Role, roles } from "kith/core/secrets";
import type { Identities } from "kith/define/identities";
import type { Installation } from "kith/define/installation";
import { rosterLimit } from "kith/secrets/layout";
import { identify } from "../installation/identify";
import { importInstallation } from "../installation/import-installation";
import { InstallationError } from "../installation/installation-error";
import { guardSecretsFile } from "./file-guard";
import { drawPrivateKey, publicKeyOf } from "./key-pair";
import { operatorFileNames, writeOperatorFiles } from "./operator-files";
import { type Roster, type RosterMember, readRoster, rosterFileName, writeRoster } from "./roster-file";
import { type InstallationSecrets, readSecrets, secretsFileName, writeSecrets } from "./secrets-file";

export interface ProvisionOptions {
	/** Names of members whose board (or desktop) was replaced: they are given new keys. */
	readonly rotate?: readonly string[];
	/** Makes a new network secret. */
	readonly network?: boolean;
}

/** What was done. Holds nothing secret. */
export interface ProvisionResult {
	readonly installation: string;
	/** What was given a permanent number meanwhile: see `identify`. */
	readonly identified: readonly string[];
	/** Names of members that have keys for the first time, that have new ones, and that left the roster. */
	readonly added: readonly string[];
	readonly rotated: readonly string[];
	readonly removed: readonly string[];
	readonly networkSecret: "created" | "rotated" | "kept";
	/** Whether roster.json was written. */
	readonly rosterChanged: boolean;
	readonly members: number;
	/** Names of the operators' context files that were written. */
	readonly operatorFiles: readonly string[];
}

/**
 * Gives every node and operator of an installation keys, and the network its secret. What exists stays, unless it is
 * asked to change. A member that is gone leaves the roster, but its private key is kept, as it may come back.
 *
 * @throws InstallationError when the folder, its roster or its secrets cannot be used
 */
export async function provision(folder: string, options: ProvisionOptions = {}): Promise<ProvisionResult> {
	const installation = await importInstallation(folder);
	// First of all: nothing is changed in a folder whose secrets are no secrets.
	const known = await readSecrets(folder);
	const oldRoster = await readRoster(folder);
	const { added: identified, identities } = await identify(folder);
	for (const name of operatorFileNames(installation, identities.operators.keys()))
		await guardSecretsFile(folder, join(folder, name));
	const members = membersOf(folder, installation, identities);
	const rotate = new Set(options.rotate ?? []);
	checkRotation(folder, rotate, members);
	checkPrivateKeys(folder, known, oldRoster, rotate);
	const privateKeys = new Map(known?.privateKeys ?? []);
	for (const name of members.keys())
		if (rotate.has(name) || !privateKeys.has(name)) privateKeys.set(name, drawPrivateKey());
	const fresh = known === undefined || options.network === true;
	const secrets: InstallationSecrets = {
		networkSecret: fresh ? randomBytes(networkSecretLength) : known.networkSecret,
		privateKeys,
		settings: known?.settings ?? {},
	};
	const roster = rosterOf(folder, members, privateKeys);
	const added = [...members.keys()].filter((name) => known?.privateKeys.has(name) !== true && !rotate.has(name));
	// The private keys before the public ones: what a crash in between leaves is completed by the next run.
	if (fresh || added.length + rotate.size > 0) await writeSecrets(folder, secrets);
	const rosterChanged = !sameRoster(roster, oldRoster);
	if (rosterChanged) await writeRoster(folder, roster);
	const { networkTag } = identities;
	const operatorFiles = writeOperatorFiles({
		folder,
		installation,
		roster,
		privateKeys,
		networkTag,
		all: rosterChanged,
	});
	return {
		installation: installation.name,
		identified,
		added,
		rotated: [...rotate],
		removed: [...oldRoster.keys()].filter((name) => !roster.has(name)),
		networkSecret: known === undefined ? "created" : fresh ? "rotated" : "kept",
		rosterChanged,
		members: roster.size,
		operatorFiles,
	};
}

interface MemberIdentity {
	readonly address: number;
	readonly role: Role;
}

/** Everybody who takes part now, in the order of the addresses. */
function membersOf(
	folder: string,
	{ nodes }: Installation,
	{ nodes: identities, operators }: Identities,
): ReadonlyMap<string, MemberIdentity> {
	const list: [string, MemberIdentity][] = [];
	for (const { name } of nodes) {
		const address = identities.get(name)?.address;
		if (address !== undefined) list.push([name, { address, role: roles.node }]);
	}
	for (const [name, address] of operators) list.push([name, { address, role: roles.operator }]);
	if (list.length > rosterLimit)
		throw new InstallationError(`${folder} has ${list.length} members: a roster holds ${rosterLimit}`);
	return new Map(list.sort(([, a], [, b]) => a.address - b.address));
}

function checkRotation(folder: string, rotate: ReadonlySet<string>, members: ReadonlyMap<string, unknown>): void {
	for (const name of rotate) {
		if (members.has(name)) continue;
		throw new InstallationError(`${folder} has no member "${name}" to rotate, only ${[...members.keys()].join(", ")}`);
	}
}

/** The two files must be of one time: keys made anew by mistake would lock every board out. */
function checkPrivateKeys(
	folder: string,
	known: InstallationSecrets | undefined,
	roster: Roster,
	rotate: ReadonlySet<string>,
): void {
	for (const [name, { publicKey }] of roster) {
		if (rotate.has(name)) continue;
		const key = known?.privateKeys.get(name);
		if (key === undefined) {
			throw new InstallationError(
				`${folder}/${rosterFileName} has a key of "${name}" that ${secretsFileName} lacks: bring the ${secretsFileName} that was made with it, or give it new keys with --rotate ${name}`,
			);
		}
		if (publicKeyOf(key)?.equals(publicKey) !== true) {
			throw new InstallationError(
				`the keys of "${name}" in ${folder}/${rosterFileName} and ${secretsFileName} do not belong together: take both files of one time, or delete ${rosterFileName} where ${secretsFileName} is the newer one`,
			);
		}
	}
}

function rosterOf(
	folder: string,
	members: ReadonlyMap<string, MemberIdentity>,
	privateKeys: ReadonlyMap<string, Buffer>,
): Roster {
	const roster = new Map<string, RosterMember>();
	for (const [name, { address, role }] of members) {
		const publicKey = publicKeyOf(privateKeys.get(name) as Buffer);
		if (publicKey === undefined)
			throw new InstallationError(`the private key of "${name}" in ${folder}/${secretsFileName} is none of P-256`);
		roster.set(name, { address, role, publicKey });
	}
	return roster;
}

function sameRoster(one: Roster, other: Roster): boolean {
	if (one.size !== other.size) return false;
	for (const [name, { address, role, publicKey }] of one) {
		const known = other.get(name);
		if (known?.address !== address || known.role !== role || !known.publicKey.equals(publicKey)) return false;
	}
	return true;
}
