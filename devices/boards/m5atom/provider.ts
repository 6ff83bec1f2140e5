/** `kith/board` in images for this board. */
export { m5Atom as board } from "kith/devices/boards/m5atom/board";
