import { TestResults } from "../../tools/mcsim/test-results";
import type { Figure } from "../rv32/figures";

/** Starts of the chip with nothing of the tests between them, after which it counts as a loop. */
export const restartLimit = 4;
/** Other lines that are kept, to be shown when things go wrong. */
const keptLines = 12;
/** Longest line of others that is kept. */
const lineLimit = 200;

/** The chip's ROM says this whenever it starts, with the reason. */
const started = /\brst:0x[0-9a-f]+ \(([A-Z0-9_]+)\)/i;
/** How ESP-IDF 6.0 begins when it gives up ("Fatal Errors" in its guides), and XS with its abort hook. */
const lastWords = [
	/Guru Meditation Error: .*/,
	/abort\(\) was called at PC .*/,
	/assert failed: .*/,
	/\*\*\*ERROR\*\*\* A stack overflow in task .*/,
	/Stack smashing protect failure.*/,
	/Task watchdog got triggered.*/,
	/Brownout detector was triggered/,
	/XS abort: .*/,
];

/** What the image says on its console, and what of that is wrong. */
export class ConsoleReader {
	readonly results = new TestResults();
	readonly costs: Figure[] = [];
	readonly heap: Figure[] = [];
	/** Names of parts that ran to their end. */
	readonly ended = new Set<string>();
	/** Sentences: crashes, each of a part. */
	readonly crashes: string[] = [];
	/** What ends the run; undefined while it may go on. */
	trouble: string | undefined;
	/** Whether the target counts cycles. */
	counting = true;
	/** Lines with something of the tests. */
	progress = 0;
	/** The last lines of others. */
	readonly others: string[] = [];
	#running = "";
	#words = "";
	#starts = 0;

	accept(text: string): void {
		const line = text.trimEnd();
		if (line.startsWith("kith-test ")) this.#told(line);
		else if (line !== "") this.#other(line);
	}

	/** The emulator, or the connection to the board, has ended. */
	end(how: string): void {
		if (this.results.done || this.trouble !== undefined) return;
		this.trouble = `${how} before the tests were through${this.#where()}${this.#quoted()}`;
	}

	/** Nothing of the tests came for so long. */
	silent(seconds: number): void {
		const spoke = this.others.length === 0 ? "was silent" : "said nothing of the tests";
		this.trouble = `the chip ${spoke} for ${seconds} s${this.#where()}${this.#quoted()}`;
	}

	#told(line: string): void {
		this.progress++;
		this.#starts = 0;
		this.results.accept(line);
		const [, word = "", text = ""] = /^kith-test (\w+) ?(.*)$/.exec(line) ?? [];
		switch (word) {
			case "file":
				this.#leave();
				this.#running = text;
				break;
			case "ended":
				this.ended.add(text);
				this.#running = "";
				break;
			case "crashed":
				this.#words = text;
				break;
			case "stopped":
				this.trouble = text;
				break;
			case "uncounted":
				this.counting = false;
				break;
			case "cost":
			case "heap":
				this[word === "cost" ? "costs" : "heap"].push(figureOf(text));
		}
	}

	#other(line: string): void {
		this.others.push(line.slice(0, lineLimit));
		if (this.others.length > keptLines) this.others.shift();
		const found = lastWords.map((pattern) => pattern.exec(line)?.[0]).find((words) => words !== undefined);
		if (found !== undefined && this.#words === "") this.#words = found;
		const reason = started.exec(line)?.[1];
		if (reason === undefined) return;
		if (this.#words === "" && /WDT/.test(reason)) this.#words = `a watchdog started the chip anew (${reason})`;
		this.#leave();
		if (++this.#starts >= restartLimit)
			this.trouble = `the chip starts over and over (${restartLimit} times, the last for ${reason}) without coming to a test${this.#quoted()}`;
	}

	/** The part that ran, if any, did not end. */
	#leave(): void {
		if (this.#running === "") return;
		const why = this.#words === "" ? "the chip started anew without a word" : this.#words;
		this.crashes.push(`${this.#running}: crashed: ${why}`);
		this.#running = "";
		this.#words = "";
	}

	#where(): string {
		return this.#running === "" ? "" : `, in ${this.#running}`;
	}

	#quoted(): string {
		const words = this.#words === "" ? "" : `: ${this.#words}`;
		return this.others.length === 0 ? words : `${words}; its last lines:\n  ${this.others.join("\n  ")}`;
	}
}

/** "12 34 a name" */
function figureOf(text: string): Figure {
	const words = text.split(" ");
	const first = words.findIndex((word) => !/^-?\d+$/.test(word));
	return { name: words.slice(first).join(" "), values: words.slice(0, first).map(Number) };
}
