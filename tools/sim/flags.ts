import { InvalidArgumentError } from "commander";
import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { MqttMode, Speed } from "kith/simulator/session/types";
import { UsageError } from "../usage-error";
import { parseDuration } from "./duration";

/** The flags of `kith sim`, parsed. Absent ones are undefined. */
export interface SimFlags {
	readonly seed?: number;
	readonly for?: Microseconds;
	readonly speed: Speed;
	readonly trace?: string;
	readonly replay?: string;
	readonly mqtt?: MqttMode;
	readonly coap?: number | "off";
	readonly http?: number | "off";
	/** File to be written for `kith coap --oscore`. */
	readonly operator?: string;
	/** File by room. */
	readonly recording?: ReadonlyMap<string, string>;
	readonly json?: boolean;
	readonly quiet?: boolean;
}

export const defaultSeed = 1;

export function parseSeed(text: string): number {
	const seed = Number(text);
	if (!/^\d+$/.test(text) || seed > 0xffff_ffff)
		throw new InvalidArgumentError("a seed is a whole number from 0 to 4294967295.");
	return seed;
}

export function parseFor(text: string): Microseconds {
	const duration = parseDuration(text);
	if (duration === undefined) throw new InvalidArgumentError("write a duration such as 90s, 15m, 2h or 7d.");
	return duration;
}

export function parseSpeed(text: string): Speed {
	if (text === "max") return text;
	const speed = Number(text);
	if (!/^\d+(\.\d+)?$/.test(text) || speed <= 0)
		throw new InvalidArgumentError('write how many times as fast as real time, such as 1 or 60, or "max".');
	return speed;
}

export function parseMqtt(text: string): MqttMode {
	if (text === "embedded" || text === "off") return text;
	if (/^mqtt:\/\/[^/\s]+$/.test(text) && URL.canParse(text)) return text as MqttMode;
	throw new InvalidArgumentError("write embedded, off, or the address of a broker as mqtt://host:port.");
}

export function parseCoap(text: string): number | "off" {
	return parsePort(text, "UDP");
}

export function parseHttp(text: string): number | "off" {
	return parsePort(text, "TCP");
}

function parsePort(text: string, protocol: string): number | "off" {
	if (text === "off") return text;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 0xffff)
		throw new InvalidArgumentError(`write a ${protocol} port from 0 (any free one) to 65535, or off.`);
	return port;
}

/** Adds ROOM=FILE to those before it. */
export function parseRecording(text: string, before?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	const [, room, file] = /^([^=]+)=(.+)$/.exec(text) ?? [];
	if (room === undefined || file === undefined) throw new InvalidArgumentError("write ROOM=FILE.csv.");
	if (before?.has(room)) throw new InvalidArgumentError(`the room "${room}" has a recording already.`);
	return new Map([...(before ?? []), [room, file]]);
}

/** Flags that contradict each other. @throws UsageError */
export function checkFlags(flags: SimFlags): void {
	if (flags.operator !== undefined && flags.coap === "off")
		throw new UsageError("--operator is for --coap, which is off: take one of them away");
	if (flags.replay === undefined) return;
	for (const name of ["seed", "for", "mqtt", "coap", "http", "operator"] as const)
		if (flags[name] !== undefined)
			throw new UsageError(`--${name} cannot be chosen with --replay: the trace knows what it was`);
}
