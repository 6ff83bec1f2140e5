import type { Board } from "./board";
import { desktop } from "./desktop/board";
import { esp32DevKitC } from "./esp32-devkitc/board";
import { esp32c3DevKitM } from "./esp32c3-devkitm/board";
import { esp32c6DevKitC } from "./esp32c6-devkitc/board";
import { esp32h2DevKitM } from "./esp32h2-devkitm/board";
import { esp32s3DevKitC } from "./esp32s3-devkitc/board";
import { m5Atom } from "./m5atom/board";
import { xiaoEsp32C3 } from "./xiao-esp32c3/board";

export type { Board, Pin } from "./board";
export { desktop, esp32c3DevKitM, esp32c6DevKitC, esp32DevKitC, esp32h2DevKitM, esp32s3DevKitC, m5Atom, xiaoEsp32C3 };

/** All boards that come with Kith. */
export const boards: readonly Board[] = [
	esp32c3DevKitM,
	esp32DevKitC,
	esp32s3DevKitC,
	esp32c6DevKitC,
	esp32h2DevKitM,
	m5Atom,
	xiaoEsp32C3,
	desktop,
];
