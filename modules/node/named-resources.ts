import type { Answers } from "kith/coap/answers";
import { codes, contentFormats } from "kith/coap/codes";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { Scheduler } from "kith/core/scheduler";
import type { Catalogue } from "kith/gateway/catalogue";
import { parseCommand } from "kith/gateway/command";
import { quantities, quantityNames } from "kith/model/quantity";
import type { ValueTable } from "kith/model/value-table";
import { writeValueText } from "kith/model/value-text";
import { NamedRecord } from "kith/senml/named-record";
import { senmlLabels } from "kith/senml/senml-labels";
import { type Members, mayAct, mayRead } from "./access";
import type { Offer } from "./core-document";
import type { Asker } from "./gateway-view";
import type { Inputs } from "./inputs";
import type { NodeLog } from "./node-log";
import { noSlot, type OwnResources } from "./own-resources";
import { bootPath } from "./paths";
import { unitTexts } from "./resource-traits";
import { sentences } from "./sentences";
import type { SingleReading } from "./single-reading";

/** Subjects of observations: slots under their short ids, and from here on under their full names. */
export const namedSubjects = 0x100;

export interface NamedResourcesOptions {
	/** Of this node. */
	readonly address: number;
	readonly names: Catalogue;
	readonly own: OwnResources;
	readonly inputs: Inputs;
	readonly values: ValueTable;
	readonly reading: SingleReading;
	readonly scheduler: Scheduler;
	readonly heartbeatMs: number;
	readonly asker: Asker;
	readonly members: Members;
	readonly log: NodeLog | undefined;
}

const slash = 0x2f;

/**
 * A gateway's resources by their full names, `/NODE/DEVICE/RESOURCE`: its own and those of its peers, with the age of
 * what it last heard. Setting a peer's is passed on to it, and answered when it has answered.
 */
export class NamedResources implements Offer {
	/** Set once by the composition, because the endpoint needs its handler first. */
	answers: Answers | undefined;
	readonly #options: NamedResourcesOptions;
	readonly #names: Catalogue;
	readonly #record = new NamedRecord();

	constructor(options: NamedResourcesOptions) {
		this.#options = options;
		this.#names = options.names;
	}

	/** Whether the gateway keeps a value of this resource. */
	offers(address: number, resourceId: number): boolean {
		return this.slotOf(address, resourceId) >= 0;
	}

	onRequest(request: IncomingRequest): number {
		if (request.pathEquals(bootPath)) return this.tellBoot(request);
		const slot = this.find(request);
		if (slot === noSlot) return request.explain(codes.notFound, sentences.noSuchResource);
		if (request.code === codes.get) {
			if (!mayRead(request, this.isPublic(slot))) return request.explain(codes.unauthorized, sentences.needsKey);
			return this.describe(request, slot);
		}
		if (request.code !== codes.put || !this.#names.cursor.writable || request.group)
			return request.explain(codes.methodNotAllowed, sentences.readOnly);
		if (!mayAct(request)) return request.explain(codes.unauthorized, sentences.needsKey);
		return this.put(request);
	}

	private tellBoot(request: IncomingRequest): number {
		if (request.code !== codes.get) return request.explain(codes.methodNotAllowed, sentences.getOnly);
		const { bootContext } = this.#options.members;
		request.setPayload(bootContext, bootContext.length, contentFormats.octets);
		request.replyMaxAge = 0;
		return codes.content;
	}

	represent(request: IncomingRequest, slot: number): number {
		const { own, inputs, address } = this.#options;
		const mine = slot < own.count;
		const owner = mine ? address : inputs.address(slot - own.count);
		const id = mine ? own.resourceId(slot) : inputs.resourceId(slot - own.count);
		return this.seek(owner, id) ? this.describe(request, slot) : codes.notFound;
	}

	/** The cursor is on the slot's resource. */
	private describe(request: IncomingRequest, slot: number): number {
		const { values, scheduler, heartbeatMs } = this.#options;
		const { accept } = request;
		if (accept >= 0 && accept !== contentFormats.senmlCbor && accept !== contentFormats.text)
			return request.explain(codes.notAcceptable, sentences.formats);
		request.subject = namedSubjects | slot;
		if (!values.known(slot)) return request.explain(codes.serviceUnavailable, sentences.noValue);
		const value = values.value(slot);
		const ageSeconds = (values.age(slot, scheduler.now()) / 1000) | 0;
		// It is told again within a heartbeat; one that was missed is no reason to distrust it.
		request.replyMaxAge = Math.max(0, ((2 * heartbeatMs) / 1000 - ageSeconds) | 0);
		const quantity = quantities[quantityNames[this.#names.cursor.quantity] as (typeof quantityNames)[number]];
		if (accept === contentFormats.text) {
			const length = writeValueText(request.reply, value, quantity.scale, quantity.boolean);
			request.setPayload(request.reply, length, contentFormats.text);
			return codes.content;
		}
		const length = this.write(request.reply, value, ageSeconds);
		request.setPayload(request.reply, length, contentFormats.senmlCbor);
		return codes.content;
	}

	private write(target: Uint8Array, value: number, ageSeconds: number): number {
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength, quantity } = this.#names.cursor;
		const { scale, boolean } = quantities[quantityNames[quantity] as (typeof quantityNames)[number]];
		const unit = unitTexts[quantity] as Uint8Array;
		const record = this.#record;
		const fields = 2 + (unit.length > 0 ? 1 : 0) + (ageSeconds > 0 ? 1 : 0);
		record.begin(target, bytes, nodeOffset, nodeLength, pathOffset, pathLength, fields);
		if (unit.length > 0) record.text(senmlLabels.unit, unit);
		record.value(value, scale, boolean);
		if (ageSeconds > 0) record.number(senmlLabels.time, -ageSeconds);
		return record.length;
	}

	private put(request: IncomingRequest): number {
		const { address, resourceId, minimum, maximum, quantity } = this.#names.cursor;
		const { scale, boolean } = quantities[quantityNames[quantity] as (typeof quantityNames)[number]];
		const { buffer, payloadOffset, payloadLength, contentFormat } = request;
		let value = 0;
		if (contentFormat === contentFormats.senmlCbor) {
			const { reading } = this.#options;
			if (!reading.readAnyName(buffer, payloadOffset, payloadLength, scale, boolean))
				return request.explain(codes.badRequest, sentences.badValue);
			value = reading.value;
			if (value < minimum || value > maximum) return request.explain(codes.badRequest, sentences.badValue);
		} else if (contentFormat < 0 || contentFormat === contentFormats.text) {
			const text = buffer.subarray(payloadOffset, payloadOffset + payloadLength);
			const command = parseCommand(text, payloadLength, { boolean, scale, minimum, maximum });
			if ("refused" in command) return request.explain(codes.badRequest, sentences.badValue);
			value = command.value;
		} else return request.explain(codes.unsupportedContentFormat, sentences.formats);
		return this.pass(request, address, resourceId, value);
	}

	/**
	 * Asks whom it concerns; the answer may come at once or later. Another node hears of this gateway alone, which may set
	 * anything: so not every member may have it do so.
	 */
	private pass(request: IncomingRequest, address: number, resourceId: number, value: number): number {
		const { asker, members } = this.#options;
		const mine = address === this.#options.address;
		if (!(mine ? members.mayAct(request.origin) : members.mayAsk(request.origin))) {
			this.#options.log?.refused(members.memberOf(request.origin), address, resourceId);
			return request.explain(codes.forbidden, sentences.notYours);
		}
		if (mine) {
			let answered: string | undefined;
			const hear = (refused: string | undefined): void => {
				answered = refused;
			};
			asker.ask(address, resourceId, value, hear, members.memberOf(request.origin));
			return answered === undefined ? codes.changed : request.explain(codes.serviceUnavailable, sentences.starting);
		}
		const ticket = request.defer();
		if (ticket < 0) return request.explain(codes.serviceUnavailable, sentences.busy);
		// Not from here: on top of the request's own calls those that derive a context for the node need too much of the stack.
		this.#options.scheduler.after(0, () => {
			const passed = asker.ask(address, resourceId, value, (refused) => this.answer(ticket, refused));
			if (!passed) this.answer(ticket, "too many requests at once, try again");
		});
		return codes.empty;
	}

	private answer(ticket: number, refused: string | undefined): void {
		const sentence = new Uint8Array(refused?.length ?? 0);
		for (let index = 0; index < sentence.length; index++) sentence[index] = (refused as string).charCodeAt(index);
		const code = refused === undefined ? codes.changed : codes.badGateway;
		this.answers?.answer(ticket, code, sentence, sentence.length, -1);
	}

	private isPublic(slot: number): boolean {
		const { own, inputs } = this.#options;
		return slot < own.count ? own.public(slot) : inputs.public(slot - own.count);
	}

	private slotOf(address: number, resourceId: number): number {
		const { own, inputs } = this.#options;
		if (address === this.#options.address) return own.slotOf(resourceId);
		const input = inputs.find(address, resourceId);
		return input < 0 ? noSlot : own.count + input;
	}

	/** Puts the cursor on the resource that the path names. @returns its slot, or `noSlot` */
	private find(request: IncomingRequest): number {
		const { cursor, own, peers } = this.#names;
		for (let half = 0; half < 2; half++) {
			cursor.open(half === 0 ? own : (peers ?? own));
			while (cursor.next()) if (this.isNamed(request)) return this.slotOf(cursor.address, cursor.resourceId);
		}
		return noSlot;
	}

	private seek(address: number, resourceId: number): boolean {
		const { cursor, own, peers } = this.#names;
		cursor.open(address === this.#options.address ? own : (peers ?? own));
		while (cursor.next()) if (cursor.address === address && cursor.resourceId === resourceId) return true;
		return false;
	}

	private isNamed(request: IncomingRequest): boolean {
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength } = this.#names.cursor;
		if (request.pathLength !== nodeLength + 1 + pathLength || request.pathByte(nodeLength) !== slash) return false;
		for (let index = 0; index < nodeLength; index++)
			if (request.pathByte(index) !== bytes[nodeOffset + index]) return false;
		for (let index = 0; index < pathLength; index++)
			if (request.pathByte(nodeLength + 1 + index) !== bytes[pathOffset + index]) return false;
		return true;
	}
}
