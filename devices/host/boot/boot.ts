import type { Partition } from "kith/core/partition";
import type { DeviceDefinition } from "kith/definition/definition";
import { readDefinitionImage } from "kith/definition/definition-image";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import { parseDefinition } from "kith/definition/parse";
import { SecretsImage } from "kith/secrets/secrets-image";
import type { Line } from "../console/line";

/** What a board is told, as far as its host needs it before there is a node. */
export interface BootData {
	/** The definition's CBOR, once: a platform that kept it would take up to 8 KB of heap from its node. */
	readonly takeDefinition: () => Uint8Array;
	readonly address: number;
	readonly networkTag: number;
	readonly channel: number;
	readonly gateway: boolean;
	readonly devices: readonly DeviceDefinition[];
	readonly secrets: SecretsImage;
}

/**
 * Reads both images. What is wrong with them is said on the console; without a definition there is nothing to start, so
 * that throws.
 */
export function readBootData(definitions: Partition, secrets: Partition, line: Line): BootData {
	const definition = readDefinitionImage(definitions);
	if (typeof definition === "string") throw stop(line, `definition: ${definition}`);
	const parsed: LoadedDefinition | { readonly fault: string } = parseDefinition(definition);
	if ("fault" in parsed) throw stop(line, parsed.fault);
	const { address, networkTag, channel, gateway, devices } = parsed;
	const image = new SecretsImage(secrets);
	if (image.fault !== undefined) line.begin("kith boot").word("secrets:").word(image.fault).end();
	else if (image.address !== address)
		line.begin("kith boot").word("the secrets are for node").number(image.address).end();
	line.begin("kith boot").word("node").number(address).word("channel").number(channel).end();
	return { takeDefinition: once(definition), address, networkTag, channel, gateway, devices, secrets: image };
}

function once(definition: Uint8Array): () => Uint8Array {
	let kept: Uint8Array | undefined = definition;
	return () => {
		if (kept === undefined) throw new Error("the definition was taken already");
		const taken = kept;
		kept = undefined;
		return taken;
	};
}

/** The sentence on the console, and as an error. */
function stop(line: Line, reason: string): Error {
	line.begin("kith boot").word(reason).end();
	return new Error(reason);
}
