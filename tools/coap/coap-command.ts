import { Command, InvalidArgumentError } from "commander";
import { codes, codeText, contentFormats } from "kith/coap/codes";
import type { CommandIo } from "../output";
import { onStopSignal } from "../sim/stop-signals";
import { UsageError } from "../usage-error";
import { ask } from "./ask";
import { CoapError } from "./coap-error";
import { type Connection, connect, refusesContext } from "./connect";
import type { Answer, RequestSpec } from "./desktop-client";
import { answerLines, answerObject } from "./render";
import { parseCoapUri } from "./uri";

/** Until silence is told to whoever waits. */
const patienceMs = 5000;
/** MAX_TRANSMIT_WAIT of RFC 7252, section 4.8.2. */
const answerSeconds = 93;

interface Flags {
	readonly oscore?: string;
	readonly json?: boolean;
	readonly accept?: number;
	readonly format?: number;
	/** Notifications, then end. */
	readonly count?: number;
}

/** `kith coap …`: a desktop peer of the boards. */
export function coapCommand(io: CommandIo): Command {
	const command = new Command("coap").description("ask boards, or any CoAP server: read, set, observe, discover");
	command.action(() => {
		throw new UsageError("what shall be asked? For example: kith coap discover coap://127.0.0.1 (kith coap --help)");
	});
	command.addCommand(reading(io, "get", "read a resource"));
	command.addCommand(writing(io, "put", "set a resource"));
	command.addCommand(writing(io, "post", "post to a resource"));
	command.addCommand(
		reading(io, "observe", "read a resource now and whenever it changes, until Ctrl-C").option(
			"--count <n>",
			"end after so many notifications",
			parseCount,
		),
	);
	command.addCommand(reading(io, "discover", "list what a server offers"));
	return command;
}

function base(name: string, description: string): Command {
	return new Command(name)
		.description(description)
		.argument("<uri>", "coap://HOST[:PORT]/PATH")
		.option("--oscore <file>", "protect with the context in this file (docs/coap.md)")
		.option("--accept <format>", "content format wanted: text, senml, links or a number", parseFormat)
		.option("--json", "print each answer as one JSON object");
}

function reading(io: CommandIo, name: "get" | "observe" | "discover", description: string): Command {
	return base(name, description).action(async (text: string, flags: Flags) => {
		const uri = parseCoapUri(text);
		const discovers = name === "discover" && uri.segments.length === 0;
		const target = discovers ? { ...uri, segments: [".well-known", "core"] } : uri;
		const spec = { code: codes.get, uri: target, ...accepting(flags) };
		if (name === "observe") await observe(io, spec, flags);
		else await once(io, spec, flags);
	});
}

function writing(io: CommandIo, name: "put" | "post", description: string): Command {
	return base(name, description)
		.argument("<value>", "what to send, such as on or 21.5")
		.option("--format <format>", "its content format (default: text)", parseFormat)
		.action(async (uri: string, value: string, flags: Flags) => {
			const code = name === "put" ? codes.put : codes.post;
			const format = flags.format ?? contentFormats.text;
			await once(io, { code, uri: parseCoapUri(uri), payload: Buffer.from(value), format, ...accepting(flags) }, flags);
		});
}

function accepting({ accept }: Flags): { readonly accept?: number } {
	return accept === undefined ? {} : { accept };
}

async function once(io: CommandIo, spec: RequestSpec, flags: Flags): Promise<void> {
	const arrived = tellOfSilence(io, spec);
	try {
		tell(io, await ask(spec, flags.oscore), flags);
	} finally {
		arrived();
	}
}

/** A request that nobody answers is sent five times in up to a minute and a half. @returns to be called when that is over */
function tellOfSilence({ stderr }: CommandIo, { uri: { host, port } }: RequestSpec): () => void {
	const timer = setTimeout(
		() => stderr.write(`no answer from ${host} port ${port} yet: asking again, for up to ${answerSeconds} s\n`),
		patienceMs,
	);
	return () => clearTimeout(timer);
}

async function observe(io: CommandIo, spec: RequestSpec, flags: Flags): Promise<void> {
	let left = flags.count ?? Number.POSITIVE_INFINITY;
	let connection: Connection | undefined;
	let release = (): void => {};
	const arrived = tellOfSilence(io, spec);
	try {
		await new Promise<void>((resolve, reject) => {
			release = onStopSignal(resolve);
			const begin = async (): Promise<void> => {
				connection?.client.close();
				connection = await connect(spec.uri, flags.oscore);
				const { client, ofBoot } = connection;
				const notified = (answer: Answer): void => {
					// What it answers to a renewal after it has rebooted.
					if (ofBoot && refusesContext(answer)) begin().catch(reject);
					else hear(answer);
				};
				const first = await client.observe(spec, notified);
				arrived();
				tell(io, first, flags);
			};
			const hear = (answer: Answer): void => {
				try {
					tell(io, answer, flags);
					if (--left <= 0) resolve();
				} catch (error) {
					reject(error);
				}
			};
			begin().catch(reject);
		});
	} finally {
		arrived();
		release();
		connection?.client.close();
	}
}

/** @throws CoapError for an answer that is a refusal */
function tell({ stdout }: CommandIo, answer: Answer, flags: Flags): void {
	if (flags.json === true) {
		stdout.write(`${JSON.stringify(answerObject(answer))}\n`);
		return;
	}
	const lines = answerLines(answer);
	if (answer.code >= codes.badRequest) {
		const words = answer.payload.length === 0 ? "" : `: ${lines.join(" ")}`;
		const hint = answer.code === codes.unauthorized && flags.oscore === undefined ? " (--oscore FILE gives one)" : "";
		throw new CoapError(`the server answers ${codeText(answer.code)}${words}${hint}`);
	}
	for (const line of lines) stdout.write(`${line}\n`);
}

const formatNames: ReadonlyMap<string, number> = new Map([
	["text", contentFormats.text],
	["links", contentFormats.linkFormat],
	["cbor", contentFormats.cbor],
	["senml", contentFormats.senmlCbor],
]);

function parseFormat(text: string): number {
	const format = formatNames.get(text) ?? Number(text);
	if (!/^(\d+|[a-z]+)$/.test(text) || !(format >= 0 && format <= 0xffff))
		throw new InvalidArgumentError("write text, senml, links, cbor, or a number from 0 to 65535.");
	return format;
}

function parseCount(text: string): number {
	const count = Number(text);
	if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("write a whole number from 1.");
	return count;
}
