import type { Clock } from "kith/core/clock";
import type { Crypto } from "kith/core/crypto";
import type { Diagnostics } from "kith/core/diagnostics";
import type { Journal } from "kith/core/journal";
import type { Random } from "kith/core/random";
import type { Secrets } from "kith/core/secrets";
import type { Store } from "kith/core/store";
import type { IoProvider } from "kith/devices/io/io";
import type { DeviceKind } from "kith/devices/kind";
import type { Broker } from "kith/gateway/broker";
import type { Streams } from "kith/http/streams";
import type { BleTransport } from "kith/link/ble-transport";
import type { Channels } from "kith/link/channels";
import type { Datagrams } from "kith/link/datagrams";
import type { Link } from "kith/link/link";
import type { StartReason } from "./log-entries";

/** Everything a node is given by its composition root. */
export interface NodePorts {
	readonly clock: Clock;
	readonly random: Random;
	readonly store: Store;
	/** Where the node keeps its log. Without one it keeps none. */
	readonly journal?: Journal;
	/** Why the program started, where the platform knows. */
	readonly startReason?: StartReason;
	readonly secrets: Secrets;
	readonly crypto: Crypto;
	/** ESP-NOW. Absent on a chip without Wi-Fi. */
	readonly link?: Link;
	/** Used where the definition asks for Bluetooth. */
	readonly bluetooth?: BleTransport;
	/** Of a link whose radio can change channel. */
	readonly channels?: Channels;
	readonly io: IoProvider;
	readonly diagnostics: Diagnostics;
	/** Drivers in this image. */
	readonly kinds: readonly DeviceKind[];
	/** Used where the definition makes this node a gateway. */
	readonly broker?: Broker;
	readonly datagrams?: Datagrams;
	/** Used where the definition makes this gateway serve HTTP. */
	readonly streams?: Streams;
}
