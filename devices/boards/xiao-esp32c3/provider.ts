/** `kith/board` in images for this board. */
export { xiaoEsp32C3 as board } from "kith/devices/boards/xiao-esp32c3/board";
