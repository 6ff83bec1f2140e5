import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { networkSecretLength } from "kith/core/secrets";
import { InstallationError } from "../installation/installation-error";
import { guardSecretsFile, writeSecretsFile } from "./file-guard";
import { isRecord } from "./is-record";
import { parseSettings, type Settings } from "./settings";

export const secretsFileName = "secrets.json";
const privateKeyLength = 32;

/** What only the owner of an installation may know: `secrets.json`. docs/provisioning.md has the format. */
export interface InstallationSecrets {
	readonly networkSecret: Buffer;
	/** Private keys, P-256, by the names of nodes and operators, whose names differ. */
	readonly privateKeys: ReadonlyMap<string, Buffer>;
	readonly settings: Settings;
}

/**
 * Reads the secrets beside an installation; undefined where there are none yet. Nothing that is thrown quotes the file.
 *
 * @throws InstallationError where others could read the file, git would share it, or it is damaged
 */
export async function readSecrets(folder: string): Promise<InstallationSecrets | undefined> {
	const path = join(folder, secretsFileName);
	await guardSecretsFile(folder, path);
	if (!existsSync(path)) return undefined;
	let json: unknown;
	try {
		json = JSON.parse(await readFile(path, "utf8"));
	} catch {
		throw new InstallationError(`${path} is not valid JSON: correct it, or take it from your backup`);
	}
	const parsed = parseSecrets(json);
	if (typeof parsed === "string") throw new InstallationError(`${path}: ${parsed}`);
	return parsed;
}

/** @throws InstallationError where the folder's file system would let others read the file */
export async function writeSecrets(folder: string, secrets: InstallationSecrets): Promise<void> {
	await writeSecretsFile(join(folder, secretsFileName), formatSecrets(secrets));
}

/** What `JSON.parse` made of the file, or a sentence about what is wrong with it. */
export function parseSecrets(json: unknown): InstallationSecrets | string {
	if (!isRecord(json)) return "it must be an object with networkSecret and privateKeys";
	const { networkSecret, privateKeys, wifi, broker, ...others } = json;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) return `nobody knows the field "${unknown}"`;
	const secret = bytesOf(networkSecret, networkSecretLength);
	if (secret === undefined) return "networkSecret must be 64 hexadecimal digits";
	if (!isRecord(privateKeys)) return "privateKeys must be an object";
	const keys = new Map<string, Buffer>();
	for (const [name, value] of Object.entries(privateKeys)) {
		const key = bytesOf(value, privateKeyLength);
		if (key === undefined) return `the private key of "${name}" must be 64 hexadecimal digits`;
		keys.set(name, key);
	}
	const settings = parseSettings(wifi, broker);
	if (typeof settings === "string") return settings;
	return { networkSecret: secret, privateKeys: keys, settings };
}

function formatSecrets({ networkSecret, privateKeys, settings }: InstallationSecrets): string {
	const json = {
		networkSecret: networkSecret.toString("hex"),
		privateKeys: Object.fromEntries([...privateKeys].map(([name, key]) => [name, key.toString("hex")])),
		...settings,
	};
	return `${JSON.stringify(json, undefined, "\t")}\n`;
}

function bytesOf(value: unknown, length: number): Buffer | undefined {
	if (typeof value !== "string" || value.length !== 2 * length || !/^[0-9a-f]*$/i.test(value)) return undefined;
	return Buffer.from(value, "hex");
}
