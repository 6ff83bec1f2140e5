import assert from "node:assert/strict";
import { test } from "node:test";
import { RetainedTopics, retainedTopicLimit } from "kith/simulator/brokers/retained-topics";

test("only so many topics keep a message, until one is cleared", () => {
	const topics = new RetainedTopics();
	for (let index = 0; index < retainedTopicLimit; index++) assert.ok(topics.mayKeep(`topic/${index}`, 1));
	assert.equal(topics.mayKeep("one more", 1), false);
	assert.ok(topics.mayKeep("topic/0", 5));
	assert.ok(topics.mayKeep("topic/0", 0));
	assert.ok(topics.mayKeep("one more", 1));
	assert.equal(topics.mayKeep("topic/0", 1), false);
});
