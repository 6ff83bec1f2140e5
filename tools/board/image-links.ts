import type { CompiledNode } from "kith/define/compile";
import { linkBits } from "kith/definition/definition";
import type { Board } from "kith/devices/boards/index";
import { UsageError } from "../usage-error";

/**
 * Images differ from chips: Bluetooth is only in that of the one chip without Wi-Fi (`devices/host/platform*.ts`), and a
 * definition that asks for a link which is not there would stop the board as it starts.
 *
 * @throws UsageError with one sentence about the link that the board's image lacks
 */
export function requireLinks(node: string, { definition }: CompiledNode, { chip, name }: Board): void {
	const links = definition.links ?? linkBits.espNow;
	const bluetoothOnly = chip === "esp32h2";
	if ((links & linkBits.ble) !== 0 && !bluetoothOnly)
		throw new UsageError(
			`${node} speaks Bluetooth, which the image for ${name} does not have yet: leave ble() out of its links, or simulate it`,
		);
	if ((links & linkBits.espNow) !== 0 && bluetoothOnly)
		throw new UsageError(`${node} speaks ESP-NOW, which the image for ${name} does not have: its chip has no Wi-Fi`);
}
