import flash from "embedded:storage/flash";
import keyValue from "embedded:storage/key-value";
import { board } from "kith/board";
import { SdkBleTransport } from "kith/devices/host/ble/sdk-ble-transport";
import { sdkBluetooth } from "kith/devices/host/ble/sdk-bluetooth";
import { readBootData } from "kith/devices/host/boot/boot";
import { Console } from "kith/devices/host/console/console";
import { ConsoleDiagnostics } from "kith/devices/host/console/console-diagnostics";
import { Line } from "kith/devices/host/console/line";
import { PsaCrypto } from "kith/devices/host/crypto/crypto";
import { boardIo } from "kith/devices/host/io/board-io";
import { PlatformRandom } from "kith/devices/host/random/random";
import { startReason } from "kith/devices/host/reset/start-reason";
import { FlashPartition } from "kith/devices/host/storage/flash-partition";
import { NvsStore } from "kith/devices/host/storage/nvs-store";
import { openJournal } from "kith/devices/host/storage/open-journal";
import { LoopClock } from "kith/devices/host/time/loop-clock";
import { LoopTimers } from "kith/devices/host/time/loop-timers";
import { deviceKinds } from "kith/devices/registry";
import type { Platform } from "kith/node/platform";
import Time from "time";
import Timer from "timer";

/** `kith/platform` on an ESP32-H2, whose radio is Bluetooth. */
export function openPlatform(): Platform {
	const line = new Line(new Console());
	const boot = readBootData(new FlashPartition(flash, "definition"), new FlashPartition(flash, "secrets"), line);
	const { address, networkTag } = boot;
	const timers = new LoopTimers(Timer);
	return {
		clock: new LoopClock(Time, Timer),
		random: new PlatformRandom(),
		store: new NvsStore(keyValue),
		...openJournal(flash, line),
		startReason: startReason(),
		secrets: boot.secrets,
		crypto: new PsaCrypto(),
		bluetooth: new SdkBleTransport({ bluetooth: sdkBluetooth(), timers, networkTag, address }),
		io: boardIo(board.i2c),
		diagnostics: new ConsoleDiagnostics(line),
		kinds: deviceKinds,
		readDefinition: boot.takeDefinition,
	};
}
