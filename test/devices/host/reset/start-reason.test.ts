import assert from "node:assert/strict";
import { test } from "node:test";
import { startReasons } from "kith/node/log-entries";
import { NativeDriver, whyNot } from "../../../support/native-driver";

const wrapper = "devices/host/reset/start-reason.ts";
/** In the order of ESP-IDF 6.0's `esp_reset_reason_t`; what a later one adds is unknown. */
const expected = [
	["unknown", "unknown"],
	["power on", "power on"],
	["reset pin", "restart"],
	["software", "crash"],
	["panic", "crash"],
	["interrupt watchdog", "watchdog"],
	["task watchdog", "watchdog"],
	["other watchdog", "watchdog"],
	["deep sleep", "restart"],
	["brownout", "brownout"],
	["SDIO", "restart"],
	["USB", "restart"],
	["JTAG", "restart"],
	["eFuse error", "unknown"],
	["power glitch", "brownout"],
	["lockup", "crash"],
	["something new", "unknown"],
] as const;

const reason = whyNot();
if (reason !== undefined) test("start reasons in C", { skip: reason }, () => {});
else {
	test("a board's start has the reason of the chip's last reset", async () => {
		const chip = new NativeDriver({
			wrapper,
			sources: ["devices/host/reset/esp32/xs-start-reason.c", "test/support/native/esp-idf/fake-reset.c"],
			extra: ["fake_reset"],
		});
		chip.install();
		const { startReason } = await import("kith/devices/host/reset/start-reason");
		const found = expected.map(([reset], index) => {
			chip.call("fake_reset", undefined, index);
			return [reset, Object.entries(startReasons).find(([, number]) => number === startReason())?.[0]];
		});
		assert.deepEqual(found, expected);
		assert.equal(await chip.close(), 0, "the sanitizers found nothing");
	});

	test("the twin for Linux does not know", async () => {
		const process = new NativeDriver({ wrapper, sources: ["devices/host/reset/lin/xs-start-reason.c"] });
		assert.equal(process.call("xs_kith_start_reason", undefined), startReasons.unknown);
		assert.equal(await process.close(), 0, "the sanitizers found nothing");
	});
}
