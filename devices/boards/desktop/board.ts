import { analog, type Board, free } from "../board";

/**
 * A process on Linux, or a board in Moddable's simulator: pins and buses that are made of software, and as much heap as an
 * ESP32-S3. For trying an installation without hardware, and for a desktop that is a peer.
 */
export const desktop: Board = {
	name: "desktop",
	chip: "linux",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [...[0, 1, 2, 3].map(analog), ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(free)],
	i2c: { data: 14, clock: 15 },
};
