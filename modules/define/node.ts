import { nodeLimits } from "kith/definition/definition";
import { isIpv4 } from "kith/definition/ipv4";
import { portLimit } from "kith/definition/limits";
import type { Board } from "./board";
import { checkWiring } from "./board-check";
import { DefinitionError } from "./definition-error";
import type { DeviceSpec } from "./device";
import { type Face, faceOf } from "./face";
import { checkLinks, defaultLinks, type LinkSpec } from "./links";
import { checkName } from "./names";
import type { NodeSpec } from "./reference";

export type Devices = { readonly [name: string]: DeviceSpec };

export interface NodeOptions<D extends Devices> {
	/** From `kith/devices`, e.g. `esp32c3DevKitM`. */
	readonly board: Board;
	/** How it speaks with its neighbours: `espNow()`, `ble()` or both. Default: ESP-NOW, and on a chip without Wi-Fi Bluetooth. */
	readonly links?: readonly LinkSpec[];
	/** By name. A gateway may have none. */
	readonly devices?: D;
	/**
	 * Devices that anybody may read over CoAP, without a key: their names, or `true` for all. Default: none. Nobody may
	 * set anything without a key.
	 */
	readonly public?: true | readonly (keyof D & string)[];
	/**
	 * Actuators of which a stolen board must not be master: a lock, a gas valve. Rules that switch one, on whichever node,
	 * believe readings of other nodes only when they were asked for, under the key that the two nodes alone have. Default: none.
	 */
	readonly critical?: readonly (keyof D & string)[];
	/**
	 * As a gateway, serves what is public over HTTP, for reading (docs/http.md): `true` on port 80, or on another.
	 * Costs some kilobytes of heap while there are clients. Default: no HTTP.
	 */
	readonly http?: true | { readonly port: number };
	/**
	 * As a gateway, asks this server what time it is (SNTP), so that its log has dates (docs/log.md). An IPv4 address as
	 * "192.168.1.1", often the router's: names are not looked up. Costs about a kilobyte of heap. Default: nobody is asked.
	 */
	readonly time?: { readonly server: string };
}

const httpPort = 80;

const specKey: unique symbol = Symbol("node");

/** A declared node: its devices by name, for rules to refer to. */
export type KithNode<D extends Devices = Devices> = {
	readonly [Name in keyof D]: Face<D[Name]["resources"]>;
} & AnyNode;

/** A declared node whose devices do not matter. */
export interface AnyNode {
	readonly [specKey]: NodeSpec;
}

/** What the compiler needs to know of a node. */
export function specOf(node: AnyNode): NodeSpec {
	return node[specKey];
}

/**
 * Declares one node: a board and what is connected to it.
 *
 * @param name camelCase, unique in the installation; part of its permanent identity
 * @throws DefinitionError for a wrong name, wrong options or wrong wiring
 */
export function node<const D extends Devices = Record<never, never>>(
	name: string,
	{ board, devices, public: open, critical = [], http, time, links = defaultLinks(board.chip) }: NodeOptions<D>,
): KithNode<D> {
	checkName(name, "a node");
	const declared = new Map<string, DeviceSpec>(Object.entries(devices ?? {}));
	const readable = new Set<string>(open === true ? declared.keys() : open);
	const port = http === true ? httpPort : http?.port;
	const spec: NodeSpec = {
		name,
		board,
		devices: declared,
		public: readable,
		critical: new Set(critical),
		links,
		...(port === undefined ? {} : { http: port }),
		...(time === undefined ? {} : { timeServer: time.server }),
	};
	checkLinks(spec);
	checkDevices(spec);
	checkWiring(spec);
	const faces = [...spec.devices].map(([device, declared]) => [device, faceOf(spec, device, declared)] as const);
	// The type follows from `devices`, name by name, which Object.fromEntries cannot express.
	return { ...Object.fromEntries(faces), [specKey]: spec } as unknown as KithNode<D>;
}

function checkDevices(spec: NodeSpec): void {
	const { name, devices, http = httpPort, timeServer } = spec;
	if (timeServer !== undefined && !isIpv4(timeServer))
		throw new DefinitionError(
			`${name}: time server "${timeServer}" is no IPv4 address as "192.168.1.1"; names are not looked up`,
		);
	if (!Number.isInteger(http) || http < 1 || http > portLimit)
		throw new DefinitionError(`${name}: HTTP port ${http} is not a whole number from 1 to ${portLimit}`);
	if (devices.size > nodeLimits.devices) {
		throw new DefinitionError(
			`${name} has ${devices.size} devices; one board takes at most ${nodeLimits.devices}: move some to another board`,
		);
	}
	for (const device of spec.public) {
		if (!devices.has(device)) throw new DefinitionError(`${name} has no device "${device}" to make public`);
	}
	for (const device of spec.critical) {
		const declared = devices.get(device);
		if (declared === undefined) throw new DefinitionError(`${name} has no device "${device}" that could be critical`);
		if (!declared.resources.some(({ writable }) => writable))
			throw new DefinitionError(`${name}.${device} is no actuator: only what rules can set can be critical`);
	}
	let resources = 0;
	for (const [device, declared] of devices) {
		checkName(device, `a device of ${name}`);
		if (declared.problem !== undefined) {
			throw new DefinitionError(`${name}.${device}: ${declared.kind} ${declared.problem}`);
		}
		resources += declared.resources.length;
	}
	if (resources > nodeLimits.resources) {
		throw new DefinitionError(
			`${name} has ${resources} properties; one board takes at most ${nodeLimits.resources}: move some devices to another board`,
		);
	}
}
