import { Transform, type TransformCallback } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { type Cause, causes, faultKinds } from "kith/core/diagnostics";
import type { NodeDefinition } from "kith/definition/definition";
import { deviceKind } from "kith/devices/registry";
import { presences } from "kith/node/presence";
import { Directory, decimalValue, type Resource } from "kith/simulator/session/directory";
import type { NamedValue, ReasonInput } from "kith/simulator/session/types";
import { reasonWords } from "../sim/reason-words";
import { deviceOf, valueWords } from "../sim/words";

const presenceNames = Object.keys(presences);
const causeNames = Object.keys(causes) as (keyof typeof causes)[];
const faultNames = new Map<number, string>(Object.entries(faultKinds).map(([name, kind]) => [kind, name]));

/** Gives the numbers of a board's console (devices/host/console/console-diagnostics.ts) their names. */
export class ConsoleLines {
	readonly #directory: Directory;
	readonly #definition: NodeDefinition;

	/** @param definitions of the whole installation @param node whose console it is */
	constructor(definitions: readonly NodeDefinition[], node: NodeDefinition) {
		this.#definition = node;
		this.#directory = new Directory(definitions, (device) => deviceKind(device.kind)?.resources(device.options) ?? []);
	}

	/** The line in words; a line that is not of the node, or names what its definition lacks, stays as it is. */
	words(line: string): string {
		const [mark, kind = "", ...rest] = line.trimEnd().split(" ");
		if (mark !== "kith") return line;
		const told = this.#told(kind, rest);
		return told === undefined ? line : `${this.#definition.node}: ${told}`;
	}

	#told(kind: string, rest: readonly string[]): string | undefined {
		const numbers = rest.map(Number);
		const [first = -1, second = 0, third = 0, fourth = -1] = numbers;
		if (kind !== "actuation" && numbers.some((number) => !Number.isInteger(number))) return undefined;
		switch (kind) {
			case "reading":
				return this.#value(first, second, ({ path }, words) => `${path} is ${words}`);
			case "sent":
				return this.#value(first, second, ({ path }, words) => `tells its peers: ${path} is ${words}`);
			case "received":
				return this.#value(first, second, ({ path }, words) => `hears from ${this.#name(third)}: ${path} is ${words}`);
			case "actuation":
				return this.#actuation(rest);
			case "asked":
				return this.#asked(this.#directory.find(first, second), third, fourth);
			case "fault":
				return this.#fault(first, second);
			case "presence":
				return `${this.#name(first)} is ${presenceNames[second] ?? "?"}`;
		}
		return undefined;
	}

	#value(slot: number, raw: number, say: (resource: Resource, words: string) => string): string | undefined {
		const resource = this.#resource(slot);
		return resource && say(resource, valueWords(named(resource, raw)));
	}

	#actuation([slot, raw, cause, rule, requester, overruled, ...inputs]: readonly string[]): string | undefined {
		const resource = this.#resource(Number(slot));
		const causeName = causeNames.find((name) => causes[name] === (Number(cause) as Cause));
		if (resource === undefined || causeName === undefined) return undefined;
		const ruleName = this.#definition.rules[Number(rule)]?.name;
		const words = reasonWords(named(resource, Number(raw)), {
			cause: causeName,
			...(ruleName === undefined ? {} : { rule: ruleName }),
			...(Number(requester) === 0 ? {} : { requester: this.#name(Number(requester)) }),
			overruled: Number(overruled),
			inputs: inputs.flatMap((input) => this.#input(input)),
		});
		return `${deviceOf(resource.path)} ${words}`;
	}

	/** "slot:value:age" */
	#input(text: string): ReasonInput[] {
		const [slot = -1, raw = 0, ageMs = -1] = text.split(":").map(Number);
		const resource = this.#resource(slot);
		if (resource === undefined) return [];
		return [{ ...named(resource, raw), ...(ageMs < 0 ? {} : { ageSeconds: ageMs / 1000 }) }];
	}

	#asked(resource: Resource | undefined, raw: number, rule: number): string | undefined {
		if (resource === undefined) return undefined;
		const why = this.#definition.rules[rule]?.name ?? "a rule";
		return `asks ${resource.node} for ${resource.path} ${valueWords(named(resource, raw))}: ${why}`;
	}

	#fault(kind: number, subject: number): string {
		const fault = faultNames.get(kind) ?? `fault ${kind}`;
		const device = /^(sensor|actuator)/.test(fault) ? this.#definition.devices[subject]?.name : undefined;
		if (device !== undefined) return `${fault}: ${device}`;
		return subject < 0 ? fault : `${fault}: ${this.#name(subject)}`;
	}

	#resource(slot: number): Resource | undefined {
		return this.#directory.slot(this.#definition.address, slot);
	}

	#name(address: number): string {
		return this.#directory.nodeName(address) ?? `@${address}`;
	}
}

function named(resource: Resource, raw: number): NamedValue {
	const { node, path, unit, boolean } = resource;
	return { node, path, unit, boolean, value: decimalValue(resource, raw) };
}

/** Whole lines go through `words`; what has no line end yet waits for it, or for the end. */
export class LineTranslator extends Transform {
	readonly #words: (line: string) => string;
	readonly #decoder = new StringDecoder("utf8");
	#rest = "";

	constructor(words: (line: string) => string) {
		super();
		this.#words = words;
	}

	override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
		const lines = (this.#rest + this.#decoder.write(chunk)).split("\n");
		this.#rest = lines.pop() ?? "";
		done(null, lines.map((line) => `${this.#words(line)}\n`).join(""));
	}

	override _flush(done: TransformCallback): void {
		done(null, this.#rest === "" ? "" : this.#words(this.#rest));
	}
}
