import { Scheduler } from "kith/core/scheduler";
import type { Channels } from "kith/link/channels";
import { ChannelFollower } from "kith/mesh/channel-follower";
import type { ChannelVoice } from "kith/mesh/channel-voice";
import { FakeClock } from "./fake-clock";

/** A radio that goes where it is asked to, or is tied to an access point. Portable. */
export class FakeChannels implements Channels {
	channel: number;
	tied = false;
	onChange: ((channel: number) => void) | undefined;
	/** Every channel asked for. */
	readonly tuned: number[] = [];

	constructor(channel: number) {
		this.channel = channel;
	}

	tune(channel: number): void {
		this.tuned.push(channel);
		if (!this.tied) this.channel = channel;
	}

	sendElsewhere(): boolean {
		return true;
	}

	/** The access point has the say, on this channel. */
	tie(channel: number): void {
		this.tied = true;
		this.channel = channel;
		this.onChange?.(channel);
	}
}

/** What a beacon said: "channel/hops/number/countdown", and where it was sent, "@channel". */
export class ChannelStand implements ChannelVoice {
	readonly clock = new FakeClock(0x7fff0000);
	readonly channels: FakeChannels;
	readonly follower: ChannelFollower;
	readonly beacons: string[] = [];
	greetings = 0;
	/** Milliseconds since a neighbour was heard; -1: none is known. */
	lastSilence = -1;
	frames = 0;
	/** Some member was never heard of. */
	lacking = true;

	constructor(channel = 1) {
		this.channels = new FakeChannels(channel);
		this.follower = new ChannelFollower(this.channels, new Scheduler(this.clock), this);
	}

	/** The four bytes of a beacon now, as it has them. */
	told(): readonly number[] {
		const bytes: number[] = [];
		this.follower.tell({
			uint8: (value) => void bytes.push(value & 0xff),
			uint16: (value) => void bytes.push((value >> 8) & 0xff, value & 0xff),
		});
		return bytes;
	}

	/** A verified beacon says so. */
	hear(channel: number, hops: number, number: number, countdown = 0): void {
		this.frames++;
		this.follower.heard(Uint8Array.of(0, (channel << 4) | hops, number >> 8, number, countdown), 1);
	}

	beacon(): boolean {
		this.note(this.channels.channel);
		return true;
	}

	beaconElsewhere(channel: number): boolean {
		this.note(channel);
		return true;
	}

	hurry(): void {}

	greet(): void {
		this.greetings++;
	}

	silence(): number {
		return this.lastSilence;
	}

	heard(): number {
		return this.frames;
	}

	misses(): boolean {
		return this.lacking;
	}

	random(): number {
		return 0;
	}

	private note(on: number): void {
		const [first = 0, high = 0, low = 0, countdown = 0] = this.told();
		this.beacons.push(`${first >> 4}/${first & 15}/${(high << 8) | low}/${countdown}@${on}`);
	}
}
