/** examples/building as the radio sees it: a mesh in which nobody hears everybody and nobody is out of reach. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSession } from "kith/simulator/session/open-session";
import type { RadioMap } from "kith/simulator/session/radio-map";
import type { WorldDescription } from "kith/simulator/world/description";
import { loadInstallation } from "../../../tools/installation/load";

const { definitions, world, warnings } = await loadInstallation(
	fileURLToPath(new URL("../../../examples/building", import.meta.url)),
);

/** Hops from one board to each other one, over paths on which nearly every frame arrives both ways. */
function hopsFrom(start: string, { paths }: RadioMap): Map<string, number> {
	const good = new Set(paths.filter(({ arrival }) => arrival > 0.9).map(({ from, to }) => `${from} ${to}`));
	const names = new Set(paths.map(({ from }) => from));
	const hops = new Map([[start, 0]]);
	for (const name of hops.keys()) {
		for (const other of names) {
			if (hops.has(other) || !good.has(`${name} ${other}`) || !good.has(`${other} ${name}`)) continue;
			hops.set(other, (hops.get(name) as number) + 1);
		}
	}
	return hops;
}

test("50 boards over four floors: every one reaches every other in at most six hops, some only in four or more", async () => {
	assert.deepEqual(warnings, []);
	assert.equal(definitions.size, 50);
	for (const seed of [1, 2, 3]) {
		const session = await openSession({
			definitions,
			world: world as WorldDescription,
			seed,
			speed: "max",
			until: 4e6,
			mqtt: "off",
		});
		let map: RadioMap | undefined;
		session.on((record) => {
			if (record.kind === "end") map = session.radioMap();
		});
		const summary = await session.run();
		assert.ok(map !== undefined);
		const depths: number[] = [];
		for (const { name } of map.boards) {
			const hops = hopsFrom(name, map);
			assert.equal(hops.size, 50, `${name} reaches ${hops.size} boards with seed ${seed}`);
			depths.push(Math.max(...hops.values()));
			const heard = Object.keys(summary.hears[name] ?? {}).length;
			assert.ok(heard >= 2 && heard <= 25, `${name} hears ${heard}`);
		}
		assert.ok(Math.max(...depths) >= 4 && Math.max(...depths) <= 6, `${Math.max(...depths)} hops with seed ${seed}`);
	}
});
