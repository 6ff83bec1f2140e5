import type { Session, Speed } from "kith/simulator/session/types";
import { createLogUpdate } from "log-update";
import type { Output } from "../output";
import { renderView } from "./view";

/** Wall ms between two drawings. */
const drawEveryMs = 250;

/** Draws the session into the terminal, again and again, until `close`. */
export class LiveView {
	readonly #session: Session;
	readonly #stdout: Output;
	readonly #speed: Speed;
	readonly #draw: ReturnType<typeof createLogUpdate>;
	readonly #timer: NodeJS.Timeout;
	readonly #notices: string[] = [];

	constructor(session: Session, stdout: Output, speed: Speed) {
		this.#session = session;
		this.#stdout = stdout;
		this.#speed = speed;
		this.#draw = createLogUpdate(stdout as unknown as NodeJS.WriteStream);
		this.#timer = setInterval(() => this.draw(), drawEveryMs);
	}

	/** Something to read below the tables; only the latest are kept. */
	notice(text: string): void {
		this.#notices.push(text);
		if (this.#notices.length > 2) this.#notices.shift();
	}

	draw(): void {
		const { columns = 100, rows = 40 } = this.#stdout;
		this.#draw(renderView(this.#session.snapshot(), { columns, rows, speed: this.#speed, notices: this.#notices }));
	}

	/** Leaves the last drawing on the screen. May be called twice. */
	close(): void {
		clearInterval(this.#timer);
		this.#draw.done();
	}
}
