/** What the test app says in its lines (test/mcsim/run.ts). */
export class TestResults {
	readonly passed: string[] = [];
	readonly failed: string[] = [];
	/** All files ran to their end. */
	done = false;
	/** The file that runs now. */
	file = "";

	/** Takes a line of the program; lines of others are passed over. */
	accept(line: string): void {
		const found = /^kith-test (file|passed|failed|done) (.*)$/.exec(line);
		if (found === null) return;
		const text = (found[2] as string).replaceAll("\\n", "\n");
		switch (found[1]) {
			case "file":
				this.file = text;
				break;
			case "passed":
				this.passed.push(text);
				break;
			case "failed":
				this.failed.push(text);
				break;
			case "done":
				this.done = true;
				break;
		}
	}
}
