import { deviceKinds } from "kith/devices/registry";
import { FlashJournal } from "kith/journal/flash-journal";
import type { StartReason } from "kith/node/log-entries";
import type { Platform } from "kith/node/platform";
import { SecretsImage } from "kith/secrets/secrets-image";
import { SimulatedBle } from "./ble";
import { SimulatedBroker } from "./broker";
import { SimulatedClock } from "./clock";
import { SimulatedCrypto } from "./crypto";
import { SimulatedDatagrams } from "./datagrams";
import { TracedDiagnostics } from "./diagnostics";
import { SimulatedFlash } from "./flash";
import { type EdgeListeners, SimulatedIo } from "./io";
import { SimulatedEspNow } from "./link";
import { SimulatedPartition } from "./partition";
import { callKinds, definitionChunk, eventBytesLimit, eventKinds, journalPartition } from "./protocol";
import { SimulatedStore } from "./store";
import { SimulatedStreams } from "./streams";
import { Wire } from "./wire";

/** Default I2C pins of the simulated board; which they are makes no difference to the simulated bus. */
const i2cPins = { data: 8, clock: 9 } as const;

/** `kith/platform` in the simulator: every port leads to the session. */
export function openPlatform(): Platform {
	const wire = new Wire();
	const clock = new SimulatedClock(wire);
	const link = new SimulatedEspNow(wire);
	const broker = new SimulatedBroker(wire);
	const datagrams = new SimulatedDatagrams(wire);
	const streams = new SimulatedStreams(wire);
	const edges: EdgeListeners = new Map();
	const bluetooth = new SimulatedBle(wire);
	listen({ clock, link, bluetooth, broker, datagrams, streams, edges });
	return {
		clock,
		link,
		channels: link,
		bluetooth,
		broker,
		datagrams,
		streams,
		random: { fill: (bytes) => host.fillRandom(bytes) },
		store: new SimulatedStore(wire),
		journal: new FlashJournal(new SimulatedFlash(wire, journalPartition.sectorLength, journalPartition.length)),
		startReason: readStartReason(wire),
		secrets: new SecretsImage(new SimulatedPartition(wire, callKinds.secrets)),
		crypto: new SimulatedCrypto(),
		io: new SimulatedIo(wire, edges, i2cPins),
		diagnostics: new TracedDiagnostics(wire),
		kinds: deviceKinds,
		readDefinition: () => readDefinition(wire),
	};
}

interface Listeners {
	readonly clock: SimulatedClock;
	readonly link: SimulatedEspNow;
	readonly bluetooth: SimulatedBle;
	readonly broker: SimulatedBroker;
	readonly datagrams: SimulatedDatagrams;
	readonly streams: SimulatedStreams;
	readonly edges: EdgeListeners;
}

function listen(listeners: Listeners): void {
	// Apart from the wire's: who handles an event writes calls and posts meanwhile.
	const event = new Uint8Array(eventBytesLimit);
	// A closure's code lies in the heap, a function's in ROM.
	host.listen(event, (kind, length) => deliver(listeners, event, kind, length));
}

function deliver(listeners: Listeners, event: Uint8Array, kind: number, length: number): void {
	switch (kind) {
		case eventKinds.wake:
			listeners.clock.ring();
			break;
		case eventKinds.frame:
			listeners.link.deliver(event, length);
			break;
		case eventKinds.sent:
			listeners.link.sent(event[0] === 1);
			break;
		case eventKinds.edge:
			listeners.edges.get(event[0] as number)?.();
			break;
		case eventKinds.broker:
			listeners.broker.deliver(event, length);
			break;
		case eventKinds.channel:
			listeners.link.moved(event[0] as number);
			break;
		case eventKinds.datagram:
			listeners.datagrams.deliver(event, length);
			break;
		case eventKinds.ble:
			listeners.bluetooth.deliver(event, length);
			break;
		case eventKinds.stream:
			listeners.streams.deliver(event, length);
			break;
		default:
			throw new RangeError(`the session sent an event of unknown kind ${kind}`);
	}
}

/** As a board reads its partition: in pieces, into an array of the right size, for which it first looks where it ends. */
function readDefinition(wire: Wire): Uint8Array {
	let length = 0;
	for (let count = definitionChunk; count === definitionChunk; length += count) count = readChunk(wire, length);
	const bytes = new Uint8Array(length);
	for (let offset = 0; offset < length; offset += definitionChunk) {
		const count = readChunk(wire, offset);
		for (let index = 0; index < count; index++) bytes[offset + index] = wire.bytes[index] as number;
	}
	return bytes;
}

function readStartReason(wire: Wire): StartReason {
	wire.begin().call(callKinds.startReason);
	return wire.bytes[0] as StartReason;
}

/** @returns how many bytes now lie at the start of the wire's buffer */
function readChunk(wire: Wire, offset: number): number {
	const count = wire.begin().int32(offset).call(callKinds.definition);
	if (count < 0) throw new Error("the session has no definition for this board");
	return count;
}
