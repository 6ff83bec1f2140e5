/** `kith/board` on Linux. */
export { desktop as board } from "kith/devices/boards/desktop/board";
