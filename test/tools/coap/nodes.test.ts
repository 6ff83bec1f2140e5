/** `kith coap get …/nodes` against a simulated gateway, over real UDP: who is there. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { writeContextFile } from "../../../tools/coap/context-file";
import { main } from "../../../tools/kith";
import { openStation, type Station, temporaryTrace } from "../../simulator/udp/station";
import { MemoryOutput } from "../../support/memory-output";

describe("kith coap get /nodes", () => {
	const trace = temporaryTrace("nodes");
	const folder = mkdtempSync(join(tmpdir(), "kith-nodes-"));
	const file = join(folder, "operator.json");
	let station: Station;

	const uri = (path: string): string => `coap://127.0.0.1:${station.port}${path}`;

	async function kith(...args: string[]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const code = await main(args, { stdout, stderr });
		return { code, out: stdout.text, error: stderr.text };
	}

	before(async () => {
		station = await openStation(trace.file);
		writeContextFile(file, station.operator());
		while ((await kith("coap", "get", uri("/weather/climate/temperature"))).code !== 0)
			await new Promise((resolve) => setTimeout(resolve, 100));
	});

	after(async () => {
		await station.stop();
		trace.remove();
		rmSync(folder, { recursive: true });
	});

	test("an operator reads every node with its name, and whether it is there", async () => {
		const { out, code } = await kith("coap", "get", uri("/nodes"), "--oscore", file);
		assert.equal(code, 0);
		const [head, ...rows] = out.trim().split("\n");
		assert.match(head as string, /^address state +heard +boot +via cost +in out name$/);
		const names = station.session.snapshot().boards.map(({ name }) => name);
		assert.deepEqual(
			rows.map((row) => row.split(" ").at(-1)).sort(),
			names.filter((name) => name !== "gateway").sort(),
		);
		assert.match(out, / alive +\d+ +\d+ .* weather\n/);
	});

	test("nobody else does", async () => {
		const { code, error } = await kith("coap", "get", uri("/nodes"));
		assert.equal(code, 1);
		assert.match(error, /needs a key/);
	});
});
