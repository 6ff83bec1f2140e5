/** Text and numbers as XML and SVG want them. */
export function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

type Attributes = Readonly<Record<string, string | number>>;

/** One element; numbers are rounded to a tenth of a pixel, so that equal runs give equal files. */
export function element(name: string, attributes: Attributes, content: string | readonly string[] = ""): string {
	const written = Object.entries(attributes).map(([key, value]) => {
		return ` ${key}="${typeof value === "number" ? String(Math.round(value * 10) / 10) : escaped(value)}"`;
	});
	const inside = typeof content === "string" ? content : content.join("\n");
	return inside === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inside}</${name}>`;
}

export interface TextOptions {
	readonly anchor?: "start" | "middle" | "end";
	/** Of `styleSheet`. */
	readonly as?: "title" | "label" | "strong" | "note";
}

export function text(
	x: number,
	y: number,
	words: string,
	{ anchor = "start", as = "label" }: TextOptions = {},
): string {
	return element("text", { x, y, class: as, "text-anchor": anchor }, escaped(words));
}

export function line(x1: number, y1: number, x2: number, y2: number, as: string, width = 1, opacity = 1): string {
	const style = {
		class: as,
		"stroke-width": width,
		...(opacity === 1 ? {} : { "stroke-opacity": opacity.toFixed(2) }),
	};
	return element("line", { x1, y1, x2, y2, ...style });
}

/**
 * Ink on a card that is light, or dark where the reader's desktop is. The two colours are told apart by people who
 * do not tell red from green, and both stand out on either card.
 */
const styleSheet = `
text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2933; }
.title { font-size: 15px; font-weight: 600; }
.label { font-size: 12px; }
.strong { font-size: 12px; font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
.note { font-size: 11px; fill: #5f6b7a; }
.card { fill: #ffffff; stroke: #d9dee5; }
.grid { stroke: #e4e8ee; }
.axis { stroke: #9aa5b1; }
.link { stroke: #9aa5b1; }
.first { stroke: #1f6fc4; fill: none; stroke-linejoin: round; }
.second { stroke: #c8540a; fill: none; stroke-linejoin: round; }
.first-fill { fill: #1f6fc4; }
.second-fill { fill: #c8540a; }
.bound { stroke: #1f2933; stroke-dasharray: 5 4; }
.mark { fill: #1f2933; }
.board { fill: #1f6fc4; stroke: #ffffff; stroke-width: 1.5; }
.on-way { fill: #c8540a; stroke: #ffffff; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
text { fill: #e6eaf0; }
.note { fill: #a3adba; }
.strong { stroke: #141a22; }
.card { fill: #141a22; stroke: #2d3743; }
.grid { stroke: #27303b; }
.axis { stroke: #6b7785; }
.link { stroke: #6b7785; }
.first { stroke: #5aa5f2; }
.second { stroke: #f2934b; }
.first-fill { fill: #5aa5f2; }
.second-fill { fill: #f2934b; }
.bound { stroke: #e6eaf0; }
.mark { fill: #e6eaf0; }
.board { fill: #5aa5f2; stroke: #141a22; }
.on-way { fill: #f2934b; stroke: #141a22; }
}
`;

export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly title: string;
	/** How to make it again: stands in the file, for people and for the test. */
	readonly source: string;
	/** What it shows, for people who do not see it. */
	readonly description: string;
	readonly content: readonly string[];
}

export function svg({ width, height, title, source, description, content }: Picture): string {
	const space = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" };
	const card = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 10, class: "card" };
	return `${element("svg", space, [
		"",
		element("title", {}, escaped(title)),
		element("desc", {}, escaped(description)),
		`<!-- ${escaped(source)} -->`,
		element("style", {}, styleSheet),
		element("rect", card),
		text(24, 32, title, { as: "title" }),
		...content,
		"",
	])}\n`;
}
