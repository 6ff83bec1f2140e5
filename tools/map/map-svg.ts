import type { RadioMap, RadioMapBoard } from "kith/simulator/session/radio-map";
import type { AirUse } from "./air-use";

const margin = 40;
/** Pixels of a metre. */
const scale = 14;
/** Boards whose heights differ by less share a floor, in metres. */
const floorHeight = 1.5;

interface Placed {
	readonly board: RadioMapBoard;
	readonly x: number;
	readonly y: number;
}

/** The map as a picture: floors side by side, who hears whom as thin lines, the ways that messages took as thick ones. */
export function mapSvg(map: RadioMap, air: AirUse, title: string): string {
	const { placed, width, height } = place(map);
	const at = new Map(placed.map((one) => [one.board.name, one]));
	const seen = new Set<string>();
	const paths = map.paths.flatMap(({ from, to, arrival }) => {
		const key = [from, to].sort().join(" ");
		const [a, b] = [at.get(from), at.get(to)];
		if (a === undefined || b === undefined || seen.has(key)) return [];
		seen.add(key);
		return [line(a, b, `stroke="#8a97a8" stroke-width="1" stroke-opacity="${(0.1 + 0.4 * arrival).toFixed(2)}"`)];
	});
	const ways = new Map<string, number>();
	for (const [name, { next }] of air.boards)
		for (const via of next.values()) ways.set(`${name} ${via}`, (ways.get(`${name} ${via}`) ?? 0) + 1);
	const routes = [...ways].flatMap(([key, count]) => {
		const [from, to] = key.split(" ").map((name) => at.get(name));
		if (from === undefined || to === undefined) return [];
		return [
			line(
				from,
				to,
				`stroke="#c2410c" stroke-width="${(1 + Math.min(4, Math.sqrt(count))).toFixed(1)}" stroke-opacity="0.7"`,
			),
		];
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
		`<rect width="${width}" height="${height}" fill="#ffffff"/>`,
		`<text x="${margin}" y="24" font-size="15" fill="#1f2937">${escaped(title)}</text>`,
		...paths,
		...routes,
		...placed.map(dot),
		"</svg>",
		"",
	].join("\n");
}

function place({ boards }: RadioMap): { placed: Placed[]; width: number; height: number } {
	const floors: RadioMapBoard[][] = [];
	for (const board of [...boards].sort((a, b) => a.z - b.z)) {
		const last = floors.at(-1);
		if (last !== undefined && board.z - (last[0]?.z ?? 0) < floorHeight) last.push(board);
		else floors.push([board]);
	}
	const left = Math.min(...boards.map(({ x }) => x));
	const top = Math.min(...boards.map(({ y }) => y));
	const across = (Math.max(...boards.map(({ x }) => x)) - left) * scale + 2 * margin;
	const down = (Math.max(...boards.map(({ y }) => y)) - top) * scale + 2 * margin;
	// Floors stand on each other, the lowest at the bottom.
	const placed = floors.flatMap((floor, level) =>
		floor.map((board) => ({
			board,
			x: margin + (board.x - left) * scale,
			y: margin + 20 + (floors.length - 1 - level) * down + (board.y - top) * scale,
		})),
	);
	return { placed, width: Math.ceil(across + 60), height: Math.ceil(floors.length * down + 40) };
}

function line(from: Placed, to: Placed, style: string): string {
	return `<line x1="${from.x.toFixed(1)}" y1="${from.y.toFixed(1)}" x2="${to.x.toFixed(1)}" y2="${to.y.toFixed(1)}" ${style}/>`;
}

function dot({ board, x, y }: Placed): string {
	const colour = board.channel === undefined ? "#d1d5db" : board.gateway ? "#1d4ed8" : "#0f766e";
	const label = `<text x="${(x + 7).toFixed(1)}" y="${(y + 4).toFixed(1)}" font-size="10" fill="#374151">${escaped(board.name)}</text>`;
	return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${board.gateway ? 6 : 4}" fill="${colour}"/>${label}`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
