import { elapsed } from "kith/core/clock";
import type { PeerPlaces } from "kith/network/peer-places";
import { challengeLifetimeMs } from "./challenges";
import { noKey } from "./group-contexts";
import { challengeLength, type HelloReader } from "./hello-message";

const owedFlag = 1;
/** The owed answer is asked of this node by name: nobody else can give it. */
const byNameFlag = 2;
/** There are signs of a boot of the peer that is not known here. */
const wantedFlag = 4;
/** Somebody vouched for the peer in the present round of answers, so that nobody else needs to. */
const vouchedFlag = 8;

/** What there is still to do about each peer's boots, by place. */
export class PeerBoots {
	/** Challenges that this node is to name, `challengeLength` bytes each. */
	readonly challenges: Uint8Array;
	readonly length: number;
	readonly #flags: Uint8Array;
	/** When the believed boot was. */
	readonly #since: Int32Array;
	/** By place, of the group's contexts. */
	readonly #keys: Int16Array;

	constructor(places: PeerPlaces, keys: Int16Array) {
		this.length = places.length;
		const { length } = places;
		const room = new ArrayBuffer(length * (4 + challengeLength + 1));
		this.#since = new Int32Array(room, 0, length);
		this.challenges = new Uint8Array(room, 4 * length, length * challengeLength);
		this.#flags = new Uint8Array(room, length * (4 + challengeLength), length);
		this.#keys = keys;
	}

	/** Since when a boot of this peer is believed, where that matters: a challenge can be older only for its lifetime. */
	since(place: number): number {
		return this.#since[place] as number;
	}

	/** Whether any challenge that is still good may prove another boot of this peer. */
	isLongAgo(place: number, now: number): boolean {
		const age = elapsed(this.#since[place] as number, now);
		return this.#keys[place] === noKey || age < 0 || age > challengeLifetimeMs;
	}

	believed(place: number, now: number): void {
		this.#since[place] = now;
		this.clear(place, wantedFlag);
	}

	want(place: number): void {
		this.set(place, wantedFlag);
	}

	unwant(place: number): void {
		this.clear(place, wantedFlag);
	}

	unwantAll(): void {
		for (let place = 1; place < this.length; place++) this.clear(place, wantedFlag);
	}

	isWanted(place: number): boolean {
		return this.has(place, wantedFlag);
	}

	/** How many peers are wanted. */
	get wantedCount(): number {
		return this.count(wantedFlag);
	}

	/** The peer asks with the challenge at `at`. */
	owe(place: number, buffer: Uint8Array, at: number, byName: boolean): void {
		for (let index = 0; index < challengeLength; index++)
			this.challenges[place * challengeLength + index] = buffer[at + index] as number;
		this.set(place, owedFlag);
		if (byName) this.set(place, byNameFlag);
		else this.clear(place, byNameFlag);
	}

	isOwed(place: number): boolean {
		return this.has(place, owedFlag);
	}

	answered(place: number): void {
		this.clear(place, owedFlag);
	}

	get owedCount(): number {
		return this.count(owedFlag);
	}

	/**
	 * Another hello vouches for this node: whom that answers as well has nothing to hear from us.
	 * @returns how many those are
	 */
	answeredBy(hello: HelloReader): number {
		let count = 0;
		for (let place = 1; place < this.length; place++) {
			if (!this.isOwed(place) || this.has(place, byNameFlag)) continue;
			if (!hello.names(this.challenges, place * challengeLength)) continue;
			this.answered(place);
			count++;
		}
		return count;
	}

	/** Whether a hello names the challenge that this node owes an answer to. */
	namesOwed(hello: HelloReader): boolean {
		for (let place = 1; place < this.length; place++)
			if (this.isOwed(place) && hello.names(this.challenges, place * challengeLength)) return true;
		return false;
	}

	vouched(place: number): void {
		this.set(place, vouchedFlag);
	}

	isVouched(place: number): boolean {
		return this.has(place, vouchedFlag);
	}

	/** A round of answers is over. */
	endRound(): void {
		for (let place = 1; place < this.length; place++) this.clear(place, vouchedFlag);
	}

	private has(place: number, flag: number): boolean {
		return ((this.#flags[place] as number) & flag) !== 0;
	}

	private set(place: number, flag: number): void {
		this.#flags[place] = (this.#flags[place] as number) | flag;
	}

	private clear(place: number, flag: number): void {
		this.#flags[place] = (this.#flags[place] as number) & ~flag;
	}

	private count(flag: number): number {
		let count = 0;
		for (let place = 1; place < this.length; place++) if (this.has(place, flag)) count++;
		return count;
	}
}
