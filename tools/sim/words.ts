import type { NamedValue } from "kith/simulator/session/types";

/** How people write SenML's units, and with how many decimals at least a reading is worth showing. */
const units: Readonly<Record<string, { readonly symbol: string; readonly decimals: number }>> = {
	Cel: { symbol: " °C", decimals: 1 },
	"%RH": { symbol: " %", decimals: 0 },
	lx: { symbol: " lx", decimals: 0 },
	ppm: { symbol: " ppm", decimals: 0 },
	"%": { symbol: " %", decimals: 0 },
};

/** Both states of boolean resources, by their name. */
const states: Readonly<Record<string, readonly [off: string, on: string]>> = {
	motion: ["no", "yes"],
	open: ["closed", "open"],
	on: ["off", "on"],
};

/** "27.3 °C", "open", "on". @param exact all decimals, where rounding would hide what a rule did */
export function valueWords({ path, value, unit, boolean }: Omit<NamedValue, "node">, exact = false): string {
	if (boolean) return (states[resourceOf(path)] ?? states.on)?.[value === 0 ? 0 : 1] ?? String(value);
	const known = units[unit];
	if (known === undefined) return `${value} ${unit}`.trim();
	return `${exact ? value : value.toFixed(known.decimals)}${known.symbol}`;
}

/** "climate" of "climate/temperature". */
export function deviceOf(path: string): string {
	return path.split("/", 1)[0] as string;
}

/** What a path is called where its node is clear: "temperature" of "climate/temperature", "door" of "door/open". */
export function shortName(path: string): string {
	const resource = resourceOf(path);
	if (resource === "on" || resource === "open" || resource === "level") return deviceOf(path);
	return resource === "carbonDioxide" ? "CO2" : resource;
}

/** "3 s", "2 min", "5 h", "12 d": rounded down. */
export function ageWords(seconds: number): string {
	if (seconds < 60) return `${Math.floor(seconds)} s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
	if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
	return `${Math.floor(seconds / 86_400)} d`;
}

/** "00:01:32", "2 d 03:00:00". */
export function clockWords(seconds: number): string {
	const whole = Math.floor(seconds);
	const two = (part: number): string => String(part).padStart(2, "0");
	const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
	return whole < 86_400 ? clock : `${Math.floor(whole / 86_400)} d ${clock}`;
}

/** "30.1 of 92.0 KB (33 %)". */
export function heapWords(used: number, available: number): string {
	return `${kilobytes(used)} of ${kilobytes(available)} KB (${percent(used, available)})`;
}

/** "30.1": units of 1024 bytes. */
export function kilobytes(bytes: number): string {
	return (bytes / 1024).toFixed(1);
}

/** "33 %"; of nothing "–". */
export function percent(part: number, whole: number, decimals = 0): string {
	if (whole === 0) return "–";
	const scale = 100 * 10 ** decimals;
	// Rounded down: 100 % is all of it.
	return `${(Math.floor((part / whole) * scale) / 10 ** decimals).toFixed(decimals)} %`;
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function resourceOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/** Where the gateways listen, for a head line; nothing where there is no gateway. */
export function coapWords(addresses: readonly string[], separator = ","): string {
	return addresses.length === 0 ? "" : `${separator} CoAP ${addresses.join(" and ")}`;
}

/** Likewise the gateways that serve HTTP, as what a browser is given. */
export function httpWords(addresses: readonly string[], separator = ","): string {
	const links = addresses.map((address) => (address === "off" ? "HTTP off" : `http://${address}/`));
	return links.length === 0 ? "" : `${separator} ${links.join(" and ")}`;
}
