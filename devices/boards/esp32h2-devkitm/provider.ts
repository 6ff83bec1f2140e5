/** `kith/board` in images for this board. */
export { esp32h2DevKitM as board } from "kith/devices/boards/esp32h2-devkitm/board";
