/**
 * What an XS machine says to its debugger (the SDK's xsDebug.c, 8.2.3): elements of XML, of which logs, breaks and the
 * login are of interest. Takes the bytes of a socket in any pieces.
 */
export interface XsbugListener {
	/** A machine introduced itself. It waits for a command. */
	onLogin(name: string): void;
	/** One whole line that the program traced. */
	onLine(line: string): void;
	/** The machine stopped: an exception, a debugger statement, an abort. It waits for a command. */
	onBreak(message: string): void;
}

/** The commands that let a machine run: no breakpoints, then go. */
export const xsbugCommands = {
	go: "\r\n<go/>\r\n",
	noBreakpoints: "\r\n<set-all-breakpoints></set-all-breakpoints>\r\n",
};

/** The longest element that is kept; a machine that sends more is not one. */
const elementLimit = 1 << 20;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

export class XsbugReader {
	readonly #listener: XsbugListener;
	#text = "";
	#line = "";

	constructor(listener: XsbugListener) {
		this.#listener = listener;
	}

	/** @throws Error when the stream is none of XS's */
	accept(text: string): void {
		this.#text += text;
		for (;;) {
			const found = /<(login|log|break)\b([^>]*?)(\/>|>([\s\S]*?)<\/\1>)/.exec(this.#text);
			if (found === null) break;
			this.#text = this.#text.slice(found.index + found[0].length);
			this.#element(found[1] as string, found[2] as string, unescaped(found[4] ?? ""));
		}
		// What is before an element of interest is not needed, once it cannot be the beginning of one any more.
		const open = this.#text.search(/<(login|log|break)\b|<[^>]{0,6}$/);
		this.#text = open < 0 ? this.#text.slice(-8) : this.#text.slice(open);
		if (this.#text.length > elementLimit) throw new Error("the debugger socket gets what no XS machine sends");
	}

	#element(name: string, attributes: string, text: string): void {
		if (name === "login") this.#listener.onLogin(/name="([^"]*)"/.exec(attributes)?.[1] ?? "");
		else if (name === "break") this.#listener.onBreak(text.trim());
		else {
			this.#line += text;
			const lines = this.#line.split("\n");
			this.#line = lines.pop() as string;
			for (const line of lines) if (line !== "") this.#listener.onLine(line);
		}
	}
}

function unescaped(text: string): string {
	return text
		.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1")
		.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
			if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
			if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
			return entities[name] ?? whole;
		});
}
