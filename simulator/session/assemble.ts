import { deviceKind } from "kith/devices/registry";
import type { BrokerLink } from "../brokers/broker-link";
import type { BrokerService } from "../brokers/broker-service";
import { SharedSecrets } from "../crypto/shared-secrets";
import type { Engine } from "../engine/engine";
import { eventKinds } from "../guest/protocol";
import { Agenda, type Microseconds } from "../kernel/agenda";
import { SeededRandom } from "../kernel/seeded-random";
import { Radio } from "../radio/radio";
import { SilentTcp, type TcpLink } from "../tcp/tcp-server";
import { SilentUdp, type UdpLink } from "../udp/udp-socket";
import { defaultWorld, nodeNames } from "../world/default-world";
import { World } from "../world/world";
import { SimulatedBoard } from "./board";
import { BoardObserver } from "./board-observer";
import type { AccessPoint } from "./board-radio";
import { DatagramPort } from "./datagram-port";
import { DeliveryLedger } from "./delivery-ledger";
import { Directory } from "./directory";
import { type Delivery, Dispatcher } from "./dispatcher";
import { frameEvent } from "./frame-event";
import { GatewayPort } from "./gateway-port";
import { Inputs } from "./inputs";
import type { OpenSessionOptions } from "./open-session";
import { Pacer } from "./pacer";
import type { SessionBody } from "./records";
import type { Replay } from "./replay";
import { SecretsFlash } from "./secrets-flash";
import { SimulationSession } from "./session";
import { SessionBluetooth } from "./session-bluetooth";
import { sessionKeys } from "./session-keys";
import { StreamPort } from "./stream-port";
import type { Trace } from "./trace";
import type { NodeProgram } from "./types";
import { wire } from "./wiring";
import type { SessionWorld } from "./world-port";

/** Heap of a board that nothing else is known of: an ESP32-C3's. */
export const defaultHeapBytes = 94_208;

export type WorldFactory = (agenda: Agenda, seed: number) => SessionWorld;

/** What is open already. */
export interface AssembleOptions {
	readonly options: OpenSessionOptions;
	readonly replay: Replay | undefined;
	readonly trace: Trace;
	readonly brokers: BrokerService;
	/** One for each gateway, in the order of their addresses. */
	readonly udp: readonly UdpLink[];
	/** One for each gateway that serves HTTP, likewise. */
	readonly tcp: readonly TcpLink[];
	readonly engine: Engine;
	readonly mqtt: SessionBody["mqtt"];
	readonly entry: string;
}

/** The composition root of a session: knows everybody, decides nothing. */
export function assemble(given: AssembleOptions): SimulationSession {
	const { options, replay, trace, brokers, engine, mqtt } = given;
	const seed = replay?.seed ?? options.seed;
	const agenda = new Agenda();
	const random = new SeededRandom(seed, "session");
	const directory = directoryOf(options);
	const world = createWorld(options, agenda, seed);
	const boards: SimulatedBoard[] = [];
	const byAddress = new Map<number, SimulatedBoard>();
	const ledger = new DeliveryLedger({
		directory,
		isUp: (address) => byAddress.get(address)?.state === "running",
		isConnected: (address) => byAddress.get(address)?.gateway?.connected === true,
	});
	const inputs = new Inputs(agenda, trace, (board, input) => session.applyInput(board, input));
	const dispatcher = new Dispatcher(engine, agenda);
	const radio = createRadio(options, agenda, random.fork("radio"), trace, dispatcher, boards);
	const accessPoint: AccessPoint = { channel: undefined };
	const keys = sessionKeys({ ...options, seed });
	const sharedSecrets = new SharedSecrets();
	const outsideNow = (): number => session.outsideNow();
	const udp = [...given.udp];
	const tcp = [...given.tcp];
	const air = options.world?.radio ?? {};
	const bluetooth = new SessionBluetooth({ agenda, seed, air, wifi: radio, directory, trace });
	const ruleCounts = noRuleCounts(directory);
	for (const [index, definition] of directory.definitions.entries()) {
		const { node } = definition;
		const luck = random.fork(node);
		const board = new SimulatedBoard({
			index,
			secrets: new SecretsFlash(() => keys.image(definition.address)),
			sharedSecrets,
			program: options.definitions.get(node) as NodeProgram,
			heapBytes: options.heapBytes?.(node) ?? defaultHeapBytes,
			entry: given.entry,
			position: world.position(node),
			wiring: wire({
				definition,
				surroundings: (device) => world.surroundings(node, device),
				random: luck.fork("chips"),
			}),
			random: luck,
			observer: new BoardObserver({ definition, directory, agenda, trace, ledger, ruleCounts }),
			agenda,
			dispatcher,
			radio,
			accessPoint: definition.gateway ? accessPoint : undefined,
			world,
			trace,
		});
		if (definition.gateway) {
			const shared = { agenda, trace, inputs, outsideNow };
			connectGateway(board, { ...shared, world, ledger, broker: brokers.link(), udp: udp.shift() ?? new SilentUdp() });
			if (definition.http !== undefined) serveStreams(board, shared, tcp.shift() ?? new SilentTcp());
		}
		bluetooth.equip(board, definition.links);
		boards.push(board);
		byAddress.set(definition.address, board);
	}
	const wallMs = (): number => performance.now();
	const session: SimulationSession = new SimulationSession({
		agenda,
		trace,
		inputs,
		ledger,
		directory,
		boards,
		keys,
		engine,
		radio,
		ble: bluetooth.radio,
		accessPoint,
		world,
		brokers,
		random: random.fork("power"),
		pacer: new Pacer(options.speed, wallMs),
		wallMs,
		seed,
		mqtt,
		until: replay?.until ?? options.until ?? Number.POSITIVE_INFINITY,
		ruleCounts,
		faults: options.faults ?? [],
		...(replay === undefined ? {} : { replay }),
	});
	return session;
}

function directoryOf({ definitions, operators }: OpenSessionOptions): Directory {
	const all = [...definitions.values()].map(({ definition }) => definition);
	return new Directory(all, (device) => deviceKind(device.kind)?.resources(device.options) ?? [], operators);
}

interface GatewayWays {
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly inputs: Inputs;
	readonly outsideNow: () => Microseconds;
	readonly world: SessionWorld;
	readonly ledger: DeliveryLedger;
	readonly broker: BrokerLink;
	readonly udp: UdpLink;
}

/** A gateway's ways out: its broker and its UDP port. */
function connectGateway(board: SimulatedBoard, ways: GatewayWays): void {
	const { world, ledger, broker, udp, ...shared } = ways;
	const { calendar } = world;
	board.gateway = new GatewayPort({
		...shared,
		board: board.name,
		address: board.address,
		link: broker,
		ledger,
		deliver: (bytes) => board.deliver(eventKinds.broker, bytes),
	});
	board.datagrams = new DatagramPort({
		...shared,
		board: board.name,
		link: udp,
		...(calendar === undefined ? {} : { worldSeconds: () => calendar.seconds(shared.agenda.now) }),
		deliver: (bytes) => board.deliver(eventKinds.datagram, bytes),
	});
}

/** The TCP port of a gateway that serves HTTP. */
function serveStreams(
	board: SimulatedBoard,
	shared: Pick<GatewayWays, "agenda" | "trace" | "inputs" | "outsideNow">,
	link: TcpLink,
): void {
	const deliver = (bytes: Uint8Array): void => board.deliver(eventKinds.stream, bytes);
	board.streams = new StreamPort({ ...shared, board: board.name, link, deliver });
}

/** Every rule, by "node/rule name". */
function noRuleCounts({ definitions }: Directory): Map<string, number> {
	return new Map(definitions.flatMap(({ node, rules }) => rules.map(({ name }) => [`${node}/${name}`, 0] as const)));
}

function createWorld(options: OpenSessionOptions, agenda: Agenda, seed: number): SessionWorld {
	if (options.createWorld !== undefined) return options.createWorld(agenda, seed);
	const definitions = [...options.definitions.values()].map(({ definition }) => definition);
	return new World(options.world ?? defaultWorld(definitions), {
		agenda,
		seed,
		nodes: nodeNames(definitions),
		...(options.recordings === undefined ? {} : { recordings: options.recordings }),
		...(options.onNotice === undefined ? {} : { onNotice: options.onNotice }),
	});
}

/** One transmission reaches all its receivers in one batch. */
function createRadio(
	options: OpenSessionOptions,
	agenda: Agenda,
	random: SeededRandom,
	trace: Trace,
	dispatcher: Dispatcher,
	boards: readonly SimulatedBoard[],
): Radio {
	const nameOf = (index: number): string => boards[index]?.name ?? "";
	return new Radio({
		...options.world?.radio,
		agenda,
		random,
		onAir: ({ from, destination, frame, airtime, attempt, received, lost }) => {
			const sender = boards[from.index];
			if (sender !== undefined) sender.framesSent++;
			trace.record(agenda.now, nameOf(from.index), {
				kind: "frame",
				destination,
				bytes: Buffer.from(frame).toString("hex"),
				airtime,
				attempt,
				received: received.map(({ station }) => nameOf(station.index)),
				lost: lost.map(({ index }) => nameOf(index)),
			});
		},
		onDeliver: (frame, receivers, from) => {
			const deliveries: Delivery[] = [];
			for (const { station, rssi } of receivers) {
				const board = boards[station.index];
				if (board === undefined) continue;
				board.framesReceived++;
				deliveries.push({ board, kind: eventKinds.frame, bytes: frameEvent(frame, rssi, from.address) });
			}
			dispatcher.run(deliveries);
		},
	});
}
