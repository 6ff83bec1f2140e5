/** What `node:test` is for tests inside XS: `test(name, fn)` only registers; serve.ts runs on request. */
import { register } from "./registry";

export function test(name: string, run: () => unknown): void {
	register(name, run);
}
