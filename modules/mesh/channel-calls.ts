import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { ChannelVoice } from "./channel-voice";

/** A gateway that was carried away calls on the old channel: so often until the others move … */
export const calls = 8;
export const callGapMs = 180;
/** … and then so often, for who missed that. */
export const lateCalls = 12;
export const lateCallGapMs = 5000;

/** What a gateway says on the channel that its access point has left. Made when that happens for the first time. */
export class ChannelCalls {
	/** A beacon for another channel is being made. */
	calling = false;
	readonly #scheduler: Scheduler;
	readonly #voice: ChannelVoice;
	readonly #ring = (): void => this.call();
	#channel = 0;
	#left = 0;
	#timer: TimerHandle = 0;

	constructor(scheduler: Scheduler, voice: ChannelVoice) {
		this.#scheduler = scheduler;
		this.#voice = voice;
	}

	begin(channel: number): void {
		this.close();
		this.#channel = channel;
		this.#left = calls + lateCalls;
		this.#timer = this.#scheduler.after(0, this.#ring);
	}

	close(): void {
		this.#scheduler.cancel(this.#timer);
		this.#timer = 0;
	}

	/** One that the radio has no time for, or that the platform cannot send, counts too: it ends in any case. */
	private call(): void {
		const voice = this.#voice;
		this.calling = true;
		voice.beaconElsewhere(this.#channel);
		this.calling = false;
		this.#timer = 0;
		if (--this.#left <= 0) return;
		const gap = this.#left <= lateCalls ? lateCallGapMs : callGapMs + voice.random(callGapMs >> 2);
		this.#timer = this.#scheduler.after(gap, this.#ring);
	}
}
