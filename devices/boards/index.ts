import type { Board } from "./board";
import { esp32DevKitC } from "./esp32-devkitc";
import { esp32c3DevKitM } from "./esp32c3-devkitm";

export type { Board, Pin } from "./board";
export { esp32c3DevKitM, esp32DevKitC };

/** All boards that come with Kith. */
export const boards: readonly Board[] = [esp32c3DevKitM, esp32DevKitC];
