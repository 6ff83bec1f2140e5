/**
 * An operator's desktop and a simulated gateway over real UDP, protected by OSCORE: what it may do, and what somebody who
 * recorded it, or knows no key, may not.
 */
import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { TraceRecord } from "kith/simulator/session/records";
import { writeContextFile } from "../../../tools/coap/context-file";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";
import { UdpTap } from "../../support/udp-tap";
import { openStation, replayStation, type Station, temporaryTrace } from "./station";

const soon = (ms = 100): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("an operator's desktop and a simulated gateway", () => {
	const trace = temporaryTrace("operator");
	const folder = mkdtempSync(join(tmpdir(), "kith-operator-"));
	const file = join(folder, "operator.oscore.json");
	const actuations: string[] = [];
	let station: Station;
	let tap: UdpTap;

	before(async () => {
		station = await openStation(trace.file);
		station.session.on((record: TraceRecord) => {
			if (record.kind === "actuation") actuations.push(`${record.board} ${record.value} ${record.requester}`);
		});
		writeContextFile(file, station.operator());
		tap = await UdpTap.open(station.port);
		while ((await kith("get", "/kitchen/climate/temperature", "--oscore", file)).code !== 0) await soon();
	});

	after(() => {
		tap.close();
		trace.remove();
		rmSync(folder, { recursive: true });
	});

	async function kith(command: string, path: string, ...args: string[]) {
		const [stdout, stderr] = [new MemoryOutput(), new MemoryOutput()];
		const uri = `coap://127.0.0.1:${tap.port}${path}`;
		const code = await main(["coap", command, uri, ...args], { stdout, stderr });
		return { code, out: stdout.text, error: stderr.text };
	}

	const reboot = async (): Promise<void> => {
		const boots = (): number => station.session.snapshot().boards.find(({ name }) => name === "gateway")?.reboots ?? 0;
		const before = boots();
		station.session.inject({ fault: "crash", board: "gateway" });
		while (boots() === before) await soon();
		while ((await kith("get", "/boot", "--json")).code !== 0) await soon();
		while ((await kith("get", "/kitchen/climate/temperature", "--oscore", file)).code !== 0) await soon();
	};

	/** Sends what was recorded from another port; the first answer. */
	async function replay(datagram: Uint8Array): Promise<Buffer> {
		const socket: Socket = createSocket("udp4");
		try {
			const answered = new Promise<Buffer>((resolve) => socket.once("message", resolve));
			socket.send(datagram, station.port, "127.0.0.1");
			return await answered;
		} finally {
			socket.close();
		}
	}

	test("reads what is not public, after it has answered a challenge", async () => {
		tap.clear();
		const { out } = await kith("get", "/kitchen/climate/temperature", "--oscore", file, "--json");
		const { code, protected: wasProtected, records } = JSON.parse(out);
		assert.equal(code, "2.05");
		assert.equal(wasProtected, true);
		assert.equal(records[0].n, "kitchen/climate/temperature");
		assert.equal(tap.requests.length, 3, "its boot, the request, the request with the challenge");
		assert.equal((await kith("get", "/kitchen/climate/temperature")).code, 1, "nobody without a key");
	});

	test("sets a node's actuator, and the gateway's own, which names the operator as the reason", async () => {
		assert.deepEqual(await kith("put", "/kitchen/lamp/on", "on", "--oscore", file), {
			code: 0,
			out: "2.04\n",
			error: "",
		});
		assert.equal((await kith("put", "/gateway/siren/on", "on", "--oscore", file)).code, 0);
		assert.ok(actuations.includes("kitchen 1 gateway"), actuations.join());
		assert.ok(actuations.includes("gateway 1 operator"), actuations.join());
		assert.match((await kith("get", "/gateway/siren/on", "--oscore", file)).out, /gateway\/siren\/on true/);
		assert.equal((await kith("put", "/gateway/siren/on", "off", "--oscore", file)).code, 0);
	});

	test("observes: notifications come protected", async () => {
		const args = ["--oscore", file, "--count", "2", "--json"];
		const { out } = await kith("observe", "/kitchen/climate/temperature", ...args);
		const answers = out
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		assert.equal(answers.length, 3);
		for (const answer of answers) assert.equal(answer.protected, true);
	});

	test("a request that is played again is refused, and nothing acts", async () => {
		tap.clear();
		await kith("put", "/gateway/siren/on", "on", "--oscore", file);
		const before = actuations.length;
		const [, first, second] = [...tap.requests];
		for (const datagram of [first, second]) {
			const answer = await replay(datagram as Uint8Array);
			assert.equal(answer[1], 0x81, answer.toString("hex"));
			assert.ok(answer.length < 16, "in the clear, and with nothing in it");
		}
		await kith("put", "/gateway/siren/on", "off", "--oscore", file);
		assert.deepEqual(actuations.slice(before), ["gateway 0 operator"]);
	});

	test("what an earlier run said stays dead when its context has made room for others", async () => {
		tap.clear();
		await kith("put", "/gateway/siren/on", "on", "--oscore", file);
		const recorded = [...tap.requests];
		for (let run = 0; run < 4; run++) await kith("put", "/gateway/siren/on", "off", "--oscore", file);
		const before = actuations.length;
		for (const datagram of recorded.slice(1)) {
			const answer = await replay(datagram);
			// Protected, so its code is that of any answer; the challenge in it is for another context than the recorded one.
			assert.equal(answer[1], 0x44, answer.toString("hex"));
		}
		assert.equal(actuations.length, before);
	});

	test("strangers' kids and kid contexts displace nobody", async () => {
		const args = ["--oscore", file, "--count", "3", "--json"];
		const observed = kith("observe", "/kitchen/climate/humidity", ...args);
		await soon(300);
		tap.clear();
		await kith("get", "/gateway/siren/on", "--oscore", file);
		const genuine = tap.requests[1] as Uint8Array;
		for (let attempt = 0; attempt < 20; attempt++) {
			const forged = Buffer.from(genuine);
			// A byte of the desktop's part, or of the kid.
			const at = forged.indexOf(0xff) - (attempt % 2 === 0 ? 3 : 1);
			forged[at] = ((forged[at] as number) + 1 + attempt) & 0xff;
			assert.ok([0x80, 0x81].includes((await replay(forged))[1] as number));
		}
		const { out } = await observed;
		assert.equal(out.trim().split("\n").length, 4);
		assert.ok(!out.includes("4.01"), out);
	});

	test("a gateway that rebooted is found again by whoever observes; what its last boot was told stays dead", async () => {
		tap.clear();
		await kith("put", "/gateway/siren/on", "on", "--oscore", file);
		const recorded = [...tap.requests];
		const observed = kith("observe", "/kitchen/climate/temperature", "--oscore", file, "--count", "12", "--json");
		await soon(300);
		await reboot();
		tap.clear();
		const before = actuations.length;
		for (const datagram of recorded.slice(1)) {
			const answer = await replay(datagram);
			assert.equal(answer[1], 0x81, "of no boot that there is");
		}
		assert.equal(actuations.length, before);
		const { code, out, error } = await observed;
		assert.equal(error, "");
		const boots = tap.requests.filter((datagram) => Buffer.from(datagram).subarray(-4).toString() === "boot");
		assert.equal(boots.length, 1, "it asked for the new boot");
		assert.equal(code, 0);
		for (const line of out.trim().split("\n")) assert.equal(JSON.parse(line).code, "2.05");
	});

	test("the trace of it all replays to the same hash, without a socket", async () => {
		const { traceHash } = await station.stop();
		assert.equal((await replayStation(trace.file)).traceHash, traceHash);
	});
});
