/**
 * What can be measured or set, each with its SenML unit (RFC 8428 section 12.1 and the IANA registry) and the decimal
 * resolution in which every node holds it.
 *
 * Inside a node a value is always an int32 count of 10^-scale units: 23.45 Cel at scale 2 is 2345. Integers are what
 * XS and a chip without a floating-point unit are quick at, and they print and encode exactly. Booleans are 0 and 1.
 */
export interface Quantity {
	readonly name: string;
	/** SenML unit, "" for booleans. */
	readonly unit: string;
	/** Decimal places, 0-3; 0 for booleans. */
	readonly scale: number;
	readonly boolean: boolean;
}

export const quantities = {
	temperature: { name: "temperature", unit: "Cel", scale: 2, boolean: false },
	humidity: { name: "humidity", unit: "%RH", scale: 2, boolean: false },
	illuminance: { name: "illuminance", unit: "lx", scale: 1, boolean: false },
	carbonDioxide: { name: "carbonDioxide", unit: "ppm", scale: 0, boolean: false },
	/** Share of full power or brightness, in percent (SenML secondary unit "%", RFC 8798). */
	level: { name: "level", unit: "%", scale: 0, boolean: false },
	/** True while a person moves in view. */
	motion: { name: "motion", unit: "", scale: 0, boolean: true },
	/** True while a door or window stands open. */
	open: { name: "open", unit: "", scale: 0, boolean: true },
	/** True while a switched thing is on. */
	on: { name: "on", unit: "", scale: 0, boolean: true },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantities;

/** A quantity's place in this list is its number in definitions: the list may grow at its end, nothing else. */
export const quantityNames: readonly QuantityName[] = Object.freeze([
	"temperature",
	"humidity",
	"illuminance",
	"carbonDioxide",
	"level",
	"motion",
	"open",
	"on",
]);

/** One property of a device: the Web of Things "property", from which every face of the node is derived. */
export interface ResourceDescription {
	/** Name within its device, camelCase, e.g. "temperature". */
	readonly name: string;
	readonly quantity: QuantityName;
	/** Whether peers and rules may set it. */
	readonly writable: boolean;
	/** Inclusive range, in 10^-scale units. A value outside is a sensor fault or a refused write. */
	readonly minimum: number;
	readonly maximum: number;
	/** A change of at least this much is told to the peers at once, in 10^-scale units; booleans: 1. */
	readonly deadband: number;
}
