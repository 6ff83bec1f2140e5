import { sessionKeys } from "kith/simulator/session/session-keys";
import { writeContextFile } from "../coap/context-file";
import { operatorContext } from "../coap/operator-context";
import { InstallationError } from "../installation/installation-error";
import type { LoadedInstallation } from "../installation/load";

/**
 * Writes the context file of the installation's first operator and its first gateway, with the keys that a simulation of
 * this seed gives them.
 *
 * @throws InstallationError where there is no gateway, CoapError where the file cannot be written
 */
export function writeSeededOperator(file: string, loaded: LoadedInstallation, seed: number): void {
	const { definitions, identities } = loaded;
	const { operators, networkTag } = identities;
	const [address] = operators.values();
	const gateway = [...definitions.values()].find(({ definition }) => definition.gateway)?.definition;
	if (address === undefined || gateway === undefined)
		throw new InstallationError(`${loaded.installation.name} has no gateway and operator to write ${file} for`);
	const keys = sessionKeys({ definitions, operators, seed });
	const publicKey = keys.roster().find((member) => member.address === gateway.address)?.publicKey;
	if (publicKey === undefined) throw new RangeError(`no keys of ${gateway.node}`);
	const privateKey = keys.privateKey(address);
	const peer = { gatewayPublicKey: publicKey, gatewayAddress: gateway.address };
	writeContextFile(file, operatorContext({ privateKey, address, ...peer, networkTag }));
}
