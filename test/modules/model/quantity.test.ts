import assert from "node:assert/strict";
import { test } from "node:test";
import { quantities, quantityNames } from "kith/model/quantity";

test("every quantity has a number, and keeps it", () => {
	assert.deepEqual([...quantityNames].sort(), Object.keys(quantities).sort());
	// Boards in the field know them by these numbers: the list grows at its end.
	const numbered = ["temperature", "humidity", "illuminance", "carbonDioxide", "level", "motion", "open", "on"];
	assert.deepEqual(quantityNames.slice(0, numbered.length), numbered);
});
