import type { CatalogueCursor } from "kith/definition/catalogue-cursor";
import { type Quantity, quantities, quantityNames } from "kith/model/quantity";
import type { Catalogue } from "./catalogue";

/** What the web gateway needs of the node it runs on, by slot: own resources, then inputs. */
export interface WebNode {
	readonly slots: number;
	/** The slot in which the resource's value is kept, -1: it is not kept. */
	slotOf(address: number, resourceId: number): number;
	/** Anybody may read it. */
	public(slot: number): boolean;
	known(slot: number): boolean;
	value(slot: number): number;
	/** Seconds since it came. */
	ageSeconds(slot: number): number;
}

/** Goes through everything that the gateway speaks for, its own first, one resource after the other. */
export class ResourceWalk {
	readonly cursor: CatalogueCursor;
	/** Of the present resource, -1: the gateway keeps no value of it. */
	slot = -1;
	/** How many came before the present one. */
	place = -1;
	readonly #catalogue: Catalogue;
	readonly #node: WebNode;
	#own = true;

	constructor(catalogue: Catalogue, node: WebNode) {
		this.#catalogue = catalogue;
		// Shared with all who look names up: a walk goes from its beginning within one call.
		this.cursor = catalogue.cursor;
		this.#node = node;
	}

	/** Goes before the first resource. */
	open(): void {
		this.cursor.open(this.#catalogue.own);
		this.#own = true;
		this.place = -1;
	}

	/** Goes behind so many of the resources. */
	skip(count: number): void {
		this.open();
		for (let passed = 0; passed < count && this.next(); passed++);
	}

	/** @returns false at the end */
	next(): boolean {
		const { cursor } = this;
		if (!cursor.next()) {
			const { peers } = this.#catalogue;
			if (!this.#own || peers === undefined) return false;
			this.#own = false;
			cursor.open(peers);
			if (!cursor.next()) return false;
		}
		this.place++;
		this.slot = this.#node.slotOf(cursor.address, cursor.resourceId);
		return true;
	}

	get quantity(): Quantity {
		return quantities[quantityNames[this.cursor.quantity] as (typeof quantityNames)[number]];
	}

	/** Whether "/node/device/resource" of the present resource is this path, or lies below it. "/": all do. */
	isBelow(path: Uint8Array, length: number): boolean {
		if (length === 1) return true;
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength } = this.cursor;
		const whole = nodeLength + pathLength + 2;
		if (length > whole) return false;
		for (let index = 1; index < length; index++) {
			const place = index - 1 - nodeLength;
			const expected = place < 0 ? bytes[nodeOffset + index - 1] : place === 0 ? slash : bytes[pathOffset + place - 1];
			if (path[index] !== expected) return false;
		}
		if (length === whole) return true;
		// The next character of the name must begin another part of it.
		const place = length - 1 - nodeLength;
		return place === 0 || (place > 0 && bytes[pathOffset + place - 1] === slash);
	}
}

const slash = 0x2f;
