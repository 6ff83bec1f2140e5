import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Acquaintance } from "kith/network/acquaintance";
import { Counters } from "kith/network/counters";
import { frameFates } from "kith/network/frame-fates";
import type { PeerPlaces } from "kith/network/peer-places";
import type { MessageIdentity } from "kith/security/protection";
import { Challenges } from "./challenges";
import { DerivationAllowance } from "./derivation-allowance";
import { type FreshnessCounter, freshnessCounters } from "./freshness-counters";
import { chanceLength, type GroupContexts } from "./group-contexts";
import type { GroupProtection } from "./group-protection";
import { countsLength, HelloReader } from "./hello-message";
import { HelloSchedule } from "./hello-schedule";
import { tagLength } from "./limits";
import { PeerBoots } from "./peer-boots";

/** What freshness has the network layer do. */
export interface BelievingNetwork {
	readonly messageLimit: number;
	/** @returns negative: it cannot be queued */
	sendHello(message: Uint8Array, length: number): number;
	/** The boot of the peer at `place` is fresh: it is believed from behind `sequence` on, and no other. */
	believe(place: number, boot: number, sequence: number): void;
	/** Marks a verified frame of a believed boot as heard. @returns false where it was before */
	take(origin: number, boot: number, sequence: number): boolean;
	highest(place: number): number;
}

export interface FreshnessOptions {
	readonly groups: GroupContexts;
	readonly protection: GroupProtection;
	readonly places: PeerPlaces;
	readonly address: number;
	readonly scheduler: Scheduler;
	readonly random: Random;
	/**
	 * Another boot of this peer is about to be believed, from behind `sequence` on: what was under way with the one before
	 * needs new keys. `proven`: the peer itself spoke just now; else another one vouches for it.
	 */
	readonly onBoot: (place: number, sequence: number, proven: boolean) => void;
}

/** Shortest hello behind the header. */
const shortest = chanceLength + countsLength + tagLength;
/** Hellos of unknown boots that were verified lately are not verified again: second copies, and replays of a minute. */
const seenCount = 8;

/**
 * Who of the peers is believed to be there now, and not a recording (docs/decisions/0009-freshness.md).
 *
 * A boot of a peer is believed when a hello under its context names a challenge that this node knows to be younger than
 * the boot believed before; then its frames are heard from that hello on. Where no boot of a peer is believed yet, a
 * believed peer's word will do. Whatever else comes is refused, and at most gives reason to ask.
 */
export class Freshness implements Acquaintance {
	readonly counters = new Counters<FreshnessCounter>(freshnessCounters);
	readonly #options: FreshnessOptions;
	readonly #boots: PeerBoots;
	readonly #challenges = new Challenges();
	readonly #hello = new HelloReader();
	readonly #allowance = new DerivationAllowance();
	/** Of hellos that proved nothing: address and boot, then sequence and chance in one. */
	readonly #seen = new Int32Array(2 * seenCount);
	#nextSeen = 0;
	#schedule: HelloSchedule | undefined;
	#network: BelievingNetwork | undefined;

	constructor(options: FreshnessOptions) {
		this.#options = options;
		this.#boots = new PeerBoots(options.places, options.groups.keys);
	}

	/** Begins to speak: introduces this boot to everybody, and asks who is there. */
	start(network: BelievingNetwork): void {
		const { groups, places, address, scheduler, random } = this.#options;
		this.#network = network;
		this.#schedule = new HelloSchedule({
			groups,
			places,
			address,
			scheduler,
			random,
			network,
			boots: this.#boots,
			challenges: this.#challenges,
			counters: this.counters,
		});
		this.#schedule.start();
	}

	/** This node goes on under a new boot, which the others have to hear of. */
	announce(): void {
		this.#schedule?.announce();
	}

	greet(): void {
		this.#schedule?.greet();
	}

	/** Somebody here needs to speak with the peer at `place`, of which no boot is believed. */
	want(place: number): void {
		if (place > 0) this.onDoubt(place);
	}

	close(): void {
		this.#schedule?.close();
	}

	/** Whether introductions are over, so that what is said is heard. */
	get settled(): boolean {
		return this.#schedule?.settled ?? false;
	}

	onDoubt(place: number): void {
		this.counters.count(freshnessCounters.doubts);
		if (this.#boots.isWanted(place)) return;
		this.#boots.want(place);
		this.#schedule?.wanted();
	}

	onHello(frame: Uint8Array, body: number, length: number, identity: MessageIdentity): number {
		if (length - body < shortest) return frameFates.tooShort;
		const { groups } = this.#options;
		const { place, boot } = identity;
		if (groups.believes(place, boot, frame, body)) return this.hearBelieved(frame, body, length, identity);
		return this.hearUnknown(frame, body, length, identity);
	}

	private hearBelieved(frame: Uint8Array, body: number, length: number, identity: MessageIdentity): number {
		const { place, origin, boot, sequence } = identity;
		const fault = this.open(place, frame, body, length, identity);
		if (fault !== 0) return fault;
		const network = this.#network as BelievingNetwork;
		if (!network.take(origin, boot, sequence)) return frameFates.duplicate;
		if (this.#hello.asks && sequence === network.highest(place)) {
			this.#challenges.hear(this.#hello.buffer, this.#hello.challengeAt, this.now);
			this.#schedule?.challengesChanged();
		}
		// It is there under the boot that is known: whoever said otherwise was wrong.
		if (this.#challenges.proves(this.#hello, this.now, 0, true)) this.#boots.unwant(place);
		this.read(place);
		this.believeVouched();
		return frameFates.hello;
	}

	private hearUnknown(frame: Uint8Array, body: number, length: number, identity: MessageIdentity): number {
		const { groups, places } = this.#options;
		const { place, boot, sequence } = identity;
		const sender = ((places.addresses[place] as number) << 16) | boot;
		const hash = sequence ^ word(frame, body);
		if (this.wasSeen(sender, hash)) return frameFates.duplicate;
		if (!this.#allowance.take(this.now)) {
			this.counters.count(freshnessCounters.unverified);
			return frameFates.hello;
		}
		if (!groups.derive(place, boot, frame, body)) {
			this.counters.count(freshnessCounters.unverified);
			return frameFates.hello;
		}
		const fault = this.open(0, frame, body, length, identity);
		if (fault !== 0) {
			groups.discard();
			return fault;
		}
		const boots = this.#boots;
		const longAgo = boots.isLongAgo(place, this.now);
		if (this.#challenges.proves(this.#hello, this.now, boots.since(place), longAgo)) {
			this.accept(place, boot, sequence, true);
			this.counters.count(freshnessCounters.proven);
			this.read(place);
			this.believeVouched();
		} else {
			groups.discard();
			this.remember(sender, hash);
			this.counters.count(freshnessCounters.unproven);
			boots.want(place);
			this.#schedule?.wanted();
			this.read(place);
		}
		return frameFates.hello;
	}

	/** @returns 0, or a frame fate */
	private open(place: number, frame: Uint8Array, body: number, length: number, identity: MessageIdentity): number {
		const at = body + chanceLength;
		const textLength = this.#options.protection.openHello(place, frame, at, length - at, identity.sequence);
		if (textLength < 0) return frameFates.notAuthentic;
		return this.#hello.open(frame, at, textLength) ? 0 : frameFates.tooShort;
	}

	private accept(place: number, boot: number, sequence: number, proven: boolean): void {
		const { groups, onBoot } = this.#options;
		onBoot(place, sequence, proven);
		groups.install(place);
		(this.#network as BelievingNetwork).believe(place, boot, sequence);
		this.#boots.believed(place, this.now);
		this.#schedule?.believed();
	}

	/** What a hello asks of this node and spares it. Its sender is a member; whether it is there now makes no difference. */
	private read(place: number): void {
		const hello = this.#hello;
		const boots = this.#boots;
		const { address } = this.#options;
		const answersOurs = boots.namesOwed(hello);
		let vouchesForUs = false;
		for (let index = 0; index < hello.vouchCount; index++) {
			const vouched = hello.vouchedAddress(index);
			if (vouched === address) {
				if (this.isOwn(hello.vouchedBoot(index), hello.vouchedChance(index))) vouchesForUs = true;
			} else if (answersOurs) boots.vouched(this.#options.places.find(vouched));
		}
		if (vouchesForUs) this.counters.add(freshnessCounters.spared, boots.answeredBy(hello));
		if (!hello.isAsked(address)) return;
		boots.owe(place, hello.buffer, hello.challengeAt, hello.askedCount > 0);
		// Who names this boot's challenge and asks by name is up and running: this node alone has booted.
		this.#schedule?.owed(hello.askedCount > 0 && this.#challenges.proves(hello, this.now, 0, true));
	}

	private isOwn(boot: number, chance: number): boolean {
		const { own } = this.#options.groups;
		const { buffer } = this.#hello;
		if ((((own[0] as number) << 8) | (own[1] as number)) !== boot) return false;
		for (let index = 0; index < chanceLength; index++) if (own[2 + index] !== buffer[chance + index]) return false;
		return true;
	}

	/** A believed peer's word counts for peers of which no boot is believed, and for no others. */
	private believeVouched(): void {
		const hello = this.#hello;
		const { groups, places } = this.#options;
		for (let index = 0; index < hello.vouchCount; index++) {
			const place = places.find(hello.vouchedAddress(index));
			if (place === 0 || groups.hasBoot(place)) continue;
			const boot = hello.vouchedBoot(index);
			if (!groups.derive(place, boot, hello.buffer, hello.vouchedChance(index))) return;
			this.accept(place, boot, hello.vouchedSequence(index), false);
			this.counters.count(freshnessCounters.vouchedFor);
		}
	}

	private wasSeen(sender: number, hash: number): boolean {
		for (let index = 0; index < seenCount; index++)
			if (this.#seen[index] === sender && this.#seen[seenCount + index] === hash) return true;
		return false;
	}

	private remember(sender: number, hash: number): void {
		this.#seen[this.#nextSeen] = sender;
		this.#seen[seenCount + this.#nextSeen] = hash;
		this.#nextSeen = (this.#nextSeen + 1) % seenCount;
	}

	private get now(): number {
		return this.#options.scheduler.now();
	}
}

/** Four bytes as an int32. */
function word(bytes: Uint8Array, at: number): number {
	return (
		((bytes[at] as number) << 24) |
		((bytes[at + 1] as number) << 16) |
		((bytes[at + 2] as number) << 8) |
		(bytes[at + 3] as number)
	);
}
