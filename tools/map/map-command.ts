import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { openSession } from "kith/simulator/session/open-session";
import type { RadioMap } from "kith/simulator/session/radio-map";
import type { WorldDescription } from "kith/simulator/world/description";
import { loadInstallation } from "../installation/load";
import type { CommandIo } from "../output";
import { defaultSeed, parseFor, parseSeed } from "../sim/flags";
import { clockWords, percent, plural } from "../sim/words";
import { UsageError } from "../usage-error";
import { AirUse } from "./air-use";
import { mapSvg } from "./map-svg";
import { mapText } from "./map-text";

interface MapFlags {
	readonly seed?: number;
	readonly for?: number;
	readonly json?: boolean;
	readonly svg?: string;
}

/** Long enough for the boards to have found each other, in microseconds. */
const defaultLength = 300e6;

/** `kith map FOLDER`: who hears whom in an installation, who uses the air, and which way messages go. */
export function mapCommand(io: CommandIo): Command {
	return new Command("map")
		.description("simulate an installation for a while and show who hears whom, routes and airtime")
		.argument("<installation>", "the installation's folder, such as examples/building")
		.option("--seed <n>", `luck of world, radio and boards (default: ${defaultSeed})`, parseSeed)
		.option("--for <duration>", "virtual time to watch, such as 90s or 1h (default: 5m)", parseFor)
		.option("--svg <file>", "also draw it, floor above floor")
		.option("--json", "print it as one JSON object")
		.action(async (folder: string, flags: MapFlags) => drawMap(folder, flags, io));
}

async function drawMap(folder: string, flags: MapFlags, io: CommandIo): Promise<void> {
	const loaded = await loadInstallation(folder);
	const until = flags.for ?? defaultLength;
	const seed = flags.seed ?? defaultSeed;
	const session = await openSession({
		definitions: loaded.definitions,
		...(loaded.world === undefined ? {} : { world: loaded.world as WorldDescription }),
		operators: loaded.identities.operators,
		seed,
		speed: "max",
		mqtt: "off",
		until,
		engine: { onProgress: (line) => io.stderr.write(`${line}\n`) },
	});
	const names = new Map([...loaded.definitions].map(([name, { definition }]) => [definition.address, name]));
	const air = new AirUse(names);
	let map: RadioMap | undefined;
	session.on((record) => {
		air.take(record);
		if (record.kind === "end") map = session.radioMap();
	});
	await session.run();
	if (map === undefined) throw new Error("the session ended without an end");
	const title = `${loaded.installation.name}: ${plural(map.boards.length, "board")} after ${clockWords(until / 1e6)}, seed ${seed}`;
	if (flags.svg !== undefined) write(flags.svg, mapSvg(map, air, title));
	if (flags.json === true) io.stdout.write(`${JSON.stringify({ ...map, air: airFigures(air) })}\n`);
	else {
		const busy = `the air is in use ${percent(air.airtime, until, 2)} of the time (all transmissions, wherever they are heard)`;
		io.stdout.write(`${title}\n${busy}\n\n${mapText(map, air, until / 1e6).join("\n")}\n`);
	}
}

function airFigures(air: AirUse): Record<string, object> {
	return Object.fromEntries(
		[...air.boards].map(([name, { own, relayed, airtime, next }]) => [
			name,
			{ own, relayed, airtimeUs: airtime, next: Object.fromEntries(next) },
		]),
	);
}

function write(file: string, text: string): void {
	try {
		writeFileSync(file, text);
	} catch (error) {
		throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
	}
}
