/**
 * What one node is told about itself: evaluated from the installation's TypeScript on the desktop, validated there,
 * encoded as CBOR, kept in its own partition. All numbers are integers; values are in 10^-scale units of their
 * resource; all durations milliseconds (int32, at most `durationLimitMs`).
 *
 * A **slot** is an index into the node's value table: first the node's own resources in the order of its devices (and
 * within a device in the order of its kind's descriptions), then the `inputs` heard from peers.
 */
export interface NodeDefinition {
	readonly installation: string;
	readonly node: string;
	/** Permanent address, 1…0xFFEF. */
	readonly address: number;
	/** First two bytes of every frame's network tag, big-endian, drawn once per installation. */
	readonly networkTag: number;
	/** Wi-Fi channel 1-13 of the radio. */
	readonly channel: number;
	/** Bit set of `linkBits`. Absent: ESP-NOW alone. */
	readonly links?: number;
	readonly gateway: boolean;
	/** TCP port on which a gateway serves HTTP, 1…65535. Absent: it does not. */
	readonly http?: number;
	/** IPv4 address of the server that a gateway asks for the time (SNTP). Absent: it asks none. */
	readonly timeServer?: string;
	/** A reading is repeated at least this often, changed or not. */
	readonly heartbeatMs: number;
	readonly devices: readonly DeviceDefinition[];
	readonly inputs: readonly InputDefinition[];
	readonly rules: readonly RuleDefinition[];
	/** Nodes that this node must know by name: those of its inputs and of its rules' targets; a gateway: all. */
	readonly peers: readonly PeerDefinition[];
	/** Addresses of further nodes whose frames this node passes on, and that pass on its own; it listens to none of them. */
	readonly members: readonly number[];
	/** Zones whose floods this node hears and passes on, beside those for the whole network. */
	readonly zones: readonly number[];
	/** Zone that the node's own readings are for; `wholeNetwork` where they are for all. 0: boards do not relay at all. */
	readonly groupZone: number;
}

/** Ways in which a board speaks with its neighbours. */
export const linkBits = { espNow: 1, ble: 2 } as const;
/** All of them. */
export const linkMask = 3;

export type OptionValue = number | string | boolean;

export interface DeviceDefinition {
	/** Name within its node, e.g. "climate". */
	readonly name: string;
	/** Name of a device kind, e.g. "sht4x". */
	readonly kind: string;
	/** Validated by the kind's own schema. Durations in ms, pins as GPIO numbers. */
	readonly options: ReadonlyMap<string, OptionValue>;
	/** Permanent short ids (0…255) of the device's resources on the air, in the order of the kind's descriptions. */
	readonly resourceIds: readonly number[];
	/** Anybody may read it, unprotected too. Default: members only. */
	readonly public?: boolean;
}

/** A peer's resource that this node listens to. */
export interface InputDefinition {
	readonly address: number;
	readonly resourceId: number;
	readonly scale: number;
	readonly boolean: boolean;
	/** A gateway lets anybody read it, unprotected too. Default: members only. */
	readonly public?: boolean;
	/** A rule that looks at it switches something critical: believed is only what was asked for under a key of two. */
	readonly critical?: boolean;
}

export interface PeerDefinition {
	readonly address: number;
	readonly name: string;
	/** It may set this node's actuators: one of its rules does, or it is a gateway. */
	readonly acts?: boolean;
	readonly resources: readonly PeerResourceDefinition[];
}

export interface PeerResourceDefinition {
	readonly resourceId: number;
	/** "device" and "resource" names, joined by "/": "climate/temperature". */
	readonly path: string;
	readonly quantity: string;
	readonly writable: boolean;
	/** Inclusive range of a write, in 10^-scale units. */
	readonly minimum: number;
	readonly maximum: number;
}

/** Rules as data. See docs/rules.md for their meaning. */
export interface RuleDefinition {
	readonly name: string;
	/** The higher one wins where two rules want the same actuator; equal ones: the later rule wins. Default 0. */
	readonly priority: number;
	readonly leaves: readonly LeafDefinition[];
	/** The condition in postfix order: an index ≥ 0 pushes that leaf; `conditionAnd`, `conditionOr` join the two on top; `conditionNot` turns the top around. */
	readonly condition: readonly number[];
	readonly actions: readonly ActionDefinition[];
	/** Once switched to a non-zero value the actuator stays for this long, and likewise at zero. 0: no minimum. */
	readonly minimumOnMs: number;
	readonly minimumOffMs: number;
}

export const conditionAnd = -1;
export const conditionOr = -2;
export const conditionNot = -3;

/** The tests a rule can make of one slot. Numbers are the wire values. */
export const leafKinds = {
	/** true above `operand`, false again below `operand - margin` (hysteresis). */
	above: 0,
	/** true below `operand`, false again above `operand + margin`. */
	below: 1,
	/** As above, but compared with the slot numbered `operand`. Both slots have the same scale. */
	aboveSlot: 2,
	belowSlot: 3,
	/** true while the boolean slot is 1. */
	isTrue: 4,
	/** true while the boolean slot is 1 and for `margin` ms after it last was. False at boot. */
	within: 5,
	/** true when the slot is unknown or older than `margin` ms. Never itself unknown. */
	olderThan: 6,
	/** always true: a rule that only follows. */
	always: 7,
} as const;
export type LeafKind = (typeof leafKinds)[keyof typeof leafKinds];

export interface LeafDefinition {
	readonly kind: LeafKind;
	readonly slot: number;
	readonly operand: number;
	readonly margin: number;
	/** Older values make the leaf unknown; 0: never stale. Own resources: 3 sampling periods; inputs: 3 heartbeats, unless the rule says otherwise. */
	readonly maximumAgeMs: number;
}

/** When an action applies: condition true, false, or unknown (an input missing or stale). */
export const actionCases = { met: 0, otherwise: 1, stale: 2 } as const;
export type ActionCase = (typeof actionCases)[keyof typeof actionCases];

export interface ActionDefinition {
	readonly when: ActionCase;
	/** 0: this node, `resourceId` unused and `slot` is the target. Otherwise the peer asked by CoAP. */
	readonly address: number;
	readonly slot: number;
	readonly resourceId: number;
	/** Constant to set, or with `from` ≥ 0 a straight line through (x1, y1), (x2, y2) of the slot `from`, clamped to the y range. */
	readonly value: number;
	readonly from: number;
	readonly x1: number;
	readonly y1: number;
	readonly x2: number;
	readonly y2: number;
}

/** About 12 days: half the range of the clock's differences, so that ages never wrap. */
export const durationLimitMs = 0x3fffffff;

/** Named limits of one node (an ESP32-C3 with its stock heap). */
export const nodeLimits = {
	devices: 16,
	resources: 32,
	inputs: 192,
	/** Peers and members together. */
	peers: 64,
	zones: 16,
	rules: 32,
	leavesPerRule: 8,
	actionsPerRule: 8,
	definitionBytes: 8192,
} as const;
