import type { DeviceFault } from "./kind";

/*
 * The faults as constants of their module. In code that is preloaded into ROM a string literal is copied to the heap
 * each time it is reached, the one in `typeof answer === "string"` too; a constant is not. So a sample that goes well
 * allocates nothing.
 */
export const doesNotAnswer: DeviceFault = "does not answer";
export const checksumWrong: DeviceFault = "checksum";
export const outOfRange: DeviceFault = "out of range";
export const notStored: DeviceFault = "not stored";

/** Whether a driver's answer is a fault. */
export function isFault<Answer>(answer: Answer | DeviceFault): answer is DeviceFault {
	return answer === doesNotAnswer || answer === checksumWrong || answer === outOfRange || answer === notStored;
}
