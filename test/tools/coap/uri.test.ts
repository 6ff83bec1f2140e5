import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCoapUri } from "../../../tools/coap/uri";

test("host, port, path and queries, decoded", () => {
	assert.deepEqual(parseCoapUri("coap://127.0.0.1/a/b%2Fc?rt=kith.on&x%26"), {
		host: "127.0.0.1",
		port: 5683,
		segments: ["a", "b/c"],
		queries: ["rt=kith.on", "x&"],
	});
	assert.deepEqual(parseCoapUri("coap://[::1]:61616"), { host: "::1", port: 61616, segments: [], queries: [] });
	assert.deepEqual(parseCoapUri("coap://gateway.local?rt=*").queries, ["rt=*"]);
});

test("what is no CoAP address is refused with an example", () => {
	assert.throws(() => parseCoapUri("127.0.0.1/x"), /is no CoAP address; for example coap:/);
	assert.throws(() => parseCoapUri("http://127.0.0.1"), /is no CoAP address/);
	assert.throws(() => parseCoapUri("coaps://127.0.0.1"), /use coap:\/\/ with --oscore/);
	assert.throws(() => parseCoapUri("coap://127.0.0.1/a#b"), /fragment/);
	assert.throws(() => parseCoapUri("coap://127.0.0.1/%zz"), /%25/);
});
