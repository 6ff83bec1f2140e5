import { ControlsColumn, SliderRow, SwitchRow } from "ControlsPane";
import { DeviceBehavior, DeviceContainer, DeviceScreen } from "DevicePane";
import type { PanelDescription, PanelLevel, PanelOutput, PanelSensor, PanelValues } from "../panel-messages";

/** Put in by whoever makes the file for a node (tools/mcsim/write-panel.ts). */
declare const description: PanelDescription;

/** How often the scenario file is looked at, ms. */
const scenarioMs = 200;

const board = new Skin({ fill: "#f2efe6", borders: { left: 2, right: 2, top: 2, bottom: 2 }, stroke: "#7a7565" });
/** Dark, then lit. */
const light = new Skin({
	fill: ["#5b5748", "#ffb000"],
	stroke: "#3a372e",
	borders: { left: 1, right: 1, top: 1, bottom: 1 },
});
const heading = new Style({ font: "semibold", color: "#3a372e", horizontal: "left" });
const text = new Style({ font: "semibold", color: "#3a372e", horizontal: "left" });

/** A row of mcsim's controls, as its own modules take it. */
interface Control extends PanelSensor {
	readonly event: string;
	readonly name: string;
	readonly min: number;
	readonly max: number;
	readonly on: string;
	readonly off: string;
	value: number;
}

const controls: readonly Control[] = description.sensors.map((sensor) => ({
	...sensor,
	event: "onSensorChanged",
	name: `control_${sensor.quantity}`,
	min: sensor.minimum,
	max: sensor.maximum,
	on: "Yes",
	off: "No",
}));
const isSwitch = ({ maximum, unit }: PanelSensor): boolean => maximum === 1 && unit === "";

/** Sends the controls' values to the program, shows its outputs, and lets a scenario move the controls. */
class PanelBehavior extends DeviceBehavior {
	#scenario = "";

	onConfigure(container: PiuContent): void {
		const values: { [quantity: string]: number } = {};
		for (const { quantity, value } of controls) values[quantity] = value;
		this.postJSON(container, values);
		container.interval = scenarioMs;
		container.start();
	}

	onLaunch(container: PiuContent): void {
		if (container.application !== undefined) this.onConfigure(container);
	}

	onSensorChanged(container: PiuContent, { quantity, value }: Control): void {
		this.postJSON(container, { [quantity]: Number(value) });
	}

	/** From the program. */
	onJSON(container: PiuContent, level: PanelLevel): void {
		container.distribute("onLevel", level);
	}

	onTimeChanged(container: PiuContent): void {
		if (!system.fileExists(description.scenarioFile)) return;
		const scenario = system.readFileString(description.scenarioFile);
		if (scenario === this.#scenario) return;
		this.#scenario = scenario;
		const values = JSON.parse(scenario) as PanelValues;
		for (const control of controls) {
			const value = values[control.quantity];
			if (value === undefined) continue;
			control.value = value;
			const row = (this as unknown as Record<string, PiuContent | undefined>)[control.name];
			row?.delegate("onDataChanged");
			if (!isSwitch(control)) row?.delegate("onValueChanging");
		}
		this.postJSON(container, values);
	}
}

class LightBehavior extends Behavior {
	#output: PanelOutput | undefined;

	onCreate(_content: PiuContent, output: PanelOutput): void {
		this.#output = output;
	}

	onLevel(content: PiuContent, level: PanelLevel): void {
		const output = this.#output;
		if (output !== undefined && level.pin === output.pin) content.state = level.value / output.full;
	}
}

class LevelBehavior extends Behavior {
	#output: PanelOutput | undefined;

	onCreate(_label: PiuContent, output: PanelOutput): void {
		this.#output = output;
	}

	onLevel(label: PiuContent, level: PanelLevel): void {
		const output = this.#output;
		if (output === undefined || level.pin !== output.pin) return;
		const share = Math.round((100 * level.value) / output.full);
		label.string = `${output.label}: ${output.full === 1 ? (level.value === 0 ? "off" : "on") : `${share} %`}`;
	}
}

const OutputRow = Row.template((output: PanelOutput) => ({
	left: 20,
	right: 20,
	height: 40,
	contents: [
		Content(output, { Behavior: LightBehavior, width: 24, height: 24, skin: light, state: 0 }),
		Label(output, {
			Behavior: LevelBehavior,
			left: 12,
			right: 0,
			style: text,
			string: `${output.label}: off`,
		}),
	],
}));

const Panel = Column.template((device) => ({
	left: 0,
	right: 0,
	top: 0,
	bottom: 0,
	skin: board,
	contents: [
		Label(device, { left: 20, right: 20, height: 50, style: heading, string: description.title }),
		...description.outputs.map((output) => new (OutputRow as unknown as new (data: PanelOutput) => PiuContent)(output)),
	],
}));

// biome-ignore lint/style/noDefaultExport: mcsim looks for it
export default {
	applicationName: "kith/debug/.*",
	title: description.title,
	Workers: {},
	ControlsTemplate: ControlsColumn.template(() => ({
		contents: controls.map((control) => (isSwitch(control) ? SwitchRow(control) : SliderRow(control))),
	})),
	DeviceTemplates: {
		0: DeviceContainer.template((device) => ({
			Behavior: PanelBehavior,
			width: 280,
			height: 80 + 40 * description.outputs.length,
			contents: [Panel(device), DeviceScreen(device, { left: 0, width: 0, top: 0, height: 0, rotation: 0 })],
		})),
	},
};
