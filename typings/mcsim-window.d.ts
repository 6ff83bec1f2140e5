/**
 * What mcsim gives to a simulator device (a file of its simulators folder): Piu and mcsim's own modules, as far as
 * simulator/mcsim/window uses them. Written from the SDK 8.2.3.
 */
interface PiuContent {
	visible: boolean;
	string: string;
	state: number;
	interval: number;
	/** Undefined until it is in the window. */
	readonly application: object | undefined;
	start(): void;
	/** To the content itself; `distribute` also to all within. */
	delegate(event: string, ...parameters: unknown[]): void;
	distribute(event: string, ...parameters: unknown[]): void;
}

declare class Behavior {}

interface PiuTemplate {
	(data: unknown, dictionary?: object): PiuContent;
	template(make: (data: never) => object): PiuTemplate;
}
declare const Column: PiuTemplate;
declare const Row: PiuTemplate;
declare const Content: PiuTemplate;
declare const Label: PiuTemplate;
declare class Skin {
	constructor(dictionary: object);
}
declare class Style {
	constructor(dictionary: object);
}
declare const system: {
	fileExists(path: string): boolean;
	readFileString(path: string): string;
};

declare module "ControlsPane" {
	export const ControlsColumn: PiuTemplate;
	export const SliderRow: PiuTemplate;
	export const SwitchRow: PiuTemplate;
}

declare module "DevicePane" {
	export class DeviceBehavior extends Behavior {
		postJSON(container: PiuContent, json: object): void;
	}
	export const DeviceContainer: PiuTemplate;
	export const DeviceScreen: PiuTemplate;
}
