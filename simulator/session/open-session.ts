import { rosterLimit } from "kith/secrets/layout";
import type { BrokerService } from "../brokers/broker-service";
import { EmbeddedBroker } from "../brokers/embedded-broker";
import { ExternalBroker } from "../brokers/external-broker";
import { scriptedBroker } from "../brokers/scripted-link";
import { Engine } from "../engine/engine";
import type { EngineOptions } from "../engine/types";
import { TcpServer } from "../tcp/tcp-server";
import { UdpSocket } from "../udp/udp-socket";
import type { WorldDescription } from "../world/description";
import type { Recording } from "../world/recording";
import { assemble, type WorldFactory } from "./assemble";
import { firmwareGuest, type Guest } from "./guest";
import type { SessionBody } from "./records";
import { type Replay, readReplay } from "./replay";
import { Trace } from "./trace";
import { type NodeProgram, type RunOptions, type Session, SessionError } from "./types";

/** What a session is about, besides how to run it. */
export interface OpenSessionOptions extends RunOptions {
	/** By node: what `loadInstallation` gives. */
	readonly definitions: ReadonlyMap<string, NodeProgram>;
	/** Addresses of the operators in the roster, by name. Default: none. */
	readonly operators?: ReadonlyMap<string, number>;
	/** Default: a plain world made from the definitions. */
	readonly world?: WorldDescription;
	/** By room. */
	readonly recordings?: ReadonlyMap<string, Recording>;
	/** Heap of a node's board in bytes. Default: an ESP32-C3's. */
	readonly heapBytes?: (node: string) => number;
	/** What runs on the boards. Default: the firmware. */
	readonly guest?: Guest;
	/** Host processes, word size, progress of the first build. */
	readonly engine?: Omit<EngineOptions, "modules">;
	/** Sentences for people, such as that a recording has ended. */
	readonly onNotice?: (text: string) => void;
	/** Another world in the place of simulator/world. */
	readonly createWorld?: WorldFactory;
}

/**
 * Builds a session: reads the trace to replay, opens the trace to write, the broker and the engine, and puts the boards
 * into the world. `run` closes all of it; where this throws, nothing is left open.
 *
 * @throws SessionError (files, faults), BrokerError (port, URL), UdpError and TcpError (port), EngineError (compiler), WorldError (description)
 */
export async function openSession(options: OpenSessionOptions): Promise<Session> {
	const replay = options.replayFile === undefined ? undefined : readReplay(options.replayFile);
	checkOptions(options, replay);
	const trace = new Trace(options.traceFile);
	let brokers: BrokerService | undefined;
	let engine: Engine | undefined;
	const udp: UdpSocket[] = [];
	const tcp: TcpServer[] = [];
	try {
		brokers = await openBroker(options, replay);
		const guest = options.guest ?? firmwareGuest();
		engine = await Engine.open({ ...options.engine, modules: guest.modules });
		if (engine.heapScale !== 1)
			options.onNotice?.(`${engine.description} (gcc-multilib gives boards their own 16-byte slots)`);
		const mqtt = replay?.mqtt ?? mqttKind(options);
		await openUdp(options, replay, udp);
		await openTcp(options, replay, tcp);
		return assemble({ options, replay, trace, brokers, udp, tcp, engine, mqtt, entry: guest.entry });
	} catch (error) {
		for (const socket of udp) socket.close();
		for (const server of tcp) server.end();
		engine?.close();
		trace.close();
		await brokers?.close();
		throw error;
	}
}

function checkOptions(options: OpenSessionOptions, replay: Replay | undefined): void {
	const { definitions, seed, speed, replayFile, traceFile } = options;
	const [first] = definitions.values();
	if (first === undefined) throw new SessionError("there are no nodes to run");
	const members = definitions.size + (options.operators?.size ?? 0);
	if (members > rosterLimit) throw new SessionError(`${members} members are more than the ${rosterLimit} of a roster`);
	if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
		throw new SessionError(`seed ${seed} is not a whole number from 0 to 4294967295`);
	}
	if (speed !== "max" && !(speed > 0 && Number.isFinite(speed))) {
		throw new SessionError(`speed ${speed} is neither a number above 0 nor "max"`);
	}
	if (replayFile !== undefined && replayFile === traceFile) {
		throw new SessionError(`${replayFile} cannot be replayed and written at once`);
	}
	const { installation } = first.definition;
	if (replay !== undefined && replay.installation !== installation) {
		throw new SessionError(`${replayFile} is of the installation "${replay.installation}", not "${installation}"`);
	}
}

/** A socket for each gateway, where wanted. What came to them in a replayed session comes from the trace. */
async function openUdp(options: OpenSessionOptions, replay: Replay | undefined, sockets: UdpSocket[]): Promise<void> {
	const { coap = "off", definitions } = options;
	if (coap === "off" || replay !== undefined) return;
	for (const { definition } of definitions.values()) if (definition.gateway) sockets.push(await UdpSocket.open(coap));
}

/** Likewise a server for each gateway that serves HTTP. */
async function openTcp(options: OpenSessionOptions, replay: Replay | undefined, servers: TcpServer[]): Promise<void> {
	const { http = "off", definitions } = options;
	if (http === "off" || replay !== undefined) return;
	for (const { definition } of definitions.values())
		if (definition.http !== undefined) servers.push(await TcpServer.open(http));
}

function mqttKind({ mqtt }: OpenSessionOptions): SessionBody["mqtt"] {
	return mqtt === "embedded" || mqtt === "off" ? mqtt : "external";
}

/** What came from a broker in a replayed session comes from the trace; how an embedded one answers is known. */
function openBroker(options: OpenSessionOptions, replay: Replay | undefined): Promise<BrokerService> {
	if (replay !== undefined) {
		const scripts = { embedded: "answers", off: "refuses", external: "silent" } as const;
		return Promise.resolve(scriptedBroker(scripts[replay.mqtt]));
	}
	if (options.mqtt === "embedded") return EmbeddedBroker.open(options.mqttPort);
	return Promise.resolve(options.mqtt === "off" ? scriptedBroker("refuses") : new ExternalBroker(options.mqtt));
}
