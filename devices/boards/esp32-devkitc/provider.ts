/** `kith/board` in images for this board. */
export { esp32DevKitC as board } from "kith/devices/boards/esp32-devkitc/board";
