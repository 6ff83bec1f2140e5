import { Scheduler } from "kith/core/scheduler";
import { catalogueOf } from "kith/definition/encode-peers";
import { Catalogue } from "kith/gateway/catalogue";
import { WebGateway } from "kith/gateway/web-gateway";
import type { StreamListener, Streams } from "kith/http/streams";
import { webEvents, webPosts } from "./web-events";

const received = new Uint8Array(512);
const answer = new Uint8Array(4);

/** Clients that take everything at once, and of it keep nothing. */
class GuestStreams implements Streams {
	listener: StreamListener | undefined;
	responses = 0;

	listen(): boolean {
		return true;
	}

	writable(): boolean {
		return true;
	}

	write(_stream: number, bytes: Uint8Array): boolean {
		if (bytes[0] === 0x48 && bytes[1] === 0x54) this.responses++;
		return true;
	}

	close(): void {}

	end(): void {}
}

const nodes = 16;

function names(): Catalogue {
	const own = catalogueOf([{ address: 1, name: "gateway", resources: [] }]);
	const resource = { resourceId: 0, path: "climate/temperature", writable: false, minimum: 0, maximum: 0 };
	const peers = Array.from({ length: nodes }, (_, index) => ({
		address: 2 + index,
		name: `room${index}`,
		resources: [{ ...resource, quantity: "temperature" as const }],
	}));
	return new Catalogue(own, catalogueOf(peers));
}

function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}

const host1 = " HTTP/1.1\r\nHost: k\r\n";
const requests = [
	`GET /room3/climate/temperature${host1}\r\n`,
	`GET /${host1}Accept: application/json\r\n\r\n`,
	`GET /${host1}\r\n`,
	`GET /.well-known/core${host1}\r\n`,
	`GET /.well-known/core${host1}If-None-Match: "12345678"\r\n\r\n`,
	`HEAD /events${host1}\r\n`,
	`GET /cellar${host1}\r\n`,
	`PUT /room3/climate/temperature${host1}Content-Length: 1\r\n\r\n1`,
	"garbage\r\n\r\n",
	`GET /${"a".repeat(300)}${host1}\r\n`,
].map(bytesOf);
const follow = bytesOf(`GET /events${host1}\r\n`);

class Board {
	readonly streams = new GuestStreams();
	readonly catalogue = names();
	readonly scheduler = new Scheduler({ now: () => host.now(), wakeAt() {} });
	gateway: WebGateway | undefined;

	build(): void {
		this.gateway = new WebGateway({
			streams: this.streams,
			scheduler: this.scheduler,
			catalogue: this.catalogue,
			installation: "villa",
			node: {
				slots: nodes,
				slotOf: (address: number): number => address - 2,
				public: () => true,
				known: () => true,
				value: (slot: number): number => slot * 100,
				ageSeconds: () => 3,
			},
		});
	}

	ask(times: number): void {
		const listener = this.streams.listener;
		for (let time = 0; time < times; time++) {
			for (let index = 0; index < requests.length; index++) {
				const request = requests[index] as Uint8Array;
				listener?.onOpened(0);
				listener?.onData(0, request, request.length);
				listener?.onClosed(0);
			}
		}
	}

	crowd(): void {
		const listener = this.streams.listener;
		for (let stream = 0; stream < 4; stream++) listener?.onOpened(stream);
		for (let stream = 0; stream < 2; stream++) listener?.onData(stream, follow, follow.length);
		for (let slot = 0; slot < nodes; slot++) this.gateway?.valueChanged(slot);
		for (let stream = 0; stream < 4; stream++) listener?.onClosed(stream);
	}
}

const board = new Board();

host.listen(received, (kind) => {
	if (kind === webEvents.build) board.build();
	else if (kind === webEvents.ask) board.ask((received[0] as number) | ((received[1] as number) << 8));
	else if (kind === webEvents.crowd) board.crowd();
	for (let index = 0; index < 4; index++) answer[index] = board.streams.responses >> (8 * index);
	host.post(webPosts.responses, answer, 4);
});
