/** What the panel in mcsim's window shows of a node, and what panel and node tell each other: JSON, one object a message. */
export interface PanelDescription {
	readonly title: string;
	readonly sensors: readonly PanelSensor[];
	readonly outputs: readonly PanelOutput[];
	/** File that the panel reads again and again: a `PanelValues` that moves the sliders. */
	readonly scenarioFile: string;
}

/** A slider, or a switch where `maximum` is 1 and `unit` empty. */
export interface PanelSensor {
	readonly quantity: PanelQuantity;
	readonly label: string;
	readonly unit: string;
	readonly minimum: number;
	readonly maximum: number;
	readonly step: number;
	readonly value: number;
}

/** A light. */
export interface PanelOutput {
	readonly pin: number;
	readonly label: string;
	/** The value that is fully on: 1, or the top of a PWM. */
	readonly full: number;
}

/** What a place has, as `Surroundings` calls it; motion and open are 0 or 1. */
export const panelQuantities = ["temperature", "humidity", "illuminance", "carbonDioxide", "motion", "open"] as const;
export type PanelQuantity = (typeof panelQuantities)[number];

/** From the panel: some values changed. */
export type PanelValues = { readonly [quantity in PanelQuantity]?: number };

/** From the node: an output pin has a new level. */
export interface PanelLevel {
	readonly pin: number;
	readonly value: number;
}
