import { board } from "kith/board";
import { loosePins } from "kith/devices/host/desktop/loose-pins";
import { openDesktop } from "kith/devices/host/desktop/open-desktop";
import type { Platform } from "kith/node/platform";

/** `kith/platform` of a process on Linux without a window. */
export function openPlatform(): Platform {
	return openDesktop(() => loosePins(board.i2c));
}
