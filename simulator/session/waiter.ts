/** Waits for some wall time, or until something from outside ends the waiting. */
export class Waiter {
	#wake: (() => void) | undefined;

	/** @param ms Infinity: until woken */
	wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			// The longest that Node's timers take is 2^31-1 ms; who waited so long simply looks again.
			const timer = setTimeout(() => this.wake(), Math.min(ms, 0x7fffffff));
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** Ends the waiting; nothing happens where nobody waits. */
	wake(): void {
		const wake = this.#wake;
		this.#wake = undefined;
		wake?.();
	}
}
