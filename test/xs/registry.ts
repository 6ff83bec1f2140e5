/** The tests that the test file of this machine has registered. */
export interface RegisteredTest {
	readonly name: string;
	readonly run: () => unknown;
}

const tests: RegisteredTest[] = [];

export function register(name: string, run: () => unknown): void {
	tests.push({ name, run });
}

export function registered(): readonly RegisteredTest[] {
	return tests;
}
