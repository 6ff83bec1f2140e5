import type { Clock } from "kith/core/clock";

/** The desktop's own time. */
export class DesktopClock implements Clock {
	#timer: NodeJS.Timeout | undefined;

	now(): number {
		return Math.floor(performance.now()) | 0;
	}

	wakeAt(deadline: number, wake: () => void): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(wake, Math.max(0, (deadline - this.now()) | 0));
	}

	close(): void {
		clearTimeout(this.#timer);
	}
}
