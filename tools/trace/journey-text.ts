import type { Microseconds } from "kith/simulator/kernel/agenda";
import { clockWords, plural, valueWords } from "../sim/words";
import type { Effect, Journey } from "./follow";
import { isBoolean } from "./quantities";
import { type Step, spread, wayTo } from "./spread";

/** Boards named in a line; the rest is counted. */
const namedBoards = 4;
const everybody = 0xffff;

interface Event {
	readonly t: Microseconds;
	readonly text: string;
}

/**
 * A reading's journey as lines for people, each with its time since it was sent: every transmission that brought it to
 * somebody new, and what was done upon it.
 *
 * @param to tells of the way to this board only
 */
export function journeyText(journey: Journey, to?: string): string[] {
	const { node, path, value, unit, read, sent, sequence, published } = journey;
	const what = valueWords({ path, value, unit, boolean: isBoolean(path, unit) }, true);
	const lines = [`${node} ${path}: ${what}, sent at ${clockWords(sent / 1e6)}${to === undefined ? "" : `, to ${to}`}`];
	const add = (t: Microseconds, text: string): void => {
		lines.push(`${since(t - sent).padStart(10)}  ${text}`);
	};
	const steps = spread(journey);
	const way = to === undefined ? steps : wayTo(to, node, steps);
	const told = way.filter(({ fresh, transmission }) => fresh.length > 0 || transmission.board === node);
	const isMeant = ({ board }: { readonly board: string }): boolean => to === undefined || board === to;
	const concerns = (effect: Effect): boolean =>
		isMeant(effect) || (effect.kind === "asked" && effect.target.startsWith(`${to}/`));
	const events: Event[] = [
		...(read === undefined ? [] : [{ t: read, text: `${node} reads its ${path.split("/")[0]}` }]),
		...journey.effects.filter((effect) => effect.t < sent && concerns(effect)).map(effectEvent),
		{ t: sent, text: `${node} sends it, as its message ${sequence} of this boot` },
		...told.map((step, index) => ({ t: step.transmission.t, text: stepWords(step, node, way[index + 1], to) })),
		...journey.received.filter(isMeant).flatMap(({ t, board }) => arrivalWords(journey, steps, board, t, to)),
		...journey.effects.filter((effect) => effect.t >= sent && concerns(effect)).map(effectEvent),
		...journey.requests
			.filter(({ board, node: asked }) => to === undefined || to === board || to === asked)
			.flatMap(requestEvents),
		...published.filter(isMeant).map(({ t, board, topic }) => ({ t, text: `${board} publishes it as ${topic}` })),
	];
	// Equal times stay in the order above: it goes out, it comes in, something is done.
	for (const { t, text } of events.sort((a, b) => a.t - b.t)) add(t, text);
	if (to === node) return lines;
	lines.push(...(to === undefined ? summary(journey, steps, told) : missing(way, to)));
	return lines;
}

/** @param next on the way to `to`, which is all that matters then */
function stepWords({ transmission, fresh, takers, again }: Step, node: string, next?: Step, to?: string): string {
	const { board, bytes, airtime, destination, received, lost } = transmission;
	const own = board === node;
	const verb = own ? (again ? "repeats it" : "transmits it") : again ? "relays it again" : "relays it";
	const size = own && !again ? ` (${bytes.length / 2} bytes, ${milliseconds(airtime)} on the air)` : "";
	const repair = destination === everybody ? "" : " for one who missed it";
	const start = `${board} ${verb}${repair}${size}: `;
	if (to !== undefined) {
		const goal = next?.transmission.board ?? to;
		const others = received.length - 1;
		return `${start}${goal}${others > 0 ? ` and ${plural(others, "other")}` : ""} ${others > 0 ? "hear" : "hears"} it${lostWords(lost)}`;
	}
	if (fresh.length === 0) return `${start}nobody hears it${lostWords(lost)}`;
	const rest = fresh.filter((name) => !takers.includes(name));
	const parts = [
		...(takers.length === 0 ? [] : [`${names(takers)} ${takers.length === 1 ? "takes" : "take"} it`]),
		...(rest.length === 0
			? []
			: [
					`${takers.length === 0 ? names(rest) : `${plural(rest.length, "more board")}`} ${rest.length === 1 ? "hears" : "hear"} it`,
				]),
	];
	return start + parts.join(", ");
}

function lostWords(lost: readonly string[]): string {
	return lost.length === 0 ? "" : `, lost at ${lost.length <= 2 ? lost.join(" and ") : plural(lost.length, "board")}`;
}

/** Of whoever took it when a step told of it, nothing more is said. */
function arrivalWords(
	{ node, sent }: Journey,
	steps: readonly Step[],
	board: string,
	t: Microseconds,
	to: string | undefined,
): Event[] {
	const way = wayTo(board, node, steps);
	const hops = way.length === 0 ? "" : `, over ${plural(way.length, "hop")}`;
	const text = `${board} takes it${hops}, ${milliseconds(t - sent)} after it was sent`;
	const isTold = steps.some(({ takers, transmission }) => takers.includes(board) && transmission.t === t);
	return to === undefined && isTold ? [] : [{ t, text }];
}

function summary(journey: Journey, steps: readonly Step[], told: readonly Step[]): string[] {
	const { received, sent } = journey;
	const silent = steps.length - told.length;
	const relays = silent === 0 ? [] : [`${" ".repeat(12)}${plural(silent, "more transmission")}, new to nobody`];
	if (received.length === 0) return [...relays, `${" ".repeat(12)}nobody needed it, or nobody got it`];
	if (received.length === 1) return relays;
	const [first, last] = [received[0], received.at(-1)].map((arrival) => milliseconds((arrival?.t ?? sent) - sent));
	return [...relays, `${" ".repeat(12)}${received.length} boards took it, ${first} to ${last} after it was sent`];
}

function missing(way: readonly Step[], to: string): string[] {
	return way.length === 0 ? [`${" ".repeat(12)}${to} did not hear it`] : [];
}

function names(boards: readonly string[]): string {
	const shown = boards.slice(0, namedBoards);
	if (boards.length > shown.length + 1) return `${shown.join(", ")} and ${boards.length - shown.length} others`;
	return boards.length === 1 ? boards.join("") : `${boards.slice(0, -1).join(", ")} and ${boards.at(-1)}`;
}

/** From board to board, and what came of it. */
function requestEvents({ board, asked, node, path, hops, done }: Journey["requests"][number]): Event[] {
	const events = hops.map(({ t, board: from, to }): Event => {
		return {
			t,
			text: to === undefined ? `${from} sends the request, which is lost` : `${from} sends the request to ${to}`,
		};
	});
	if (done === undefined) return events;
	const { value, unit } = asked;
	const what = valueWords({ path, value, unit, boolean: isBoolean(path, unit) }, true);
	return [...events, { t: done, text: `${node} sets ${path} to ${what}, as ${board} asked` }];
}

function effectEvent(effect: Effect): Event {
	return { t: effect.t, text: effectWords(effect) };
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
	const sign = us < 0 ? "-" : "+";
	const distance = Math.abs(us);
	return distance < 1e6 ? `${sign}${milliseconds(distance)}` : `${sign}${(distance / 1e6).toFixed(1)} s`;
}

function milliseconds(us: Microseconds): string {
	return `${(us / 1000).toFixed(1)} ms`;
}

/** What could be asked for, where something else was: "kitchen climate/temperature (12 times)". */
export function choices(counts: ReadonlyMap<string, number>): string[] {
	return [...counts].map(([name, count]) => `${name} (sent ${plural(count, "time")})`).sort();
}
