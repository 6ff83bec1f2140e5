import { board } from "kith/board";
import { openDesktop } from "kith/devices/host/desktop/open-desktop";
import { LoopTimers } from "kith/devices/host/time/loop-timers";
import type { Platform } from "kith/node/platform";
import { PanelBoard } from "kith/simulator/mcsim/panel-board";
import type { PanelValues } from "kith/simulator/mcsim/panel-messages";
import Timer from "timer";

/** `kith/platform` in Moddable's simulator: a desktop process whose pins and buses lead to the panel in its window. */
export function openPlatform(): Platform {
	return openDesktop(({ devices }, clock) => {
		const hardware = new PanelBoard({
			devices,
			i2cPins: board.i2c,
			timers: new LoopTimers(Timer),
			now: () => clock.now(),
			onLevel: (level) => screen.postMessage(JSON.stringify(level)),
		});
		screen.onMessage = (message) => hardware.set(JSON.parse(message) as PanelValues);
		return hardware.io;
	});
}
