import UDP from "embedded:io/socket/udp";
import { File } from "file";
import type { Clock } from "kith/core/clock";
import { definitionPartitionLength } from "kith/definition/definition-image";
import type { IoProvider } from "kith/devices/io/io";
import { deviceKinds } from "kith/devices/registry";
import { FlashJournal } from "kith/journal/flash-journal";
import type { Platform } from "kith/node/platform";
import type { NodePorts } from "kith/node/ports";
import { secretsPartitionLength } from "kith/secrets/layout";
import Time from "time";
import Timer from "timer";
import { type BootData, readBootData } from "../boot/boot";
import { Console } from "../console/console";
import { ConsoleDiagnostics } from "../console/console-diagnostics";
import { Line } from "../console/line";
import { PsaCrypto } from "../crypto/crypto";
import { openStreams } from "../http/open-streams";
import { openBroker } from "../mqtt/open-broker";
import { PlatformRandom } from "../random/random";
import { startReason } from "../reset/start-reason";
import { LoopClock } from "../time/loop-clock";
import { LoopTimers } from "../time/loop-timers";
import type { Timers } from "../time/timers";
import { UdpDatagrams } from "../udp/udp-datagrams";
import { UdpLink } from "../udp/udp-link";
import { FileFlash } from "./file-flash";
import { FilePartition } from "./file-partition";
import { FileStore } from "./file-store";
import { Folder } from "./folder";
import type { DesktopSettings } from "./parse-settings";
import { readDesktopSettings } from "./settings";

/** Files in the folder of the process that stand for the partitions of a board. */
export const definitionFile = "definition.bin";
export const secretsFile = "secrets.bin";
export const journalFile = "journal.bin";

/**
 * The ports of a process whose partitions are files and whose radio is UDP.
 *
 * @param openIo makes the pins and buses of a node that was told this
 */
export function openDesktop(openIo: (boot: BootData, clock: Clock) => IoProvider): Platform {
	const folder = new Folder(File);
	const line = new Line(new Console());
	const boot = readBootData(
		new FilePartition(folder, definitionFile, definitionPartitionLength),
		new FilePartition(folder, secretsFile, secretsPartitionLength),
		line,
	);
	const timers = new LoopTimers(Timer);
	const settings = readDesktopSettings(folder);
	const { port, neighbours } = settings;
	const clock = new LoopClock(Time, Timer);
	return {
		clock,
		random: new PlatformRandom(),
		store: new FileStore(folder),
		journal: new FlashJournal(new FileFlash(File, journalFile)),
		startReason: startReason(),
		secrets: boot.secrets,
		crypto: new PsaCrypto(),
		link: new UdpLink({ Udp: UDP, timers, port, neighbours }),
		io: openIo(boot, clock),
		diagnostics: new ConsoleDiagnostics(line),
		kinds: deviceKinds,
		...(boot.gateway ? gatewayPorts(boot, timers, settings) : {}),
		readDefinition: boot.takeDefinition,
	};
}

/** The desktop is always on its network. */
function gatewayPorts(
	boot: BootData,
	timers: Timers,
	{ coapPort, httpPort }: DesktopSettings,
): Pick<NodePorts, "broker" | "datagrams" | "streams"> {
	return {
		broker: openBroker(boot.secrets, timers, () => true),
		datagrams: new UdpDatagrams(UDP, coapPort),
		streams: openStreams(httpPort),
	};
}
