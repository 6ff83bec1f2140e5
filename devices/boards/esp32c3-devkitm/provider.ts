/** `kith/board` in images for this board. */
export { esp32c3DevKitM as board } from "kith/devices/boards/esp32c3-devkitm/board";
