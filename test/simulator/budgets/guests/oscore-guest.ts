import { codes, contentFormats } from "kith/coap/codes";
import { CoapEndpoint } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import { type AeadParameters, type Crypto, cryptoFaults } from "kith/core/crypto";
import { Scheduler } from "kith/core/scheduler";
import { PackedInputs, packInputs } from "kith/definition/packed-inputs";
import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { ValueTable } from "kith/model/value-table";
import { Network } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import { Inputs } from "kith/node/inputs";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { GroupContexts } from "kith/oscore/group-contexts";
import { GroupProtection } from "kith/oscore/group-protection";
import { addressId } from "kith/oscore/id-context";
import { MessageProtector } from "kith/oscore/message-protector";
import { MessageVerifier } from "kith/oscore/message-verifier";
import { RequestBinding } from "kith/oscore/request-binding";
import type { MessageIdentity, Protection } from "kith/security/protection";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter } from "kith/senml/pack-writer";
import { guestAddress, guestNetworkTag, oscoreCalls, oscoreEvents, oscorePosts } from "./oscore-events";

/** A board's cryptography without the work: one native call for each message, which leaves the text as it is. */
class NativeCrypto implements Crypto {
	readonly textLimit = 400;
	#keys = 0;

	importKey(): number {
		return this.#keys++ & 0xff;
	}
	forgetKey(): void {}
	seal(parameters: AeadParameters, buffer: Uint8Array, _offset: number, length: number): number {
		host.call(oscoreCalls.seal, buffer, 0);
		return length + parameters.tagLength;
	}
	open(parameters: AeadParameters, buffer: Uint8Array, _offset: number, length: number): number {
		return host.call(oscoreCalls.open, buffer, 0) < 0 ? cryptoFaults.notAuthentic : length - parameters.tagLength;
	}
	sha256(): void {}
	hmacSha256(): number {
		return 32;
	}
	hkdfSha256(): number {
		return 0;
	}
	agreeP256(): number {
		return cryptoFaults.unsupported;
	}
	publicP256(): number {
		return cryptoFaults.unsupported;
	}
}

class GuestLink implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;

	send(_destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		host.post(oscorePosts.made, frame, length);
		return undefined;
	}
}

/** The message path of a node, from link to value table, without rules and devices. */
class Stack {
	readonly link = new GuestLink();
	readonly #pack = new PackReader();
	readonly #writer = new PackWriter();
	readonly #inputs: Inputs;
	readonly #values: ValueTable;
	readonly #endpoint: CoapEndpoint;
	readonly #scheduler: Scheduler;
	stored = 0;

	constructor(places: PeerPlaces, protection: Protection) {
		const peers = places.length - 1;
		const random = { fill: (bytes: Uint8Array): void => host.fillRandom(bytes) };
		this.#scheduler = new Scheduler({ now: () => host.now(), wakeAt: () => {} });
		const scheduler = this.#scheduler;
		const diagnostics = { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} };
		const addresses = new Uint16Array(peers).map((_, index) => index + 1);
		const inputs = [...addresses].map((address) => ({ address, resourceId: 26, scale: 2, boolean: false }));
		this.#inputs = new Inputs(new PackedInputs(packInputs(inputs)));
		this.#values = new ValueTable(peers);
		const network = new Network({
			link: this.link,
			scheduler,
			random,
			group: protection,
			hop: protection,
			address: guestAddress,
			networkTag: guestNetworkTag,
			boot: 0,
			places,
			diagnostics,
		});
		for (let place = 1; place < places.length; place++) network.believe(place, 0, -1);
		const responses = { onResponse() {}, onTimeout() {} };
		this.#endpoint = new CoapEndpoint({ transport: network, scheduler, random, diagnostics, handler: this, responses });
	}

	onRequest(request: IncomingRequest): number {
		if (!request.pathEquals("r")) return codes.notFound;
		if (request.contentFormat !== contentFormats.senmlCbor) return codes.unsupportedContentFormat;
		const pack = this.#pack;
		const inputs = this.#inputs;
		if (!pack.open(request.buffer, request.payloadOffset, request.payloadLength)) return codes.badRequest;
		while (pack.next()) {
			const input = inputs.find(request.origin, pack.resourceId);
			if (input < 0) continue;
			if (!pack.valueAs(inputs.scale(input), inputs.boolean(input))) return codes.badRequest;
			this.#values.set(input, pack.value, this.#scheduler.now());
			this.stored = pack.value;
		}
		return pack.broken ? codes.badRequest : codes.changed;
	}

	send(value: number): void {
		this.#writer.begin(1);
		this.#writer.add(26, value, 2, false);
		this.#endpoint.postGroup("r", contentFormats.senmlCbor, this.#writer.bytes, this.#writer.length);
		this.link.listener?.onSent(true);
		this.link.listener?.onSent(true);
	}
}

/** Contexts of a node with its peers: to the group, from each of them, and with each of them alone. */
class Contexts {
	readonly crypto = new NativeCrypto();
	readonly contexts: ContextTable;
	readonly cose: CoseObject;
	readonly groups: GroupContexts;
	readonly places: PeerPlaces;
	/** With each peer alone. */
	readonly pairRow: number;

	constructor(peers: number) {
		const { crypto } = this;
		this.contexts = new ContextTable(crypto, peers + 1, undefined, 24 * (peers + 1));
		const { contexts } = this;
		this.cose = new CoseObject(crypto, contexts);
		this.places = new PeerPlaces(new Uint16Array(peers).map((_, index) => index + 1));
		const { places } = this;
		const secrets = {
			readNetworkSecret: () => true,
			readPrivateKey: () => true,
			readPublicKey: () => true,
			role: () => 1,
		};
		const address = guestAddress;
		this.groups = new GroupContexts({ crypto, contexts, secrets, networkTag: guestNetworkTag, address, places });
		this.groups.begin(0, { fill: (bytes) => bytes.fill(0) });
		const chance = new Uint8Array(8);
		for (let place = 1; place <= peers; place++) this.addPeer(place, chance);
		const parameters = { secret: 0, salt: new Uint8Array(8), idContext: new Uint8Array(16) };
		this.pairRow = contexts.add({ ...parameters, senderId: addressId(0x7001), recipientId: addressId(1) });
		for (let peer = 2; peer <= peers; peer++) contexts.add({ ...parameters, recipientId: addressId(peer) });
	}

	private addPeer(place: number, chance: Uint8Array): void {
		this.groups.derive(place, 0, chance, 0);
		this.groups.install(place);
	}
}

class Board {
	readonly identity: MessageIdentity & { origin: number; place: number; sequence: number } = {
		origin: 0,
		place: 0,
		destination: 0xffff,
		boot: 0,
		sequence: 0,
	};
	readonly group: GroupProtection;
	readonly protector: MessageProtector;
	readonly verifier: MessageVerifier;
	readonly binding = new RequestBinding();
	readonly stack: Stack;
	readonly places: PeerPlaces;
	readonly pairRow: number;

	constructor({ contexts, cose, groups, places, pairRow }: Contexts) {
		this.group = new GroupProtection(cose, groups);
		this.protector = new MessageProtector(contexts, cose);
		this.verifier = new MessageVerifier(contexts, cose);
		this.pairRow = pairRow;
		this.places = places;
		this.stack = new Stack(places, this.group);
	}
}

const received = new Uint8Array(512);
const report = new Int32Array(1);
const reportBytes = new Uint8Array(report.buffer);
let kept: Contexts | undefined;
let board: Board | undefined;

function run(on: Board, kind: number, length: number): number {
	if (kind === oscoreEvents.frame) {
		on.stack.link.listener?.onReceive(received, length, -60, 0);
		return on.stack.stored;
	}
	if (kind === oscoreEvents.idle) return 0;
	if (kind === oscoreEvents.body) {
		on.identity.origin = received[0] as number;
		on.identity.place = on.places.find(on.identity.origin);
		on.identity.sequence = received[1] as number;
		return on.group.unprotect(received, 2, length - 2, on.identity);
	}
	if (kind === oscoreEvents.request) return on.verifier.unprotectRequest(received, 0, length, on.binding);
	if (kind === oscoreEvents.protect) {
		const made = on.protector.protectRequest(on.pairRow, received, 0, length, 250, false, on.binding);
		host.post(oscorePosts.made, received, made);
		return made;
	}
	on.stack.send((received[0] as number) | ((received[1] as number) << 8));
	return 0;
}

host.listen(received, (kind, length) => {
	if (kind === oscoreEvents.build) {
		const peers = received[0] as number;
		kept = new Contexts(peers);
		if (received[1] !== 0) board = new Board(kept);
		return;
	}
	if (board === undefined) throw new Error("nothing is built");
	report[0] = run(board, kind, length);
	host.post(oscorePosts.result, reportBytes, 4);
});
