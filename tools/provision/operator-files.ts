import { existsSync } from "node:fs";
import { join } from "node:path";
import { roles } from "kith/core/secrets";
import type { Installation } from "kith/define/installation";
import { writeContextFile } from "../coap/context-file";
import { operatorContext } from "../coap/operator-context";
import type { Roster } from "./roster-file";

/** Name of the file with which an operator speaks with a gateway. */
export function operatorFileName(operator: string, gateway: string, gateways: number): string {
	return gateways === 1 ? `${operator}.oscore.json` : `${operator}.${gateway}.oscore.json`;
}

/** Names of all such files of an installation. */
export function operatorFileNames(installation: Installation, operators: Iterable<string>): string[] {
	const gateways = [...installation.gateways];
	return [...operators].flatMap((operator) =>
		gateways.map(({ name }) => operatorFileName(operator, name, gateways.length)),
	);
}

export interface OperatorFilesOptions {
	readonly folder: string;
	readonly installation: Installation;
	readonly roster: Roster;
	readonly privateKeys: ReadonlyMap<string, Uint8Array>;
	readonly networkTag: number;
	/** Those that are there are written again, too. */
	readonly all: boolean;
}

/** Writes what every operator needs to speak with each gateway. @returns names of the files that were written */
export function writeOperatorFiles(options: OperatorFilesOptions): string[] {
	const { folder, installation, roster, privateKeys, networkTag, all } = options;
	const gateways = [...installation.gateways];
	const written: string[] = [];
	for (const [operator, { address, role }] of roster) {
		const privateKey = privateKeys.get(operator);
		if (role !== roles.operator || privateKey === undefined) continue;
		for (const { name } of gateways) {
			const gateway = roster.get(name);
			const file = operatorFileName(operator, name, gateways.length);
			if (gateway === undefined || (!all && existsSync(join(folder, file)))) continue;
			const peer = { gatewayPublicKey: gateway.publicKey, gatewayAddress: gateway.address };
			writeContextFile(join(folder, file), operatorContext({ privateKey, address, ...peer, networkTag }));
			written.push(file);
		}
	}
	return written;
}
