import type { NodeDefinition } from "kith/definition/definition";

/** A definition that has something of everything. */
export const sample: NodeDefinition = {
	installation: "house",
	node: "kitchen",
	address: 3,
	networkTag: 0xabcd,
	channel: 6,
	gateway: false,
	heartbeatMs: 60_000,
	devices: [
		{
			name: "climate",
			kind: "sht4x",
			options: new Map<string, number | string>([
				["every", 30_000],
				["address", 68],
				["precision", "high"],
			]),
			resourceIds: [0, 1],
		},
		{
			name: "cooler",
			kind: "relay",
			options: new Map<string, number | boolean>([
				["pin", 5],
				["invert", true],
			]),
			resourceIds: [7],
		},
	],
	inputs: [{ address: 9, resourceId: 2, scale: 1, boolean: false }],
	rules: [
		{
			name: "cool",
			priority: -1,
			leaves: [
				{ kind: 0, slot: 0, operand: 2600, margin: 100, maximumAgeMs: 90_000 },
				{ kind: 3, slot: 3, operand: 0, margin: 0, maximumAgeMs: 0 },
				{ kind: 7, slot: -1, operand: 0, margin: 0, maximumAgeMs: 0 },
			],
			condition: [0, 1, -3, -1, 2, -2],
			actions: [
				{ when: 0, address: 0, slot: 2, resourceId: 0, value: 1, from: -1, x1: 0, y1: 0, x2: 0, y2: 0 },
				{ when: 2, address: 9, slot: 0, resourceId: 4, value: 0, from: 3, x1: -100, y1: 0, x2: 500, y2: 100 },
			],
			minimumOnMs: 180_000,
			minimumOffMs: 0,
		},
	],
	peers: [
		{
			address: 9,
			name: "outdoors",
			resources: [
				{
					resourceId: 2,
					path: "light/illuminance",
					quantity: "illuminance",
					writable: false,
					minimum: 0,
					maximum: 655_350,
				},
				{ resourceId: 4, path: "lamp/level", quantity: "level", writable: true, minimum: 0, maximum: 100 },
			],
		},
	],
	members: [4, 0xffef],
	zones: [7, 0xfffe],
	groupZone: 7,
};
