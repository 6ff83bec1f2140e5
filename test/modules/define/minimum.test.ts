import assert from "node:assert/strict";
import { test } from "node:test";
import { minutes } from "kith/define/duration";
import { rule } from "kith/define/rule";
import { refusal, sampleNodes } from "./sample";

const { kitchen } = sampleNodes();

test("a bare number is no minimum time: it would be milliseconds", () => {
	const cooling = rule("cool").when(kitchen.climate.temperature.above(26)).then(kitchen.cooler.on());
	for (const name of ["minimumOn", "minimumOff"] as const) {
		assert.match(
			refusal(() => cooling[name](10 as unknown as ReturnType<typeof minutes>)),
			new RegExp(`^rule "cool": ${name} is 10 ms, at least 100: write for example minutes\\(3\\)$`),
		);
		cooling[name](minutes(3));
	}
});
