import { availableParallelism } from "node:os";
import { openSession } from "kith/simulator/session/open-session";
import type { Session, Summary } from "kith/simulator/session/types";
import { defaultHttpPort } from "kith/simulator/tcp/tcp-server";
import { defaultCoapPort } from "kith/simulator/udp/udp-socket";
import type { WorldDescription } from "kith/simulator/world/description";
import { type Recording, readRecording } from "kith/simulator/world/recording";
import { type LoadedInstallation, loadInstallation } from "../installation/load";
import type { CommandIo } from "../output";
import { EventLines } from "./event-lines";
import { defaultSeed, type SimFlags } from "./flags";
import { LiveView } from "./live-view";
import { writeSeededOperator } from "./seeded-operator";
import { onStopSignal } from "./stop-signals";
import { summaryText } from "./summary-text";
import { coapWords, httpWords } from "./words";

/** From this many boards on a second process is worth what it costs to talk to it. */
const boardsPerProcess = 16;

/** Runs a session to its end and shows it. @throws whatever is wrong with folder, files, port or compiler */
export async function simulate(folder: string, flags: SimFlags, io: CommandIo): Promise<void> {
	const notices = new Notices(io);
	const loaded = await loadInstallation(folder);
	for (const warning of loaded.warnings) notices.tell(warning);
	if (flags.operator !== undefined) writeSeededOperator(flags.operator, loaded, flags.seed ?? defaultSeed);
	const session = await openSession({
		definitions: loaded.definitions,
		operators: loaded.identities.operators,
		...(loaded.world === undefined ? {} : { world: loaded.world as WorldDescription }),
		recordings: readRecordings(flags),
		heapBytes: heapOf(loaded),
		seed: flags.seed ?? defaultSeed,
		speed: flags.speed,
		mqtt: flags.mqtt ?? "embedded",
		coap: flags.coap ?? defaultCoapPort,
		http: flags.http ?? defaultHttpPort,
		...(flags.for === undefined ? {} : { until: flags.for }),
		...(flags.trace === undefined ? {} : { traceFile: flags.trace }),
		...(flags.replay === undefined ? {} : { replayFile: flags.replay }),
		engine: { processes: processesFor(loaded.definitions.size), onProgress: (line) => notices.tell(line) },
		onNotice: (text) => notices.tell(text),
	});
	const summary = await runShown(session, loaded, flags, io, notices);
	if (flags.json !== true || flags.quiet !== true) io.stdout.write(summaryText(summary, loaded.installation.name));
	if (flags.json === true) io.stdout.write(`${JSON.stringify(summary)}\n`);
}

async function runShown(
	session: Session,
	loaded: LoadedInstallation,
	flags: SimFlags,
	{ stdout }: CommandIo,
	notices: Notices,
): Promise<Summary> {
	// Whoever read our output has gone: there is nobody to run for.
	const onOutputError = (): void => session.stop();
	stdout.on("error", onOutputError);
	const release = onStopSignal(() => session.stop());
	let view: LiveView | undefined;
	try {
		await session.start();
		if (flags.quiet !== true && stdout.isTTY === true) {
			view = new LiveView(session, stdout, flags.speed);
			notices.view = view;
		} else if (flags.quiet !== true) logEvents(session, loaded, flags, stdout);
		const summary = await session.run();
		return summary;
	} finally {
		view?.close();
		notices.view = undefined;
		release();
		stdout.off("error", onOutputError);
	}
}

function logEvents(session: Session, loaded: LoadedInstallation, flags: SimFlags, stdout: CommandIo["stdout"]): void {
	const { broker, boards, coap, http, installation } = session.snapshot();
	const seed = flags.replay === undefined ? `seed ${flags.seed ?? defaultSeed}` : `replay of ${flags.replay}`;
	stdout.write(
		`${installation}: ${boards.length} boards, ${seed}, MQTT ${broker}${coapWords(coap)}${httpWords(http)}\n`,
	);
	const lines = new EventLines(loaded.definitions);
	session.on((record) => {
		const line = lines.line(record);
		if (line !== undefined) stdout.write(`${line}\n`);
	});
}

/** @throws WorldError */
function readRecordings({ recording }: SimFlags): ReadonlyMap<string, Recording> {
	return new Map([...(recording ?? [])].map(([room, file]) => [room, readRecording(file)]));
}

function heapOf({ installation }: LoadedInstallation): (node: string) => number {
	const heaps = new Map(installation.nodes.map(({ name, board }) => [name, board.heapBytes]));
	return (node) => heaps.get(node) as number;
}

function processesFor(boards: number): number {
	return Math.max(1, Math.min(availableParallelism(), Math.floor(boards / boardsPerProcess)));
}

/** Sentences for people: below the live view while there is one, else on stderr. */
class Notices {
	view: LiveView | undefined;
	readonly #io: CommandIo;

	constructor(io: CommandIo) {
		this.#io = io;
	}

	tell(text: string): void {
		if (this.view === undefined) this.#io.stderr.write(`${text}\n`);
		else this.view.notice(text);
	}
}
