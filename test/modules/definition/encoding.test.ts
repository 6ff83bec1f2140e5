import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeDefinition } from "kith/definition/encode";
import { isIpv4 } from "kith/definition/ipv4";
import { parseDefinition } from "kith/definition/parse";
import { fromHex, toHex } from "../../support/hex";
import { expected, unpacked } from "../../support/unpacked-definition";
import { sample } from "./sample";

/** Version 4. A change here needs a new version: boards in the field have the old bytes in their flash. */
const golden = fromHex(`
	8f 04                                   # version
	65 686f757365 67 6b69746368656e         # "house", "kitchen"
	03 19abcd 06 f4 19ea60                  # address, network tag, channel, no gateway, heartbeat
	82                                      # devices
	84 67 636c696d617465 65 7368743478      # "climate", "sht4x"
	a3 65 6576657279 197530                 # every: 30000
	67 61646472657373 1844                  # address: 0x44
	69 707265636973696f6e 64 68696768       # precision: "high"
	82 00 01                                # resource ids
	84 66 636f6f6c6572 65 72656c6179        # "cooler", "relay"
	a2 63 70696e 05 66 696e76657274 f5      # pin: 5, invert: true
	81 07
	44 0009 02 01                           # inputs: address, resource id, format
	81 87 64 636f6f6c 20                    # rules: "cool", priority -1
	83 85 00 00 190a28 1864 1a00015f90      # leaves: above
	85 03 03 00 00 00                       # below slot 0
	85 07 20 00 00 00                       # always
	86 00 01 22 20 02 21                    # condition
	82 85 00 00 02 00 01                    # actions: a constant
	8a 02 09 00 04 00 03 3863 00 1901f4 1864  # a line
	1a0002bf20 00                           # minimum times
	81 5832 83 09 68 6f7574646f6f7273       # peers: a byte string with 9, "outdoors"
	82 83 02 71 6c696768742f696c6c756d696e616e6365 02  # "light/illuminance", of the third quantity
	85 04 6a 6c616d702f6c6576656c 04 00 1864  # "lamp/level", 0 to 100
	44 0004 ffef 44 0007 fffe 07            # members, zones, the zone of its own readings
`);

test("a definition has these bytes", () => {
	assert.equal(toHex(encodeDefinition(sample)), toHex(golden));
});

test("these bytes are this definition", () => {
	const parsed = parseDefinition(golden);
	if ("fault" in parsed) throw new Error(parsed.fault);
	assert.deepEqual(unpacked(parsed), expected(sample));
});

test("the same definition always has the same bytes, in whatever order its options were written", () => {
	const [climate, ...others] = sample.devices;
	if (climate === undefined) throw new Error("no device");
	const reversed = { ...climate, options: new Map([...climate.options].reverse()) };
	assert.equal(toHex(encodeDefinition({ ...sample, devices: [reversed, ...others] })), toHex(golden));
});

test("a gateway with HTTP is its port", () => {
	for (const http of [1, 80, 65_535]) {
		const parsed = parseDefinition(encodeDefinition({ ...sample, gateway: true, http }));
		if ("fault" in parsed) throw new Error(parsed.fault);
		assert.deepEqual([parsed.gateway, parsed.http], [true, http]);
	}
	const plain = parseDefinition(encodeDefinition({ ...sample, gateway: true }));
	if ("fault" in plain) throw new Error(plain.fault);
	assert.deepEqual([plain.gateway, plain.http], [true, undefined]);
});

test("a gateway that asks for the time is a pair of its HTTP port and the server", () => {
	const timeServer = "192.168.1.1";
	const encoded = encodeDefinition({ ...sample, gateway: true, timeServer });
	const pair = "82006b3139322e3136382e312e31";
	assert.equal(toHex(encoded), toHex(golden).replace("06f419ea60", `06${pair}19ea60`));
	for (const given of [{ timeServer }, { http: 80, timeServer: "255.255.255.255" }]) {
		const parsed = parseDefinition(encodeDefinition({ ...sample, gateway: true, ...given }));
		if ("fault" in parsed) throw new Error(parsed.fault);
		assert.deepEqual(unpacked(parsed), expected({ ...sample, gateway: true, ...given }));
	}
});

test("a time server that is no address, and another pair, are refused", () => {
	const fault = (hex: string): string => {
		const parsed = parseDefinition(fromHex(toHex(golden).replace("06f419ea60", `06${hex}19ea60`)));
		return "fault" in parsed ? parsed.fault : "none";
	};
	assert.equal(fault("820067312e322e332e34"), "none");
	assert.match(fault("820067312e322e332e2e"), /time server is no IPv4 address/);
	assert.match(fault("820060"), /time server is not a text of 1 to 15 characters/);
	assert.match(fault("82f467312e322e332e34"), /HTTP port is not a whole number/);
	assert.match(fault("8100"), /gateway has 1 fields instead of 2/);
	assert.match(fault("80"), /gateway has 0 fields instead of 2/);
	assert.match(fault("83000000"), /gateway has 3 items, more than 2/);
});

test("IPv4 addresses have four numbers of a byte each", () => {
	for (const good of ["1.2.3.4", "0.0.0.0", "255.255.255.255", "10.0.0.1"]) assert.ok(isIpv4(good), good);
	for (const bad of [
		"",
		"1.2.3",
		"1.2.3.4.5",
		"1.2.3.256",
		"1.2.3.04",
		"1..3.4",
		".1.2.3",
		"1.2.3.",
		"a.b.c.d",
		"1.2.3.4 ",
		"-1.2.3.4",
		"pool.ntp.org",
	])
		assert.ok(!isIpv4(bad), bad);
});
