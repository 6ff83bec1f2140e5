/** `kith/board` in images for this board. */
export { esp32s3DevKitC as board } from "kith/devices/boards/esp32s3-devkitc/board";
