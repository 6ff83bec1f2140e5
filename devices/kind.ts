import type { Scheduler } from "kith/core/scheduler";
import type { Store } from "kith/core/store";
import type { OptionValue } from "kith/definition/definition";
import type { ResourceDescription } from "kith/model/quantity";
import type { IoProvider } from "./io/io";

/** A device's options as its definition carries them: pins as GPIO numbers, durations in ms, validated on the desktop. */
export type DeviceOptions = ReadonlyMap<string, OptionValue>;

/**
 * A kind of device, as the runtime knows it: what it measures or sets, and how to open one. Beside each kind lies its
 * `define.ts`, with which an installation declares one (desktop only), and its ECMA-419 driver class.
 */
export interface DeviceKind {
	/** As in the definition, e.g. "sht4x". */
	readonly name: string;
	/** What one such device offers, in the order of its slots. Only a virtual device lets its options say. */
	resources(options: DeviceOptions): readonly ResourceDescription[];
	/** Opens the device; options were validated on the desktop by the schema in `define.ts`. Throws on wrong ones. */
	open(options: DeviceOptions, context: DeviceContext): Device;
}

/** What an open device is given. */
export interface DeviceContext {
	readonly io: IoProvider;
	readonly scheduler: Scheduler;
	readonly store: Store;
	/** Position among the node's devices, 0…15: spreads the first samples after a boot. */
	readonly index: number;
	/** `DeviceDefinition.resourceIds`: permanent, so they, and not a name or an index, may key what is stored. */
	readonly resourceIds: readonly number[];
	/** A new value of the device's resource `index`, in 10^-scale units. Also call it when the value is unchanged: age matters. */
	report(index: number, value: number): void;
	/** The device failed; it tries again by itself at its next period. */
	fault(kind: DeviceFault): void;
}

/** Every way in which a device fails; what a driver answers instead of a value. */
export type DeviceFault = "does not answer" | "checksum" | "out of range" | "not stored";

export interface Device {
	/**
	 * Sets the writable resource `index`; the node checked its range. Reports the value it then has, or answers why
	 * nothing changed. Throws TypeError for a resource that cannot be set.
	 */
	write(index: number, value: number): DeviceFault | undefined;
	/** Stops its timers, leaves its outputs off and gives its pins back. May be called twice. */
	close(): void;
}
