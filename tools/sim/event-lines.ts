import { deviceKind } from "kith/devices/registry";
import { Directory, type Resource } from "kith/simulator/session/directory";
import type { ActuationBody, TraceRecord } from "kith/simulator/session/records";
import type { NamedValue, NodeProgram, ReasonSnapshot } from "kith/simulator/session/types";
import { reasonWords } from "./reason-words";
import { clockWords, deviceOf } from "./words";

type ActuationRecord = TraceRecord & ActuationBody;

/** Turns what happens into lines for a log. */
export class EventLines {
	readonly #resources: ReadonlyMap<string, Resource>;

	constructor(programs: ReadonlyMap<string, NodeProgram>) {
		const definitions = [...programs.values()].map(({ definition }) => definition);
		const directory = new Directory(definitions, (device) => deviceKind(device.kind)?.resources(device.options) ?? []);
		const all = definitions.flatMap(({ address }) => directory.own(address));
		this.#resources = new Map(all.map((resource) => [`${resource.node}/${resource.path}`, resource]));
	}

	/** A line without its end, or undefined for what happens all the time: frames, readings. */
	line(record: TraceRecord): string | undefined {
		const words = this.#words(record);
		if (words === undefined) return undefined;
		return `${clockWords(record.t / 1e6)}  ${record.board === null ? "" : `${record.board}: `}${words}`;
	}

	#words(record: TraceRecord): string | undefined {
		switch (record.kind) {
			case "boot":
				return record.boot === 1 ? "boots" : `boots, for the ${ordinal(record.boot)} time`;
			case "actuation":
				return this.#actuation(record);
			case "crash":
				return `crashes of ${record.crash}: ${record.message}${record.at === "" ? "" : ` (${record.at})`}`;
			case "fault":
				return record.subject === -1 ? record.fault : `${record.fault}: ${record.subject}`;
			case "presence":
				return record.presence === "alive" ? `hears ${record.peer} again` : `${record.peer} is ${record.presence}`;
			case "channel":
				return `changes to channel ${record.channel}`;
			case "input":
				return inputWords(record);
			default:
				return undefined;
		}
	}

	#actuation(record: ActuationRecord): string {
		const { board, path, value, cause, rule, requester, overruled } = record;
		const reason: ReasonSnapshot = {
			cause,
			overruled,
			...(rule === null ? {} : { rule }),
			...(requester === null ? {} : { requester }),
			inputs: record.inputs.map(({ name, value, ageMs }) => ({
				...this.#named(name, value ?? 0),
				...(ageMs === null ? {} : { ageSeconds: ageMs / 1000 }),
			})),
		};
		return `${deviceOf(path)} ${reasonWords(this.#named(`${board}/${path}`, value), reason)}`;
	}

	/** @param name "kitchen/climate/temperature" */
	#named(name: string, value: number): NamedValue {
		const resource = this.#resources.get(name);
		const slash = name.indexOf("/");
		const { node, path, unit, boolean } = resource ?? {
			node: name.slice(0, slash),
			path: name.slice(slash + 1),
			unit: "",
			boolean: false,
		};
		return { node, path, unit, boolean, value };
	}
}

function inputWords(record: Extract<TraceRecord, { kind: "input" }>): string | undefined {
	switch (record.input) {
		case "connected":
			return "is connected to the broker";
		case "closed":
			return `has no broker: ${record.reason}`;
		case "message":
			return `hears ${record.payload} on ${record.topic}`;
		case "dropped":
			return `drops ${record.count} messages from clients: ${record.reason}`;
		case "fault":
			return `fault injected: ${[record.fault, record.device, record.field, record.value].filter((part) => part !== null).join(" ")}`;
		case "published":
		case "datagram":
		case "stream":
			return undefined;
	}
}

function ordinal(count: number): string {
	const teen = count % 100 >= 11 && count % 100 <= 13;
	const ending = teen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
	return `${count}${ending}`;
}
