/**
 * Compiles the boards' C against the headers of ESP-IDF 6.0 and the Moddable SDK for an ESP32-C3, with Debian's GCC for
 * RISC-V and picolibc. Like the users of support/native-driver it is no test for XS.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

const compiler = "riscv64-unknown-elf-gcc";
const flags = ["-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs", "-std=gnu17", "-Os"];
const warnings = ["-Wall", "-Wextra", "-Werror"];
/** As the SDK's make file for an ESP32-C3 has them. */
const defines = ["-D__ets__", "-DESP32=4", "-DESP_PLATFORM"];
const components = [
	"esp_libc/platform_include",
	"freertos/config/include",
	"freertos/config/include/freertos",
	"freertos/config/riscv/include",
	"freertos/FreeRTOS-Kernel/include",
	"freertos/FreeRTOS-Kernel/portable/riscv/include",
	"freertos/FreeRTOS-Kernel/portable/riscv/include/freertos",
	"freertos/esp_additions/include",
	"soc/esp32c3/include",
	"soc/esp32c3/register",
	"soc/include",
	"esp_wifi/include",
	"esp_wifi/include/local",
	"esp_hw_support/include",
	"heap/include",
	"esp_rom/include",
	"esp_rom/esp32c3/include",
	"esp_rom/esp32c3/include/esp32c3",
	"esp_common/include",
	"esp_system/include",
	"riscv/include",
	"esp_event/include",
	"esp_netif/include",
	"nvs_flash/include",
	"esp_partition/include",
	"esp_blockdev/include",
	"hal/include",
	"hal/esp32c3/include",
	"hal/platform_port/include",
	"log/include",
	"esp_timer/include",
	"esp_phy/include",
	"mbedtls/port/include",
	"mbedtls/port/psa_driver/include",
	"mbedtls/mbedtls/tf-psa-crypto/include",
	"mbedtls/mbedtls/tf-psa-crypto/drivers/builtin/include",
];
/** What ESP-IDF's configuration gives these headers on a single-core chip. */
const configuration = [
	'CONFIG_IDF_TARGET "esp32c3"',
	"CONFIG_IDF_TARGET_ESP32C3 1",
	"CONFIG_IDF_TARGET_ARCH_RISCV 1",
	"CONFIG_ESP_SYSTEM_SINGLE_CORE_MODE 1",
	"CONFIG_FREERTOS_UNICORE 1",
	"CONFIG_FREERTOS_NUMBER_OF_CORES 1",
	"CONFIG_FREERTOS_HZ 100",
	"CONFIG_FREERTOS_MAX_TASK_NAME_LEN 16",
	"CONFIG_FREERTOS_TASK_NOTIFICATION_ARRAY_ENTRIES 1",
	"CONFIG_FREERTOS_IDLE_TASK_STACKSIZE 1536",
	"CONFIG_FREERTOS_TIMER_TASK_PRIORITY 1",
	"CONFIG_FREERTOS_TIMER_TASK_STACK_DEPTH 2048",
	"CONFIG_FREERTOS_TIMER_QUEUE_LENGTH 10",
	"CONFIG_FREERTOS_QUEUE_REGISTRY_SIZE 0",
	"CONFIG_FREERTOS_ISR_STACKSIZE 1536",
	"CONFIG_ESP_WIFI_ENABLED 1",
	"CONFIG_ESP_WIFI_STATIC_RX_BUFFER_NUM 10",
	"CONFIG_ESP_WIFI_DYNAMIC_RX_BUFFER_NUM 32",
	"CONFIG_ESP_WIFI_TX_BUFFER_TYPE 1",
	"CONFIG_ESP_WIFI_DYNAMIC_TX_BUFFER_NUM 32",
	"CONFIG_ESP_WIFI_DYNAMIC_RX_MGMT_BUF 0",
	"CONFIG_ESP_WIFI_RX_MGMT_BUF_NUM_DEF 5",
	"CONFIG_ESP_WIFI_MGMT_SBUF_NUM 32",
	"CONFIG_ESP_WIFI_ESPNOW_MAX_ENCRYPT_NUM 7",
	"CONFIG_LOG_DEFAULT_LEVEL 3",
	"CONFIG_LOG_MAXIMUM_LEVEL 3",
	"CONFIG_MBEDTLS_AES_C 1",
	"CONFIG_MBEDTLS_CCM_C 1",
	"CONFIG_LIBC_PICOLIBC 1",
];

const { IDF_PATH: idf, MODDABLE: sdk } = process.env;

function whyNot(): string | undefined {
	if (idf === undefined || sdk === undefined) return "set IDF_PATH to ESP-IDF 6.0 and MODDABLE to its SDK 8.2.3";
	if (!existsSync(join(idf, "components", "esp_wifi", "include", "esp_now.h"))) return `${idf} is not ESP-IDF`;
	if (spawnSync(compiler, ["--version"]).status !== 0)
		return `${compiler} is missing: on Debian, apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf`;
	return undefined;
}

/** C that boards run: not the twins for Linux. */
function sources(): string[] {
	return readdirSync("devices/host", { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".c") && !/(^|\/)(lin|desktop)\//.test(name))
		.map((name) => join("devices/host", name))
		.sort();
}

test("the boards' C compiles against ESP-IDF 6.0 for RISC-V, without a warning", (context) => {
	const reason = whyNot();
	if (reason !== undefined) {
		context.skip(reason);
		return;
	}
	const folder = mkdtempSync(join(tmpdir(), "kith-idf-"));
	writeFileSync(join(folder, "sdkconfig.h"), configuration.map((line) => `#define ${line}\n`).join(""));
	writeFileSync(join(folder, "mc.defines.h"), "");
	const headers = [
		folder,
		...["xs/includes", "xs/platforms/esp", "modules/base/timer"].map((path) => join(sdk as string, path)),
		...components.map((path) => join(idf as string, "components", path)),
	];
	const files = sources();
	assert.ok(files.length >= 10, files.join());
	for (const file of files) {
		const own = [dirname(file), dirname(dirname(file))].map((path) => `-I${path}`);
		// Others' headers as such: their warnings are not ours to mend.
		const include = [...own, ...headers.flatMap((path) => ["-isystem", path])];
		const output = ["-c", file, "-o", join(folder, "object.o")];
		const { status, stderr } = spawnSync(compiler, [...flags, ...warnings, ...defines, ...include, ...output], {
			encoding: "utf8",
		});
		assert.equal(status, 0, `${file}\n${stderr}`);
	}
	rmSync(folder, { recursive: true });
});
