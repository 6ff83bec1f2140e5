import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A small installation with one node of two devices. */
export const source = `
import { installation, minutes, node, rule, rules } from "kith/define";
import { esp32c3DevKitM, pir, relay } from "kith/devices";
const hall = node("hall", { board: esp32c3DevKitM, devices: { motion: pir({ pin: 4 }), bulb: relay({ pin: 5 }) } });
const light = rule("light").when(hall.motion.within(minutes(2))).then(hall.bulb.on()).otherwise(hall.bulb.off());
export const flat = installation("flat", { nodes: [hall], rules: [rules(hall, [light])] });
`;

/** A folder with these files, outside the project as a user's may be; gone after the test. */
export function makeFolder(context: TestContext, files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), "kith-installation-"));
	context.after(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}
