import type { TextWriter } from "kith/core/text-writer";
import type { Exchange, HttpBody } from "kith/http/exchange";
import { writeJsonRecord } from "kith/senml/json-record";
import type { ResourceWalk, WebNode } from "./resource-walk";

/** Appends the present resource of the walk as a SenML record. */
export function writeResource(writer: TextWriter, walk: ResourceWalk, node: WebNode): void {
	const { unit, scale, boolean } = walk.quantity;
	const { slot } = walk;
	writeJsonRecord(writer, walk.cursor, unit, node.value(slot), scale, boolean, node.ageSeconds(slot));
}

/** Whether the walk's present resource has a value that anybody may read. */
export function isReadable(walk: ResourceWalk, node: WebNode): boolean {
	return walk.slot >= 0 && node.public(walk.slot) && node.known(walk.slot);
}

/**
 * What is below the request's path, as a SenML pack in JSON. It is written piece by piece: a value that changes meanwhile
 * is told as it is when its turn comes, and every record is whole.
 */
export class PackBody implements HttpBody {
	readonly #walk: ResourceWalk;
	readonly #node: WebNode;

	constructor(walk: ResourceWalk, node: WebNode) {
		this.#walk = walk;
		this.#node = node;
	}

	write(exchange: Exchange, writer: TextWriter): void {
		const walk = this.#walk;
		const { target, pathLength } = exchange.request;
		walk.skip(exchange.position);
		while (walk.next()) {
			if (isReadable(walk, this.#node) && walk.isBelow(target, pathLength)) {
				const mark = writer.length;
				writer.byte(exchange.count === 0 ? 0x5b : 0x2c);
				writeResource(writer, walk, this.#node);
				if (writer.overflow) {
					writer.rewind(mark);
					return;
				}
				exchange.count++;
			}
			exchange.position = walk.place + 1;
		}
		// A pack has at least one record: what became of it is not this body's business.
		exchange.ended = writer.room >= 3;
		if (exchange.ended) writer.text(exchange.count === 0 ? "[]\n" : "]\n");
	}
}

/** `/.well-known/core` (RFC 6690) of what can be read here. */
export class LinksBody implements HttpBody {
	readonly #walk: ResourceWalk;

	constructor(walk: ResourceWalk) {
		this.#walk = walk;
	}

	write(exchange: Exchange, writer: TextWriter): void {
		const walk = this.#walk;
		walk.skip(exchange.position);
		while (walk.next()) {
			if (walk.slot >= 0) {
				const mark = writer.length;
				if (exchange.count > 0) writer.byte(0x2c);
				this.#link(writer);
				if (writer.overflow) {
					writer.rewind(mark);
					return;
				}
				exchange.count++;
			}
			exchange.position = walk.place + 1;
		}
		exchange.ended = true;
	}

	#link(writer: TextWriter): void {
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength, writable } = this.#walk.cursor;
		writer.text("</").span(bytes, nodeOffset, nodeLength).byte(0x2f).span(bytes, pathOffset, pathLength);
		writer.text('>;rt="kith.').text(this.#walk.quantity.name);
		writer.text(writable ? '";if="core.a";ct=110' : '";if="core.s";ct=110');
	}
}

/** The page for people: what nodes there are, and all values as they change. */
export class PageBody implements HttpBody {
	readonly #walk: ResourceWalk;
	readonly #installation: string;

	constructor(walk: ResourceWalk, installation: string) {
		this.#walk = walk;
		this.#installation = installation;
	}

	/** `count` is the part that comes next: the beginning, the nodes' links, the end. */
	write(exchange: Exchange, writer: TextWriter): void {
		if (exchange.count === 0) {
			writer.text('<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>');
			writer.text(this.#installation).text("</title><h1>").text(this.#installation).text("</h1><p>");
			exchange.count = 1;
		}
		if (exchange.count === 1 && !this.#links(exchange, writer)) return;
		exchange.count = 2;
		if (writer.room < pageEnd.length) return;
		writer.text(pageEnd);
		exchange.ended = true;
	}

	/** @returns whether all are written */
	#links(exchange: Exchange, writer: TextWriter): boolean {
		const walk = this.#walk;
		const { cursor } = walk;
		walk.skip(exchange.position);
		let before = exchange.position === 0 ? 0 : cursor.address;
		while (walk.next()) {
			if (cursor.address !== before) {
				const mark = writer.length;
				writer.text('<a href="/').span(cursor.bytes, cursor.nodeOffset, cursor.nodeLength).text('">');
				writer.span(cursor.bytes, cursor.nodeOffset, cursor.nodeLength).text("</a>\n");
				if (writer.overflow) {
					writer.rewind(mark);
					return false;
				}
				before = cursor.address;
			}
			exchange.position = walk.place + 1;
		}
		return true;
	}
}

/** Values come over `/events`, one record each. */
const pageEnd =
	'<table id="t"></table><p><a href="/.well-known/core">all resources</a><script>' +
	"const r={};new EventSource('/events').onmessage=e=>{for(const{n,u='',v,vb}of JSON.parse(e.data)){" +
	"const c=r[n]||(r[n]=t.insertRow());c.innerHTML='';for(const s of[n,(vb===undefined?v:vb)+' '+u])c.insertCell().textContent=s}}" +
	"</script>";
