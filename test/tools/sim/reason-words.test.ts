import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReasonInput, ReasonSnapshot } from "kith/simulator/session/types";
import { reasonWords } from "../../../tools/sim/reason-words";

const cooler = { node: "kitchen", path: "cooler/on", value: 1, unit: "", boolean: true };

function input(name: string, value: number, unit: string, ageSeconds?: number): ReasonInput {
	const [node = "", device = "", resource = ""] = name.split("/");
	const base = { node, path: `${device}/${resource}`, value, unit, boolean: unit === "" };
	return ageSeconds === undefined ? base : { ...base, ageSeconds };
}

function because(inputs: readonly ReasonInput[], fields: Partial<ReasonSnapshot> = {}): string {
	return reasonWords(cooler, { cause: "rule", rule: "cool the kitchen", inputs, overruled: 0, ...fields });
}

test("a rule's reason names what it saw, with ages that matter", () => {
	const inputs = [input("kitchen/climate/temperature", 27.31, "Cel", 3), input("kitchen/motion/motion", 1, "", 125)];
	assert.equal(because(inputs), "on: cool the kitchen (temperature 27.3 °C, motion 2 min ago)");
	assert.equal(because([]), "on: cool the kitchen");
	assert.equal(because([input("kitchen/motion/motion", 1, "", 0)]), "on: cool the kitchen (motion)");
	assert.equal(because([input("kitchen/motion/motion", 0, "", 0)]), "on: cool the kitchen (no motion)");
	assert.equal(because([input("kitchen/motion/motion", 0, "", 600)]), "on: cool the kitchen (no motion for 10 min)");
	assert.equal(because([input("hall/door/open", 1, "", 0)]), "on: cool the kitchen (hall door open)");
	assert.equal(
		because([input("outdoors/climate/temperature", 0, "Cel")]),
		"on: cool the kitchen (outdoors temperature unknown)",
	);
});

test("two inputs of one name are told apart", () => {
	const inputs = [input("kitchen/probe/temperature", 7, "Cel", 0), input("kitchen/setPoint/temperature", 4, "Cel", 0)];
	assert.equal(because(inputs), "on: cool the kitchen (probe temperature 7.0 °C, setPoint temperature 4.0 °C)");
});

test("requests, boots and the overruled", () => {
	assert.equal(
		because([], { cause: "request", requester: "gateway", overruled: 1 }),
		"on: asked by gateway, against 1 other rule",
	);
	assert.equal(because([], { cause: "request" }), "on: somebody asked");
	assert.equal(because([], { cause: "boot" }), "on: since boot");
	assert.equal(because([], { overruled: 2 }), "on: cool the kitchen, against 2 other rules");
	assert.equal(reasonWords(cooler, undefined), "on");
});
