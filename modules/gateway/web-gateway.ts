import type { Scheduler } from "kith/core/scheduler";
import type { Exchange } from "kith/http/exchange";
import { type HttpHandler, HttpServer } from "kith/http/http-server";
import type { Streams } from "kith/http/streams";
import { methods, takers } from "kith/http/words";
import type { Catalogue } from "./catalogue";
import { ResourceWalk, type WebNode } from "./resource-walk";
import { LinksBody, PackBody, PageBody } from "./web-documents";
import { EventsBody } from "./web-events";

export interface WebGatewayOptions {
	readonly streams: Streams;
	readonly scheduler: Scheduler;
	readonly node: WebNode;
	readonly catalogue: Catalogue;
	readonly installation: string;
}

const senmlType = "application/senml+json";

/**
 * The HTTP face of the network (docs/http.md), for reading only, and only what anybody may read: what comes over HTTP is
 * protected by nothing.
 *   /                                a page for people, or everything as SenML
 *   /.well-known/core                what there is, as links
 *   /<node>[/<device>[/<resource>]]  values as SenML
 *   /events                          values as they change
 */
export class WebGateway implements HttpHandler {
	readonly #options: WebGatewayOptions;
	readonly #server: HttpServer;
	/** Made when somebody first asks for something. */
	#documents: Documents | undefined;

	constructor(options: WebGatewayOptions) {
		this.#options = options;
		const { streams, scheduler } = options;
		this.#server = new HttpServer({ streams, scheduler, handler: this });
	}

	/** @returns false where the TCP port cannot be had */
	listen(port: number): boolean {
		return this.#options.streams.listen(port);
	}

	/** Changes that followers of `/events` missed because a newer one overtook them. */
	get overtaken(): number {
		return this.#documents?.events.overtaken ?? 0;
	}

	/** The slot has a new value, or the same one heard again. */
	valueChanged(slot: number): void {
		const events = this.#documents?.events;
		if (events?.changed(slot) === true) this.#server.wake(events);
	}

	close(): void {
		this.#server.close();
	}

	answer(exchange: Exchange): void {
		const { request } = exchange;
		if (request.method === methods.options) {
			exchange.status = 204;
			return;
		}
		this.#documents ??= new Documents(this.#options);
		const documents = this.#documents;
		const { accept } = request;
		if (request.pathIs("/")) {
			if ((accept & takers.html) !== 0) exchange.reply("text/html", documents.page);
			else if ((accept & takers.senml) !== 0) this.readings(exchange, documents);
			else exchange.refuse(406, "this is text/html or application/senml+json: accept one of them");
		} else if (request.pathIs("/.well-known/core")) {
			if ((accept & takers.links) === 0) exchange.refuse(406, "this is application/link-format: accept it");
			else if (request.etag === documents.etag) {
				exchange.status = 304;
				exchange.etag = documents.etag;
			} else {
				exchange.reply("application/link-format", documents.links);
				exchange.etag = documents.etag;
			}
		} else if (request.pathIs("/events")) {
			if ((accept & takers.events) === 0) exchange.refuse(406, "this is text/event-stream: accept it");
			else if (documents.events.follow(exchange)) exchange.reply("text/event-stream", documents.events);
			else exchange.refuse(503, "2 clients follow events already: close one, or ask for values now and then");
		} else if ((accept & takers.senml) === 0)
			exchange.refuse(406, "values are application/senml+json (RFC 8428): accept it");
		else this.readings(exchange, documents);
	}

	/** What is below the request's path, or why there is nothing to tell. */
	private readings(exchange: Exchange, { walk, pack }: Documents): void {
		const { target, pathLength } = exchange.request;
		const { node } = this.#options;
		let found = false;
		let open = false;
		walk.open();
		while (walk.next()) {
			if (walk.slot < 0 || !walk.isBelow(target, pathLength)) continue;
			found = true;
			if (!node.public(walk.slot)) continue;
			open = true;
			if (!node.known(walk.slot)) continue;
			exchange.reply(senmlType, pack);
			return;
		}
		if (!found) exchange.refuse(404, "there is no such resource: see /.well-known/core for those that exist");
		else if (!open)
			exchange.refuse(
				403,
				"this is not public: read it over CoAP with OSCORE, or list its device in the node's public",
			);
		else exchange.refuse(503, "no value has come since the gateway started: try again");
	}
}

/** All that requests are answered with. */
class Documents {
	readonly walk: ResourceWalk;
	readonly page: PageBody;
	readonly links: LinksBody;
	readonly pack: PackBody;
	readonly events: EventsBody;
	readonly #catalogue: Catalogue;
	#etag = 0;

	constructor({ catalogue, node, installation }: WebGatewayOptions) {
		this.#catalogue = catalogue;
		this.walk = new ResourceWalk(catalogue, node);
		this.page = new PageBody(this.walk, installation);
		this.links = new LinksBody(this.walk);
		this.pack = new PackBody(this.walk, node);
		this.events = new EventsBody(this.walk, node);
	}

	/** Of the links, which change with the definition only. Never 0. */
	get etag(): number {
		if (this.#etag !== 0) return this.#etag;
		const { own, peers } = this.#catalogue;
		const hash = mixed(basis, own.bytes);
		this.#etag = (peers === undefined ? hash : mixed(hash, peers.bytes)) | 1;
		return this.#etag;
	}
}

/** FNV-1a, 32 bits: where it begins. */
const basis = 0x811c9dc5;

function mixed(seed: number, bytes: Uint8Array): number {
	let hash = seed | 0;
	for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
	return hash;
}
