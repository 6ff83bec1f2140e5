import assert from "node:assert/strict";
import { test } from "node:test";
import { asWorldDescription, defaultWorld, nodeNames, parseRecording } from "kith/simulator/world";
import { loadInstallation } from "../../../tools/installation/load";
import { running } from "./worlds";

async function load(folder: string) {
	const { definitions, world } = await loadInstallation(folder);
	const nodes = [...definitions.values()].map(({ definition }) => definition);
	return { description: asWorldDescription(world), nodes: nodeNames(nodes), definitions: nodes };
}

const house = await load("examples/house");
const office = await load("examples/office");

/** What the house's rules need to happen in a day, as the sensors would see it. */
function dayInTheHouse(seed: number) {
	const { world, run } = running(house.description, { seed, nodes: house.nodes });
	const place = (node: string) => world.surroundings(node, "x");
	const [kitchen, living, hall, outdoors, store] = ["kitchen", "livingRoom", "hall", "outdoors", "coldStore"].map(
		place,
	) as [
		ReturnType<typeof place>,
		ReturnType<typeof place>,
		ReturnType<typeof place>,
		ReturnType<typeof place>,
		ReturnType<typeof place>,
	];
	const seen = { hotKitchen: 0, darkLiving: 0, nightHall: 0, lonelyHall: 0, emptyKitchen: 0, door: 0, cycles: 0 };
	let [lastLiving, lastKitchen, coldest, hottest, compressor, cooler] = [-1e9, -1e9, 99, -99, 0, 0];
	world.onChange = () => {
		if (hall.open()) seen.door++;
	};
	const storeTemperatures: number[] = [];
	const kitchenTemperatures: number[] = [];
	for (let second = 0; second < 86_400; second += 10) {
		run(10);
		const night = outdoors.illuminance() < 50;
		if (living.motion()) lastLiving = second;
		if (kitchen.motion()) lastKitchen = second;
		const warm = kitchen.temperature();
		if (warm > 26 && second - lastKitchen < 600) seen.hotKitchen++;
		if (second - lastKitchen > 600) seen.emptyKitchen++;
		if (living.illuminance() < 80 && living.motion()) seen.darkLiving++;
		if (night && hall.motion()) seen.nightHall++;
		if (night && hall.motion() && second - lastLiving > 600) seen.lonelyHall++;
		coldest = Math.min(coldest, outdoors.temperature());
		hottest = Math.max(hottest, outdoors.temperature());
		cooler = second - lastKitchen < 600 && (warm > 26 || (cooler === 1 && warm > 25)) ? 1 : 0;
		world.actuate("kitchen", "cooler", cooler);
		kitchenTemperatures.push(warm);
		const cold = store.temperature();
		const wanted = cold > 4 || (compressor === 1 && cold > 3) ? 1 : 0;
		if (wanted !== compressor) seen.cycles++;
		compressor = wanted;
		world.actuate("coldStore", "compressor", compressor);
		if (second > 3 * 3600) storeTemperatures.push(cold);
	}
	const span = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
	return { seen, coldest, hottest, store: span(storeTemperatures), kitchen: span(kitchenTemperatures) };
}

for (const seed of [7, 1, 2, 3, 4, 5, 6, 8]) {
	test(`a day in the house gives every rule something to do (seed ${seed})`, () => {
		const { seen, coldest, hottest, store, kitchen } = dayInTheHouse(seed);
		const said = JSON.stringify({ seen, coldest, hottest, store, kitchen });
		assert.ok(seen.hotKitchen > 6, said);
		assert.ok(seen.darkLiving > 60, said);
		assert.ok(seen.nightHall > 6, said);
		assert.ok(seen.lonelyHall > 1, said);
		assert.ok(seen.emptyKitchen > 600, said);
		assert.ok(seen.door >= 2, said);
		assert.ok(seen.cycles > 20 && seen.cycles < 200, said);
		assert.ok(hottest - coldest > 8 && hottest > 28, said);
		assert.ok(store[0] > 2 && store[1] < 6, said);
		assert.ok(kitchen[1] < 36, said);
	});
}

test("the cooled kitchen stays cooler than the same kitchen without", () => {
	const without = running(house.description, { nodes: house.nodes });
	without.run(14 * 3600);
	const cooled = running(house.description, { nodes: house.nodes });
	cooled.run(12 * 3600);
	cooled.world.actuate("kitchen", "cooler", 1);
	cooled.run(2 * 3600);
	const kitchen = "kitchen";
	const difference =
		without.world.surroundings(kitchen, "x").temperature() - cooled.world.surroundings(kitchen, "x").temperature();
	assert.ok(difference > 3, `${difference} K`);
});

test("without a recording the model's office gets stale and dark, and its people keep office hours", () => {
	const { world, run } = running(office.description, { nodes: office.nodes });
	const desk = world.surroundings("desk", "x");
	run(3600);
	assert.ok(desk.carbonDioxide() > 800, `${desk.carbonDioxide()} ppm`);
	run(2.2 * 3600);
	assert.ok(desk.illuminance() < 100, `${desk.illuminance()} lx`);
	assert.equal(world.snapshot().rooms.find(({ name }) => name === "office")?.people, 2);
	const temperatures: number[] = [];
	for (let hour = 0; hour < 48; hour++) {
		run(3600);
		temperatures.push(desk.temperature());
	}
	assert.ok(Math.min(...temperatures) > 15 && Math.max(...temperatures) < 29, temperatures.join(" "));
	assert.equal(world.snapshot().rooms.find(({ name }) => name === "office")?.people, 2, "Wednesday, 17:31");
});

test("the office takes a recording; the fan's board hangs above the ceiling", () => {
	const text = "date,Temperature,Light,CO2\n2015-02-02 14:19:00,23.7,585,749\n2015-02-02 14:20:00,23.7,585,760\n";
	const recordings = new Map([["office", parseRecording(text, "x")]]);
	const { world } = running(office.description, { nodes: office.nodes, recordings });
	assert.equal(world.surroundings("desk", "x").carbonDioxide(), 749);
});

test("the default world of any installation runs: everybody has a place, people and effects", () => {
	for (const { definitions, nodes } of [house, office]) {
		const description = defaultWorld(definitions);
		const { world, run } = running(description, { nodes });
		let changes = 0;
		world.onChange = () => changes++;
		run(86_400);
		assert.ok(changes > 100, `${changes} changes`);
		for (const { node } of definitions) assert.ok(Number.isFinite(world.surroundings(node, "x").temperature()));
	}
	const cooling = defaultWorld(house.definitions).effects?.find(({ device }) => device === "kitchen/cooler");
	assert.equal(cooling?.watts, -1500);
});

test("two hundred nodes of a default world all hear each other", () => {
	const definition = house.definitions[0];
	assert.ok(definition !== undefined);
	const many = Array.from({ length: 200 }, (_, index) => ({ ...definition, node: `node${index}` }));
	const { places = {} } = defaultWorld(many);
	const all = Object.values(places);
	assert.equal(all.length, 200);
	for (const a of all) for (const b of all) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 43);
});
