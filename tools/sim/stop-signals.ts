const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm passes a signal on that the terminal has sent already: one more does not mean impatience, two more do. */
const patience = 3;

/**
 * Calls `stop` on Ctrl-C and its like instead of ending the process; who insists ends it all the same, with the shell's
 * exit code for an interrupt. @returns takes the handlers away again
 */
export function onStopSignal(stop: () => void): () => void {
	let count = 0;
	const handler = (): void => {
		count++;
		if (count > patience) process.exit(130);
		stop();
	};
	for (const signal of signals) process.on(signal, handler);
	return () => {
		for (const signal of signals) process.off(signal, handler);
	};
}
