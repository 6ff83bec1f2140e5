import UDP from "embedded:io/socket/udp";
import WiFi from "embedded:network/interface/wifi";
import flash from "embedded:storage/flash";
import keyValue from "embedded:storage/key-value";
import { board } from "kith/board";
import { type BootData, readBootData } from "kith/devices/host/boot/boot";
import { Console } from "kith/devices/host/console/console";
import { ConsoleDiagnostics } from "kith/devices/host/console/console-diagnostics";
import { Line } from "kith/devices/host/console/line";
import { PsaCrypto } from "kith/devices/host/crypto/crypto";
import { EspNow, espNowMtu } from "kith/devices/host/espnow/espnow";
import { RadioReport } from "kith/devices/host/espnow/radio-report";
import { openStreams } from "kith/devices/host/http/open-streams";
import { boardIo } from "kith/devices/host/io/board-io";
import { openBroker } from "kith/devices/host/mqtt/open-broker";
import { PlatformRandom } from "kith/devices/host/random/random";
import { startReason } from "kith/devices/host/reset/start-reason";
import { FlashPartition } from "kith/devices/host/storage/flash-partition";
import { NvsStore } from "kith/devices/host/storage/nvs-store";
import { openJournal } from "kith/devices/host/storage/open-journal";
import { LoopClock } from "kith/devices/host/time/loop-clock";
import { LoopTimers } from "kith/devices/host/time/loop-timers";
import type { Timers } from "kith/devices/host/time/timers";
import { UdpDatagrams } from "kith/devices/host/udp/udp-datagrams";
import { type StationOptions, WifiStation } from "kith/devices/host/wifi/station";
import { deviceKinds } from "kith/devices/registry";
import type { Platform } from "kith/node/platform";
import type { NodePorts } from "kith/node/ports";
import { settingIds } from "kith/secrets/layout";
import type { SecretsImage } from "kith/secrets/secrets-image";
import Time from "time";
import Timer from "timer";

/** `kith/platform` on a chip with Wi-Fi. */
export function openPlatform(): Platform {
	const line = new Line(new Console());
	const timers = new LoopTimers(Timer);
	const boot = readBootData(new FlashPartition(flash, "definition"), new FlashPartition(flash, "secrets"), line);
	// Before the SDK's Wi-Fi class, which takes the radio as it finds it: with the address that peers know it by.
	const link = openEspNow(boot);
	new RadioReport(link, timers, line);
	const station = openStation(boot, link, timers, line);
	return {
		clock: new LoopClock(Time, Timer),
		random: new PlatformRandom(),
		store: new NvsStore(keyValue),
		...openJournal(flash, line),
		startReason: startReason(),
		secrets: boot.secrets,
		crypto: new PsaCrypto(),
		link,
		channels: link,
		io: boardIo(board.i2c),
		diagnostics: new ConsoleDiagnostics(line),
		kinds: deviceKinds,
		...(boot.gateway ? gatewayPorts(boot, timers, station) : {}),
		readDefinition: boot.takeDefinition,
	};
}

/** What others have no heap for. Behind the station, which starts the network's stack. */
function gatewayPorts(
	boot: BootData,
	timers: Timers,
	station: WifiStation,
): Pick<NodePorts, "broker" | "datagrams" | "streams"> {
	const broker = openBroker(boot.secrets, timers, () => station.online);
	return { broker, datagrams: new UdpDatagrams(UDP), streams: openStreams() };
}

/** Frames that every chip can hear, at the rate that every chip has. */
function openEspNow({ networkTag, address, channel }: BootData): EspNow {
	return new EspNow({
		networkTag,
		address,
		channel,
		mtu: espNowMtu.v1,
		longRange: false,
		besideBluetooth: false,
		wakeWindowMs: 0,
		wakeIntervalMs: 0,
	});
}

function openStation(boot: BootData, link: EspNow, timers: Timers, line: Line): WifiStation {
	const options: StationOptions = {
		WiFi,
		timers,
		channel: () => link.channel,
		onTied: (tied) => link.tie(tied),
		onChanged: (online) =>
			line
				.begin("kith network")
				.word(online ? "up" : "down")
				.end(),
	};
	// Others than gateways stay on the network's channel, whatever their secrets say.
	const accessPoint = boot.gateway ? accessPointFrom(boot.secrets) : undefined;
	return new WifiStation(accessPoint === undefined ? options : { ...options, accessPoint });
}

function accessPointFrom(secrets: SecretsImage): StationOptions["accessPoint"] {
	const name = secrets.readSetting(settingIds.wifiName);
	return name === undefined ? undefined : { name, passphrase: secrets.readSetting(settingIds.wifiPassphrase) };
}
