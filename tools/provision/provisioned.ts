import type { Installation } from "kith/define/installation";
import { encodeSecrets } from "kith/secrets/encode";
import { type SettingId, settingIds } from "kith/secrets/layout";
import { InstallationError } from "../installation/installation-error";
import { type Roster, type RosterMember, readRoster } from "./roster-file";
import { type InstallationSecrets, readSecrets } from "./secrets-file";
import type { Settings } from "./settings";

/** An installation's keys, read and checked: what its boards are flashed with and its operators speak with. */
export interface Provisioned {
	readonly folder: string;
	readonly secrets: InstallationSecrets;
	readonly roster: Roster;
}

/** @throws InstallationError where `kith provision` has something to do first */
export async function readProvisioned(folder: string): Promise<Provisioned> {
	const secrets = await readSecrets(folder);
	if (secrets === undefined) throw new InstallationError(`${folder} has no keys yet: run npx kith provision ${folder}`);
	return { folder, secrets, roster: await readRoster(folder) };
}

/**
 * The secrets image for the board of `node`. Only a gateway's has the access point and the broker.
 *
 * @throws InstallationError where the node has no keys yet
 */
export function secretsImage(provisioned: Provisioned, installation: Installation, node: string): Uint8Array {
	const { member, privateKey } = keysOf(provisioned, node);
	const gateway = [...installation.gateways].some(({ name }) => name === node);
	return encodeSecrets({
		address: member.address,
		networkSecret: provisioned.secrets.networkSecret,
		privateKey,
		roster: [...provisioned.roster.values()],
		settings: gateway ? settingsOf(provisioned.secrets.settings) : new Map(),
	});
}

/** What a desktop needs to speak with the boards as one of the installation's operators. */
export interface OperatorMaterial {
	readonly address: number;
	readonly networkSecret: Uint8Array;
	/** 32 bytes, big-endian. */
	readonly privateKey: Uint8Array;
	/** Everybody, by name, with public keys. */
	readonly roster: Roster;
}

/** @throws InstallationError where the operator has no keys yet */
export function operatorMaterial(provisioned: Provisioned, operator: string): OperatorMaterial {
	const { member, privateKey } = keysOf(provisioned, operator);
	const { networkSecret } = provisioned.secrets;
	return { address: member.address, networkSecret, privateKey, roster: provisioned.roster };
}

function keysOf({ folder, roster, secrets }: Provisioned, name: string): { member: RosterMember; privateKey: Buffer } {
	const member = roster.get(name);
	const privateKey = secrets.privateKeys.get(name);
	if (member === undefined || privateKey === undefined)
		throw new InstallationError(`"${name}" has no keys yet: run npx kith provision ${folder}`);
	return { member, privateKey };
}

function settingsOf({ wifi, broker }: Settings): ReadonlyMap<SettingId, string> {
	const settings = new Map<SettingId, string>();
	const put = (id: SettingId, text: string | undefined): void => {
		if (text !== undefined) settings.set(id, text);
	};
	put(settingIds.wifiName, wifi?.ssid);
	put(settingIds.wifiPassphrase, wifi?.passphrase);
	put(settingIds.brokerUrl, broker?.url);
	put(settingIds.brokerUser, broker?.user);
	put(settingIds.brokerPassword, broker?.password);
	return settings;
}
