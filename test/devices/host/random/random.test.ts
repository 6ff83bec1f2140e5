import assert from "node:assert/strict";
import { after, test } from "node:test";
import { NativeDriver, whyNot } from "../../../support/native-driver";

const reason = whyNot();
if (reason !== undefined) test("random in C", { skip: reason }, () => {});
else {
	const driver = new NativeDriver({
		wrapper: "devices/host/random/random.ts",
		sources: ["devices/host/random/lin/xs-random.c"],
	});
	driver.install();
	const { PlatformRandom } = await import("kith/devices/host/random/random");

	test("fills the whole array, whatever its length, and differently each time", () => {
		const random = new PlatformRandom();
		for (const length of [0, 1, 2, 3, 4, 255, 256, 257, 1000]) {
			const touched = new Uint8Array(length);
			// The chance that a byte is 0 in all of 16 draws is 2^-128.
			for (let draw = 0; draw < 16; draw++) {
				const bytes = new Uint8Array(length);
				random.fill(bytes);
				for (let index = 0; index < length; index++)
					touched[index] = (touched[index] as number) | (bytes[index] as number);
			}
			assert.ok(
				touched.every((byte) => byte !== 0),
				`${length} bytes`,
			);
		}
		const [first, second] = [new Uint8Array(16), new Uint8Array(16)];
		random.fill(first);
		random.fill(second);
		assert.notDeepEqual(first, second);
	});

	after(async () => {
		assert.equal(await driver.close(), 0, "the sanitizers found nothing");
	});
}
