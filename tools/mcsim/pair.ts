import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { PanelValues } from "kith/simulator/mcsim/panel-messages";
import { loadInstallation } from "../installation/load";
import { buildApp } from "./build-app";
import { Display } from "./display";
import { McsimProcess } from "./mcsim-process";
import { writeNodeFolders } from "./node-folder";
import type { McsimRun } from "./run-tests";
import { panelOf, writePanel } from "./write-panel";

/** NAME of the firmware's manifest. */
const appName = "kith";
const installation = "test/mcsim/pair";
const stepMs = 60_000;

/** A line of one of the nodes that the scenario waits for. */
interface Step {
	readonly what: string;
	readonly node: string;
	readonly line: RegExp;
	/** What the sensor's panel is moved to before. */
	readonly values?: PanelValues;
}

/*
 * Slots: of the sensor temperature 0, humidity 1, motion 2, its lamp 3; of the fan its relay 0, then as inputs the sensor's
 * temperature 1 and motion 2. Temperatures are in hundredths of a degree.
 */
const steps: readonly Step[] = [
	{
		what: "the sensor measures its slider",
		node: "sensor",
		line: /^kith reading 0 (2[12]\d\d)$/,
		values: { temperature: 22 },
	},
	{ what: "the fan hears the sensor's reading", node: "fan", line: /^kith received 1 (2[12]\d\d) 1 \d+$/ },
	{
		what: "somebody moves, and the fan hears it",
		node: "fan",
		line: /^kith received 2 1 1 \d+$/,
		values: { motion: 1 },
	},
	{ what: "the sensor's own lamp is lit", node: "sensor", line: /^kith reading 3 80$/ },
	{ what: "it is hot: the fan runs", node: "fan", line: /^kith actuation 0 1 0 0 /, values: { temperature: 31 } },
	{ what: "it is cool: the fan stops", node: "fan", line: /^kith actuation 0 0 0 0 /, values: { temperature: 18 } },
	{ what: "it is hot again: the fan runs", node: "fan", line: /^kith actuation 0 1 0 0 /, values: { temperature: 32 } },
];

/** Two nodes in two simulators, peers over UDP. @returns 0, or 1 when a step of the scenario did not happen */
export async function runPair(run: McsimRun, screenshot: string | undefined): Promise<number> {
	const { sdk, folder, runFolder, tell } = run;
	tell("building the firmware for mcsim");
	const program = await buildApp(sdk, join(projectRoot, "manifest.json"), appName, join(folder, "out-node"));
	const { definitions } = await loadInstallation(join(projectRoot, installation));
	const homes = writeNodeFolders(definitions, runFolder);
	const lines = new Map<string, string[]>();
	const processes: McsimProcess[] = [];
	// A window each on a screen of its own, so that a picture shows all of one.
	const displays: Display[] = [];
	try {
		for (const [name, home] of homes) {
			const heard: string[] = [];
			lines.set(name, heard);
			const devices = join(runFolder, `${name}-devices`);
			const compiled = definitions.get(name);
			if (compiled !== undefined) writePanel(panelOf(compiled.definition, join(home, "scenario.json")), devices);
			const display = await Display.open();
			displays.push(display);
			const onLine = (line: string): void => void heard.push(line);
			const onBreak = (message: string): void => void heard.push(`stopped: ${message}`);
			processes.push(
				await McsimProcess.start({ sdk, display: display.name, devices, program, folder: home, onLine, onBreak }),
			);
		}
		const failed = await play(homes, lines, tell);
		if (screenshot !== undefined)
			execFileSync("import", ["-display", displays[0]?.name ?? "", "-window", "root", screenshot]);
		return failed;
	} finally {
		for (const mcsim of processes) mcsim.close();
		for (const display of displays) display.close();
	}
}

async function play(
	homes: ReadonlyMap<string, string>,
	lines: ReadonlyMap<string, readonly string[]>,
	tell: (line: string) => void,
): Promise<number> {
	let values: PanelValues = {};
	for (const { what, node, line, values: moved } of steps) {
		const from = lines.get(node)?.length ?? 0;
		if (moved !== undefined) {
			values = { ...values, ...moved };
			writeFileSync(join(homes.get("sensor") as string, "scenario.json"), JSON.stringify(values));
		}
		if (
			!(await seen(
				() =>
					lines
						.get(node)
						?.slice(from)
						.some((text) => line.test(text)) ?? false,
			))
		) {
			tell(`failed: ${what}`);
			for (const [name, heard] of lines) for (const text of heard.slice(-15)) tell(`  ${name}: ${text}`);
			tell("mcsim nodes: 0 passed, 1 failed");
			return 1;
		}
		tell(`seen: ${what}`);
	}
	tell(`mcsim nodes: ${steps.length} passed, 0 failed`);
	return 0;
}

async function seen(condition: () => boolean): Promise<boolean> {
	for (let waited = 0; waited < stepMs; waited += 100) {
		if (condition()) return true;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return false;
}
