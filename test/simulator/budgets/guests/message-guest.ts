import { codes, contentFormats } from "kith/coap/codes";
import { CoapEndpoint } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import { Scheduler } from "kith/core/scheduler";
import { PackedInputs, packInputs } from "kith/definition/packed-inputs";
import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { ValueTable } from "kith/model/value-table";
import { Network } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import { Inputs } from "kith/node/inputs";
import { crc32 } from "kith/security/crc-32";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter } from "kith/senml/pack-writer";
import { ChecksumProtection } from "../../../support/checksum-protection";
import { guestAddress, guestNetworkTag, guestPeers, messageEvents, messagePosts } from "./message-events";

/** The message path of a node, from link to value table, without rules and devices. */
const path = { readings: "r", command: "1f" } as const;
const received = new Uint8Array(512);

class GuestLink implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;

	send(_destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		host.post(messagePosts.frame, frame, length);
		return undefined;
	}
}

class Board {
	readonly link = new GuestLink();
	readonly pack = new PackReader();
	readonly writer = new PackWriter();
	readonly inputs: Inputs;
	readonly values = new ValueTable(guestPeers);
	readonly endpoint: CoapEndpoint;
	readonly scheduler: Scheduler;
	wake: (() => void) | undefined;

	constructor() {
		const random = { fill: (bytes: Uint8Array): void => host.fillRandom(bytes) };
		this.scheduler = new Scheduler({
			now: () => host.now(),
			wakeAt: (_deadline, wake) => {
				this.wake = wake;
			},
		});
		const scheduler = this.scheduler;
		const diagnostics = { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} };
		const peers = new Uint16Array(guestPeers).map((_, index) => index + 1);
		// Two resources of each peer.
		const inputs = [...peers].flatMap((address) =>
			[26, 27].map((resourceId) => ({ address, resourceId, scale: 2, boolean: false })),
		);
		this.inputs = new Inputs(new PackedInputs(packInputs(inputs)));
		const places = new PeerPlaces(peers);
		const network = new Network({
			link: this.link,
			scheduler,
			random,
			group: new ChecksumProtection(),
			hop: new ChecksumProtection(),
			address: guestAddress,
			networkTag: guestNetworkTag,
			boot: 1,
			places,
			diagnostics,
		});
		for (let place = 1; place < places.length; place++) network.believe(place, 1, -1);
		this.endpoint = new CoapEndpoint({
			transport: network,
			scheduler,
			random,
			diagnostics,
			handler: this,
			responses: { onResponse() {}, onTimeout() {} },
		});
	}

	onRequest(request: IncomingRequest): number {
		if (!request.pathEquals(path.readings)) return codes.notFound;
		if (request.contentFormat !== contentFormats.senmlCbor) return codes.unsupportedContentFormat;
		return this.store(request.origin, request.buffer, request.payloadOffset, request.payloadLength)
			? codes.changed
			: codes.badRequest;
	}

	store(origin: number, buffer: Uint8Array, offset: number, length: number): boolean {
		const pack = this.pack;
		const inputs = this.inputs;
		if (!pack.open(buffer, offset, length)) return false;
		while (pack.next()) {
			const input = inputs.find(origin, pack.resourceId);
			if (input < 0) continue;
			if (!pack.valueAs(inputs.scale(input), inputs.boolean(input))) return false;
			this.values.set(input >> 1, pack.value, this.scheduler.now());
			stored = pack.value;
		}
		return !pack.broken;
	}

	send(value: number): void {
		this.writer.begin(1);
		this.writer.add(26, value, 2, false);
		this.endpoint.postGroup(path.readings, contentFormats.senmlCbor, this.writer.bytes, this.writer.length);
	}
}

let stored = 0;
const report = new Int32Array(1);
const reportBytes = new Uint8Array(report.buffer);
const board = new Board();

host.listen(received, (kind, length) => {
	if (kind === messageEvents.frame) {
		board.link.listener?.onReceive(received, length, -60, 0);
	} else if (kind === messageEvents.pack) board.store(1, received, 0, length);
	else if (kind === messageEvents.send) board.send((received[0] as number) | ((received[1] as number) << 8));
	else if (kind === messageEvents.sent) board.link.listener?.onSent(true);
	else if (kind === messageEvents.wake) {
		const wake = board.wake;
		board.wake = undefined;
		wake?.();
	} else if (kind === messageEvents.ask) {
		board.endpoint.put(1, path.command, contentFormats.senmlCbor, board.writer.bytes, board.writer.length);
	} else if (kind === messageEvents.checksum) crc32(received, 0, length);
	report[0] = stored;
	host.post(messagePosts.stored, reportBytes, 4);
});
