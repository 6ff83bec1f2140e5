import { type LeafKind, leafKinds } from "kith/definition/definition";
import type { QuantityName, quantities } from "kith/model/quantity";
import { Action, type Line } from "./action";
import { Condition } from "./condition";
import type { Duration } from "./duration";
import type { PropertyReference } from "./reference";

type Quantities = typeof quantities;

/** Quantities that are true or false. */
export type BooleanQuantity = { [Q in QuantityName]: Quantities[Q]["boolean"] extends true ? Q : never }[QuantityName];
export type NumberQuantity = Exclude<QuantityName, BooleanQuantity>;

/** How old a value may be before the test is unknown: 3 sampling periods or 3 heartbeats unless said here. */
export interface AgeOptions {
	readonly maximumAge?: Duration;
}

export interface ThresholdOptions extends AgeOptions {
	/** How far the value must come back, in the property's unit, before the test turns false again. Default 0. */
	readonly hysteresis?: number;
}

/** A property of a device; what can be asked of it and done to it depends on its quantity `Q`. */
export class Property<Q extends QuantityName = QuantityName> {
	/** The quantity is part of the type: a temperature cannot be compared with a humidity. */
	readonly quantity: Q;
	readonly #reference: PropertyReference;

	constructor(reference: PropertyReference, quantity: Q) {
		this.#reference = reference;
		this.quantity = quantity;
	}

	get reference(): PropertyReference {
		return this.#reference;
	}

	/** True when nothing was heard of it for `age`, or nothing yet. Never unknown. */
	olderThan(age: Duration): Condition {
		return this.test(leafKinds.olderThan, 0, age, {});
	}

	protected test(kind: LeafKind, limit: number | Property, margin: number, { maximumAge }: AgeOptions): Condition {
		const compared = typeof limit === "number" ? limit : limit.reference;
		return new Condition({ test: { kind, property: this.#reference, limit: compared, margin, maximumAge } });
	}
}

/** A property that is a number. */
export class NumberProperty<Q extends NumberQuantity = NumberQuantity> extends Property<Q> {
	/** True above `limit`, a number in its unit or another property of the same quantity. */
	above(limit: number | NumberProperty<Q>, options: ThresholdOptions = {}): Condition {
		const kind = typeof limit === "number" ? leafKinds.above : leafKinds.aboveSlot;
		return this.test(kind, limit, options.hysteresis ?? 0, options);
	}

	/** True below `limit`, a number in its unit or another property of the same quantity. */
	below(limit: number | NumberProperty<Q>, options: ThresholdOptions = {}): Condition {
		const kind = typeof limit === "number" ? leafKinds.below : leafKinds.belowSlot;
		return this.test(kind, limit, options.hysteresis ?? 0, options);
	}
}

/** A number that can be set, for example the level of a lamp. */
export class AdjustableProperty<Q extends NumberQuantity = NumberQuantity> extends NumberProperty<Q> {
	set(value: number): Action {
		return new Action(this.reference, value);
	}

	/** Follows another number, of whatever quantity, along a straight line. */
	follow(source: NumberProperty, line: Line): Action {
		return new Action(this.reference, { source: source.reference, line });
	}
}

/** A property that is true or false. */
export class BooleanProperty<Q extends BooleanQuantity = BooleanQuantity> extends Property<Q> {
	isTrue(options: AgeOptions = {}): Condition {
		return this.test(leafKinds.isTrue, 0, 0, options);
	}

	isFalse(options: AgeOptions = {}): Condition {
		return this.isTrue(options).not();
	}

	/** True while it is, and for `time` after it last was. */
	within(time: Duration, options: AgeOptions = {}): Condition {
		return this.test(leafKinds.within, 0, time, options);
	}
}

/** A door or window contact. */
export class ContactProperty extends BooleanProperty<"open"> {
	isOpen(options: AgeOptions = {}): Condition {
		return this.isTrue(options);
	}

	isClosed(options: AgeOptions = {}): Condition {
		return this.isFalse(options);
	}
}

/** Something that can be switched. */
export class SwitchProperty<Q extends BooleanQuantity = BooleanQuantity> extends BooleanProperty<Q> {
	isOn(options: AgeOptions = {}): Condition {
		return this.isTrue(options);
	}

	isOff(options: AgeOptions = {}): Condition {
		return this.isFalse(options);
	}

	on(): Action {
		return new Action(this.reference, 1);
	}

	off(): Action {
		return new Action(this.reference, 0);
	}
}
