import type { Scheduler } from "kith/core/scheduler";
import { linkBits } from "kith/definition/definition";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import { BleLink } from "kith/link/ble-link";
import { JoinedLinks } from "kith/link/joined-links";
import type { Link } from "kith/link/link";
import type { NodePorts } from "./ports";

/** The link or links that the definition asks for, as one. Throws where the image does not have one of them. */
export function openLink(definition: LoadedDefinition, ports: NodePorts, scheduler: Scheduler): Link {
	const { links = linkBits.espNow, address, networkTag } = definition;
	const espNow = (links & linkBits.espNow) === 0 ? undefined : ports.link;
	if (espNow === undefined && (links & linkBits.espNow) !== 0) {
		throw new Error("the definition asks for ESP-NOW, which this image does not have");
	}
	if (espNow !== undefined && (links & linkBits.ble) === 0) return espNow;
	const transport = ports.bluetooth;
	if (transport === undefined) throw new Error("the definition asks for Bluetooth, which this image does not have");
	const ble = new BleLink({ transport, scheduler, address, networkTag, besideWifi: espNow !== undefined });
	return espNow === undefined ? ble : new JoinedLinks([espNow, ble], ports.clock);
}
