/** `kith/board` in images for this board. */
export { esp32c6DevKitC as board } from "kith/devices/boards/esp32c6-devkitc/board";
