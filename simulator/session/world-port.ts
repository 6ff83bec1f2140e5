import type { Surroundings } from "../chips/surroundings";
import type { Microseconds } from "../kernel/agenda";
import type { Position } from "../radio/station";

/** What a session needs of a world; simulator/world's World is one. */
export interface SessionWorld {
	/** What the device senses. @throws when there is no such node */
	surroundings(node: string, device: string): Surroundings;
	/** Where the node hangs, metres. */
	position(node: string): Position;
	/** An actuator of the node now works at this share of its full power, 0-1. */
	actuate(node: string, device: string, value: number): void;
	/** To be called when levels that a pin may be wired to (motion, doors) may have changed. */
	onChange: () => void;
	/** Its wall clock: seconds since 1970 at a virtual time. One without it leaves time servers silent. */
	readonly calendar?: { seconds(at: Microseconds): number };
	/** Plans its first happenings. Called once, at the time 0. */
	start(): void;
}
