import { coapPort as defaultCoapPort } from "../udp/udp-datagrams";
import type { UdpNeighbour } from "../udp/udp-link";

/** What a desktop process must know beside its images. */
export interface DesktopSettings {
	/** UDP port, 1…65535. */
	readonly port: number;
	readonly neighbours: readonly UdpNeighbour[];
	/** UDP port of a gateway's CoAP server. */
	readonly coapPort: number;
	/** TCP port of a gateway that serves HTTP, in place of the one in its definition. */
	readonly httpPort?: number;
}

export const neighbourLimit = 64;

const example = '{"port":5701,"neighbours":[{"address":2,"host":"127.0.0.1","port":5702}]}';

/** @throws Error with a sentence about what is wrong with the text of desktop.json */
export function parseDesktopSettings(text: string): DesktopSettings {
	let json: Partial<DesktopSettings> | null;
	try {
		json = JSON.parse(text) as Partial<DesktopSettings> | null;
	} catch {
		throw new Error(`desktop.json is not valid JSON; it looks like ${example}`);
	}
	const { port, neighbours, coapPort = defaultCoapPort, httpPort } = json ?? {};
	if (!isPort(port) || !isPort(coapPort) || !isPortOrNone(httpPort) || !Array.isArray(neighbours))
		throw new Error(`desktop.json must look like ${example}`);
	if (neighbours.length > neighbourLimit) throw new Error(`desktop.json has more than ${neighbourLimit} neighbours`);
	for (const neighbour of neighbours as Partial<UdpNeighbour>[]) {
		const { address, host } = neighbour;
		if (typeof address !== "number" || address < 1 || typeof host !== "string" || !isPort(neighbour.port))
			throw new Error(`a neighbour in desktop.json has no address, host or port; the file looks like ${example}`);
	}
	return { port, neighbours, coapPort, ...(httpPort === undefined ? {} : { httpPort }) };
}

function isPortOrNone(value: unknown): value is number | undefined {
	return value === undefined || isPort(value);
}

function isPort(value: unknown): value is number {
	return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65_536;
}
