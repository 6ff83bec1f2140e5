import type { BlockSource } from "kith/coap/block-source";
import { codes } from "kith/coap/codes";
import { CoapEndpoint, type RequestHandler } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { MessageListener, MessageTransport } from "kith/coap/message-transport";
import { firstDistantPeer, internetPolicy } from "kith/coap/policy";
import { Scheduler } from "kith/core/scheduler";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const seeds = [
	// Discovery with a filter, and its second block.
	"42011234aabb bb2e77656c6c2d6b6e6f776e 04636f7265 4572743d6b2a",
	"42011235aabb bb2e77656c6c2d6b6e6f776e 04636f7265 c113",
	// Observe, and its end; a short answer in blocks of 16; one with an ETag.
	"42011236aabb 60 5131",
	"42011237aabb 6101 5131",
	"42011238aabb b131 c100",
	"42011239aabb 43123456 7131",
	// Two blocks of a body with a Request-Tag, an answer that comes later, a wish for silence.
	"4203123aaabb b131 d10308 d1fc01 ff 000102030405060708090a0b0c0d0e0f",
	"4203123baabb b131 d10310 d1fc01 ff 0001",
	"4202123caabb b131 ff 05",
	"5203123daabb b131 d1ea1a ff 05",
	// Acknowledgement, Reset, a response that nobody waits for.
	"60000001",
	"70000002",
	"42451240aabb 6105 ff 31",
].map(hex);

/** What only the fuzzer's clock shows: time passes as it says. */
class Time {
	now = 0;
	deadline = 0;
	wake: (() => void) | undefined;

	advance(ms: number): void {
		this.now = (this.now + ms) | 0;
		for (let rings = 0; rings < 64 && this.wake !== undefined && ((this.now - this.deadline) | 0) >= 0; rings++) {
			const wake = this.wake;
			this.wake = undefined;
			wake();
		}
	}
}

/** A server that uses everything there is, on a transport that drops what it is given. */
class Server implements RequestHandler, MessageTransport, BlockSource {
	readonly messageLimit = 233;
	listener: MessageListener | undefined;
	more = false;
	ticket = -1;
	handled = 0;
	readonly payload = new Uint8Array(30);

	onRequest(request: IncomingRequest): number {
		this.handled++;
		if (request.code === codes.post) {
			this.ticket = request.defer();
			return this.ticket < 0 ? codes.serviceUnavailable : codes.empty;
		}
		if (request.code !== codes.get) return codes.changed;
		if (request.pathEquals(".well-known/core")) {
			request.setSource(this, 40);
			return codes.content;
		}
		return this.represent(request);
	}

	represent(request: IncomingRequest): number {
		request.subject = 1;
		request.replyEtag = 0x123456;
		request.setPayload(this.payload, 30, 0);
		return codes.content;
	}

	onUpload(): this {
		return this;
	}

	readBlock(offset: number, _target: Uint8Array, size: number): number {
		this.more = offset + size < 300;
		return Math.max(0, Math.min(size, 300 - offset));
	}

	writeBlock(): number {
		return 0;
	}

	finish(): number {
		return codes.changed;
	}

	abort(): void {}

	sendUnicast(): number {
		return 0;
	}

	sendGroup(): number {
		return 0;
	}
}

/** An endpoint with observers, uploads and answers that come later, spoken to by nodes, desktops and groups. */
export function coapServer(): FuzzTarget {
	const time = new Time();
	const server = new Server();
	const clock = {
		now: () => time.now,
		wakeAt(deadline: number, wake: () => void): void {
			time.deadline = deadline;
			time.wake = wake;
		},
	};
	const endpoint = new CoapEndpoint({
		transport: server,
		scheduler: new Scheduler(clock),
		random: { fill: (bytes) => host.fillRandom(bytes) },
		diagnostics: { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} },
		handler: server,
		responses: { onResponse() {}, onTimeout() {} },
		distantPolicy: internetPolicy,
	});
	// Every table that is made when it is first needed, so that none is made later.
	for (let exchange = 0; exchange < 8; exchange++) endpoint.get(9, "1");
	const hear = (origin: number, group: boolean, bytes: Uint8Array, length: number): boolean => {
		const before = server.handled;
		server.listener?.onMessage(origin, group, bytes, 0, length, 0, 0);
		return server.handled > before;
	};
	for (const seed of seeds) hear(9, false, seed.slice(), seed.length);
	hear(firstDistantPeer, true, seeds[0] as Uint8Array, (seeds[0] as Uint8Array).length);
	time.advance(300_000);
	let count = 0;
	return {
		seeds,
		feed(bytes, length) {
			count++;
			const origin = count % 3 === 0 ? firstDistantPeer + (count & 7) : 1 + (count & 3);
			const understood = hear(origin, count % 16 === 0, bytes, length);
			if (server.ticket >= 0) endpoint.answer(server.ticket, codes.changed, server.payload, 1, 0);
			server.ticket = -1;
			endpoint.changed(1);
			time.advance(count % 50 === 0 ? 70_000 : 40);
			return understood;
		},
	};
}
