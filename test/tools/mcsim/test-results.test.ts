import assert from "node:assert/strict";
import { test } from "node:test";
import { TestResults } from "../../../tools/mcsim/test-results";

test("results are counted from the program's lines, and other lines are passed over", () => {
	const results = new TestResults();
	for (const line of [
		"kith boot node 1 channel 6",
		"kith-test file test/modules/a.test",
		"kith-test passed test/modules/a.test: adds",
		"kith-test failed test/modules/a.test: multiplies: Error: got 5\\n at a (1)",
		"kith-test passedx",
	])
		results.accept(line);
	assert.equal(results.file, "test/modules/a.test");
	assert.deepEqual(results.passed, ["test/modules/a.test: adds"]);
	assert.deepEqual(results.failed, ["test/modules/a.test: multiplies: Error: got 5\n at a (1)"]);
	assert.ok(!results.done);
	results.accept("kith-test done 2");
	assert.ok(results.done);
});
