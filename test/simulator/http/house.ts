import { installation, node, seconds } from "kith/define";
import { compile } from "kith/define/compile";
import { extendIdentities } from "kith/define/identities";
import { bh1750, esp32c3DevKitM, relay, sht4x } from "kith/devices";
import { openSession } from "kith/simulator/session/open-session";
import type { Session, Summary } from "kith/simulator/session/types";

const rooms = ["kitchen", "hall", "cellar", "attic"] as const;

/** As docs/http.md shows it: a gateway with HTTP, a weather station that anybody may read, and rooms that nobody may. */
function definitions() {
	const gateway = node("gateway", {
		board: esp32c3DevKitM,
		devices: { siren: relay({ pin: 5 }) },
		public: ["siren"],
		http: true,
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
	const built = installation("villa", {
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
];

export interface House {
	readonly port: number;
	readonly url: string;
	readonly session: Session;
	/** Ends the session. */
	stop(): Promise<Summary>;
}

const runOptions = { seed: 1, mqtt: "off", engine: { processes: 1 } } as const;

/** Runs the house, ten times as fast as real time, with a TCP port of its own. */
export async function openHouse(traceFile?: string): Promise<House> {
	const session = await openSession({
		...runOptions,
		definitions: definitions(),
		speed: 10,
		http: 0,
		...(traceFile === undefined ? {} : { traceFile }),
	});
	const ran = session.run();
	const [address = ""] = session.snapshot().http;
	return {
		port: Number(address.split(":")[1]),
		url: `http://${address}`,
		session,
		stop() {
			session.stop();
			return ran;
		},
	};
}

/** Runs it again from its trace. */
export async function replayHouse(replayFile: string): Promise<Summary> {
	const session = await openSession({ ...runOptions, definitions: definitions(), speed: "max", http: 0, replayFile });
	return session.run();
}
