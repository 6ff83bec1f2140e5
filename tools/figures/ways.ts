import { boardName } from "../bench/mesh/installations";
import { type Places, stand } from "../bench/mesh/places";
import type { WayMeter } from "../bench/mesh/way-meter";
import { element, line, text } from "./svg";

export const waysPanel = { width: 820, height: 484 } as const;
const inset = { left: 34, top: 66, right: 34, bottom: 26 } as const;

/** Where boards are, whom each reaches, which ways requests took, and one of these. @param top of the panel in its picture */
export function drawWays(places: Places, ways: WayMeter, title: string, top: number): string[] {
	const scaleX = (waysPanel.width - inset.left - inset.right) / stand.width;
	const scaleY = (waysPanel.height - inset.top - inset.bottom) / stand.depth;
	const spots = places.positions.map(({ x, y }) => [inset.left + x * scaleX, top + inset.top + y * scaleY] as const);
	const at = new Map(spots.map((spot, index) => [boardName(index), spot]));
	const between = (a: string, b: string, as: string, width: number, opacity: number): string => {
		const [[fromX, fromY], [toX, toY]] = [at.get(a) ?? [0, 0], at.get(b) ?? [0, 0]];
		return line(fromX, fromY, toX, toY, as, width, opacity);
	};
	const links = places.links.flatMap((near, board) =>
		near.filter((other) => other > board).map((other) => between(boardName(board), boardName(other), "link", 1, 0.3)),
	);
	const both = new Map<string, number>();
	for (const [hop, count] of ways.traffic) {
		const key = hop.split(" ").sort().join(" ");
		both.set(key, (both.get(key) ?? 0) + count);
	}
	const most = Math.max(...both.values());
	const traffic = [...both].map(([key, count]) => {
		const [a, b] = key.split(" ") as [string, string];
		const share = Math.sqrt(count / most);
		return between(a, b, "first", 0.5 + 7 * share, 0.12 + 0.5 * share);
	});
	const way = ways.longest?.boards ?? [];
	const path = way.slice(1).map((board, index) => between(way[index] as string, board, "second", 3.5, 1));
	const dots = [...at].map(([name, [cx, cy]]) =>
		element("circle", { cx, cy, r: way.includes(name) ? 6 : 4.5, class: way.includes(name) ? "on-way" : "board" }),
	);
	const ends = [way[0], way.at(-1)].flatMap((name) => {
		const [x, y] = at.get(name ?? "") ?? [0, 0];
		const anchor = x > waysPanel.width - 110 ? "end" : "start";
		return name === undefined ? [] : [text(anchor === "end" ? x - 10 : x + 10, y - 9, name, { anchor, as: "strong" })];
	});
	return [
		text(inset.left - 10, top + 22, title),
		text(inset.left - 10, top + 40, wordsOf(places, ways), { as: "note" }),
		...links,
		...traffic,
		...path,
		...dots,
		...ends,
	];
}

function wordsOf({ positions, diameter }: Places, { longest }: WayMeter): string {
	const where = `${positions.length} boards on ${stand.width} × ${stand.depth} m, at most ${diameter} hops apart`;
	if (longest === undefined) return where;
	const { boards, took } = longest;
	return `${where}; ${boards[0]} asks ${boards.at(-1)} over ${boards.length - 1} hops in ${(took / 1000).toFixed(0)} ms`;
}

export function waysLegend(y: number): string[] {
	return [
		line(24, y - 4, 50, y - 4, "link", 1, 0.5),
		text(58, y, "in reach of each other", { as: "note" }),
		line(206, y - 4, 232, y - 4, "first", 6, 0.6),
		text(240, y, "requests and answers; thick: many", { as: "note" }),
		line(446, y - 4, 472, y - 4, "second", 3.5),
		text(480, y, "the way of the one request that is named", { as: "note" }),
	];
}
