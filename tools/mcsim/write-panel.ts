import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { NodeDefinition } from "kith/definition/definition";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { PanelDescription, PanelOutput, PanelQuantity, PanelSensor } from "kith/simulator/mcsim/panel-messages";

/** Every slider that there is; a node's panel has those that its sensors can feel. */
const sensors: readonly PanelSensor[] = [
	{ quantity: "temperature", label: "Temperature", unit: "°C", minimum: -10, maximum: 45, step: 0.5, value: 20 },
	{ quantity: "humidity", label: "Humidity", unit: "%", minimum: 0, maximum: 100, step: 1, value: 50 },
	{ quantity: "illuminance", label: "Light", unit: "lx", minimum: 0, maximum: 2000, step: 10, value: 300 },
	{ quantity: "carbonDioxide", label: "CO2", unit: "ppm", minimum: 400, maximum: 3000, step: 10, value: 600 },
	{ quantity: "motion", label: "Somebody moves", unit: "", minimum: 0, maximum: 1, step: 1, value: 0 },
	{ quantity: "open", label: "Door open", unit: "", minimum: 0, maximum: 1, step: 1, value: 0 },
];
const felt: Readonly<Record<string, readonly PanelQuantity[]>> = {
	sht4x: ["temperature", "humidity"],
	bh1750: ["illuminance"],
	scd4x: ["carbonDioxide", "temperature", "humidity"],
	ntc: ["temperature"],
	pir: ["motion"],
	reed: ["open"],
};
/** Top of a dimmer's PWM: ten bits. */
const pwmTop = 1023;

/** What a node's panel shows. @param scenarioFile whose values move the sliders */
export function panelOf(definition: NodeDefinition, scenarioFile: string): PanelDescription {
	const quantities = new Set(definition.devices.flatMap(({ kind }) => felt[kind] ?? []));
	const outputs: PanelOutput[] = [];
	for (const { name, kind, options } of definition.devices) {
		if (kind !== "relay" && kind !== "dimmer") continue;
		outputs.push({ pin: Number(options.get("pin")), label: name, full: kind === "relay" ? 1 : pwmTop });
	}
	return {
		title: `${definition.installation}: ${definition.node}`,
		sensors: sensors.filter(({ quantity }) => quantities.has(quantity)),
		outputs,
		scenarioFile,
	};
}

/** Makes a folder of simulator devices with this one panel: mcsim takes JavaScript only. */
export function writePanel(description: PanelDescription, folder: string): void {
	mkdirSync(folder, { recursive: true });
	const { outputFiles } = buildSync({
		entryPoints: [join(projectRoot, "simulator/mcsim/window/panel.ts")],
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		external: ["ControlsPane", "DevicePane"],
		banner: { js: `const description = ${JSON.stringify(description)};` },
		logLevel: "silent",
	});
	writeFileSync(join(folder, "kith.js"), outputFiles[0]?.text ?? "");
}
