/**
 * Port: a region of flash that the firmware only reads (a data partition on an ESP32).
 *
 * For node code: an erased byte reads as 0xff. Read little and often rather than much at once.
 *
 * For platform authors: `read` keeps nothing and allocates nothing.
 */
export interface Partition {
	/**
	 * Copies `length` bytes from `offset` to the start of `target`, which has room for them.
	 * @returns false, with `target` in any state, where the region ends before or the flash fails
	 */
	read(offset: number, target: Uint8Array, length: number): boolean;
}
