import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

/**
 * Runs every test/**\/*.test.ts, or those whose path contains one of the arguments, under Node's test runner. Node 20
 * expands no patterns itself, and shells differ.
 */
const filters = process.argv.slice(2);
const files = readdirSync("test", { recursive: true, encoding: "utf8" })
	.map((path) => `test/${path.replaceAll("\\", "/")}`)
	.filter((path) => path.endsWith(".test.ts"))
	.filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
	.sort();
if (files.length === 0) {
	console.error(`no test file's path contains ${filters.join(" or ")}`);
	process.exit(2);
}
const node = ["--import", "tsx", "--test", "--test-concurrency=2", "--test-reporter=spec", ...files];
const { status } = spawnSync(process.execPath, node, { stdio: "inherit" });
process.exit(status ?? 1);
