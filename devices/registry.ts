import { dimmerKind } from "./actuators/dimmer/kind";
import { relayKind } from "./actuators/relay/kind";
import type { DeviceKind } from "./kind";
import { bh1750Kind } from "./sensors/bh1750/kind";
import { ntcKind } from "./sensors/ntc/kind";
import { pirKind } from "./sensors/pir/kind";
import { reedKind } from "./sensors/reed/kind";
import { scd4xKind } from "./sensors/scd4x/kind";
import { sht4xKind } from "./sensors/sht4x/kind";
import { settingKind } from "./virtual/setting/kind";

/** Every kind of device that this firmware knows. */
export const deviceKinds: readonly DeviceKind[] = Object.freeze([
	sht4xKind,
	bh1750Kind,
	scd4xKind,
	ntcKind,
	pirKind,
	reedKind,
	relayKind,
	dimmerKind,
	settingKind,
]);

/** The kind of that name, or undefined where this firmware has none. */
export function deviceKind(name: string): DeviceKind | undefined {
	for (let index = 0; index < deviceKinds.length; index++) {
		const kind = deviceKinds[index] as DeviceKind;
		if (kind.name === name) return kind;
	}
	return undefined;
}
