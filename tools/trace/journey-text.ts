import type { Microseconds } from "kith/simulator/kernel/agenda";
import { clockWords, plural, valueWords } from "../sim/words";
import type { Effect, Journey, Transmission } from "./follow";
import { isBoolean } from "./quantities";

/** A reading's journey as lines for people, each with its time since the chip spoke. */
export function journeyText(journey: Journey): string[] {
	const { node, path, value, unit, read, sent, received, published } = journey;
	const start = read ?? sent;
	const what = valueWords({ path, value, unit, boolean: isBoolean(path, unit) }, true);
	const lines = [`${node} ${path}: ${what}, at ${clockWords(start / 1e6)}`];
	const add = (t: Microseconds, text: string): void => {
		lines.push(`${since(t - start).padStart(10)}  ${text}`);
	};
	if (read !== undefined) add(read, `${node} reads its ${path.split("/")[0]}`);
	add(sent, `${node} sends it, as its message ${journey.sequence} of this boot`);
	const events = [
		...journey.transmissions.map((one, index) => ({ t: one.t, text: transmissionWords(journey, one, index) })),
		...received.map(({ t, board }) => ({ t, text: `${board} takes it, ${milliseconds(t - sent)} after it was sent` })),
		...journey.effects.map((effect) => ({ t: effect.t, text: effectWords(effect) })),
		...published.map(({ t, board, topic }) => ({ t, text: `${board} publishes it as ${topic}` })),
	];
	// Equal times stay in the order above: it goes out, it comes in, something is done.
	for (const { t, text } of events.sort((a, b) => a.t - b.t)) add(t, text);
	if (received.length === 0) lines.push("            nobody needed it, or nobody got it");
	return lines;
}

function transmissionWords(journey: Journey, transmission: Transmission, index: number): string {
	const { board, bytes, airtime, received, lost } = transmission;
	const earlier = journey.transmissions.slice(0, index).some((one) => one.board === board);
	const verb = board === journey.node ? (earlier ? "repeats" : "transmits") : earlier ? "relays again" : "relays";
	const size = `${bytes.length / 2} bytes, ${(airtime / 1000).toFixed(1)} ms on the air`;
	const heard = received.length === 0 ? "heard by nobody" : `heard by ${received.join(", ")}`;
	return `${board} ${verb} it: ${size}; ${heard}${lost.length === 0 ? "" : `; lost at ${lost.join(", ")}`}`;
}

function effectWords(effect: Effect): string {
	const rule = effect.rule === null ? "" : ` by its rule "${effect.rule}"`;
	if (effect.kind === "asked") {
		const path = effect.target.slice(effect.target.indexOf("/") + 1);
		const value = valueWords({ path, value: effect.value, unit: effect.unit, boolean: isBoolean(path, effect.unit) });
		return `${effect.board} asks for ${effect.target} ${value}${rule}`;
	}
	const { path, value, unit } = effect;
	return `${effect.board} sets ${path} to ${valueWords({ path, value, unit, boolean: isBoolean(path, unit) }, true)}${rule}`;
}

function since(us: Microseconds): string {
	return us < 10e6 ? `+${(us / 1000).toFixed(1)} ms` : `+${(us / 1e6).toFixed(1)} s`;
}

function milliseconds(us: Microseconds): string {
	return `${(us / 1000).toFixed(1)} ms`;
}

/** What could be asked for, where something else was: "kitchen climate/temperature (12 times)". */
export function choices(counts: ReadonlyMap<string, number>): string[] {
	return [...counts].map(([name, count]) => `${name} (sent ${plural(count, "time")})`).sort();
}
