import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installation, node, seconds } from "kith/define";
import { compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { bh1750, esp32c3DevKitM, relay, sht4x } from "kith/devices";
import { openSession } from "kith/simulator/session/open-session";
import { sessionKeys } from "kith/simulator/session/session-keys";
import type { Session, Summary } from "kith/simulator/session/types";
import type { OscoreContext } from "../../../tools/coap/context-file";
import { operatorContext } from "../../../tools/coap/operator-context";

/** Of the station's only operator. */
const operatorAddress = 99;
const rooms = ["kitchen", "hall", "cellar", "attic"] as const;

export interface StationOptions {
	/** Whom the gateway asks for the time. Default: nobody. */
	readonly time?: string;
}

/** A gateway, a weather station that anybody may read, and rooms that nobody may without a key. */
function definitions({ time }: StationOptions = {}) {
	const gateway = node("gateway", {
		board: esp32c3DevKitM,
		devices: { siren: relay({ pin: 5 }) },
		...(time === undefined ? {} : { time: { server: time } }),
	});
	const weather = node("weather", {
		board: esp32c3DevKitM,
		devices: { climate: sht4x({ every: seconds(2) }), light: bh1750({ every: seconds(2) }) },
		public: ["climate"],
	});
	const others = rooms.map((name) =>
		node(name, {
			board: esp32c3DevKitM,
			devices: { climate: sht4x({ every: seconds(5) }), lamp: relay({ pin: 5 }) },
		}),
	);
	const built = installation("station", {
		nodes: [gateway, weather, ...others],
		gateways: [gateway],
		heartbeat: seconds(5),
	});
	const identities = extendIdentities(built, undefined, () => 0x6768);
	if (typeof identities === "string") throw new Error(identities);
	return compile(built, identities).nodes;
}

/** Every name that the gateway offers. */
export const offered: readonly string[] = [
	"/gateway/siren/on",
	"/weather/climate/temperature",
	"/weather/climate/humidity",
	"/weather/light/illuminance",
	...rooms.flatMap((room) => [`/${room}/climate/temperature`, `/${room}/climate/humidity`, `/${room}/lamp/on`]),
	"/log",
	"/nodes",
];

export interface Station {
	readonly port: number;
	readonly session: Session;
	/** What `kith sim --operator` writes. */
	operator(): OscoreContext;
	/** Ends the session. */
	stop(): Promise<Summary>;
}

const seed = 1;
const operators = new Map([["operator", operatorAddress]]);
const runOptions = { seed, operators, mqtt: "off", engine: { processes: 1 } } as const;

function operatorOf(programs: ReturnType<typeof definitions>): OscoreContext {
	const keys = sessionKeys({ definitions: programs, operators, seed });
	const { address: gatewayAddress, networkTag } = programs.get("gateway")?.definition ?? { address: 0, networkTag: 0 };
	const gatewayPublicKey = keys.roster().find(({ address }) => address === gatewayAddress)?.publicKey;
	if (gatewayPublicKey === undefined) throw new Error("no gateway");
	const privateKey = keys.privateKey(operatorAddress);
	return operatorContext({ privateKey, address: operatorAddress, gatewayPublicKey, gatewayAddress, networkTag });
}

/** Runs the station, ten times as fast as real time, with a UDP port of its own. */
export async function openStation(traceFile: string, options: StationOptions = {}): Promise<Station> {
	const session = await openSession({
		...runOptions,
		definitions: definitions(options),
		speed: 10,
		coap: 0,
		traceFile,
	});
	const ran = session.run();
	const [address = ""] = session.snapshot().coap;
	return {
		port: Number(address.split(":")[1]),
		session,
		operator: () => operatorOf(definitions()),
		stop() {
			session.stop();
			return ran;
		},
	};
}

/** Runs it again from its trace. */
export async function replayStation(replayFile: string, options: StationOptions = {}): Promise<Summary> {
	const session = await openSession({
		...runOptions,
		definitions: definitions(options),
		speed: "max",
		coap: 0,
		replayFile,
	});
	return session.run();
}

export function temporaryTrace(name = "interop"): { readonly file: string; remove(): void } {
	const file = join(tmpdir(), `kith-station-${name}-${process.pid}.jsonl`);
	return { file, remove: () => rmSync(file, { force: true }) };
}
