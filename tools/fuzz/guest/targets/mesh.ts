import { Scheduler } from "kith/core/scheduler";
import type { Link, LinkListener } from "kith/link/link";
import { frameFates } from "kith/mesh/frame-fates";
import { headerLength, relayedFlag, relayLength } from "kith/mesh/header";
import { MeshNetwork } from "kith/mesh/mesh-network";
import { PeerPlaces } from "kith/network/peer-places";
import type { Protection } from "kith/security/protection";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const tag = "00000000";
const seeds = [
	// A group flood, a search for us and for another, a hello.
	`10cafe08 0001ffff 0001000001 500201ff8101 ${tag}`,
	`14cafe08 0001ffff 0001000002 500200000009 ${tag}`,
	`14cafe28 0002ffff 0001000003 500200000003 ${tag}`,
	`12cafe08 0001ffff 0001000004 0102030405060000000000 ${tag}`,
	// Unicast for us, straight and relayed, and one to pass on.
	`11cafe08 00010009 0001000005 400112340131 ${tag}`,
	`11cafe87 00010009 0001000006 0002000100000704 400112340131 ${tag}`,
	`11cafe87 00010003 0001000008 0002000100000904 400112340131 ${tag}`,
	// Found, straight and relayed.
	`15cafe08 00010009 000100000a 00000b ${tag}`,
	`15cafe87 00030009 000100000b 0002000100000c04 00000d ${tag}`,
	// Beacons: of nobody, of us, of us and others; a summary, a request, a way that is no more.
	`13cafe01 0001ffff 000100000e 01000000000000 ${tag}`,
	`13cafe01 0001ffff 000100000f 0101000000000100 09ff ${tag}`,
	`13cafe01 0002ffff 0001000010 01020000000003 0009ff 000180 0003c0 ${tag}`,
	`13cafe01 0001ffff 0001000011 0202ffff 00020005 00030006 ${tag}`,
	`13cafe01 00010009 0001000012 0302 00090000 00020005 ${tag}`,
	`13cafe01 00010009 0001000013 040003 ${tag}`,
].map(hex);

/** Everybody has the key: an outsider's damage stops at the tag, a member's goes further. */
class OpenProtection implements Protection {
	readonly overhead = 4;
	protect(_frame: Uint8Array, _offset: number, length: number): number {
		return length + this.overhead;
	}
	unprotect(_frame: Uint8Array, _offset: number, length: number): number {
		return length < this.overhead ? -1 : length - this.overhead;
	}
}

/** Sends everything at once to nobody; every seventh frame is not acknowledged. */
class DeafLink implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;
	sending = false;
	#count = 0;
	send(): undefined {
		this.sending = true;
		return undefined;
	}
	settle(): void {
		for (let frames = 0; frames < 16 && this.sending; frames++) {
			this.sending = false;
			this.listener?.onSent(++this.#count % 7 !== 0);
		}
	}
}

/** The mesh's frames, from members who mean harm: floods, relayed unicast, searches, beacons, summaries, requests. */
export function meshFrames(): FuzzTarget {
	let now = 0;
	let deadline = 0;
	let wake: (() => void) | undefined;
	const clock = {
		now: () => now,
		wakeAt(at: number, call: () => void): void {
			deadline = at;
			wake = call;
		},
	};
	const link = new DeafLink();
	const advance = (ms: number): void => {
		now = (now + ms) | 0;
		for (let rings = 0; rings < 64 && wake !== undefined && ((now - deadline) | 0) >= 0; rings++) {
			const call = wake;
			wake = undefined;
			call();
			link.settle();
		}
	};
	const protection = new OpenProtection();
	const places = new PeerPlaces(Uint16Array.of(1, 2, 3, 4));
	const network = new MeshNetwork({
		link,
		scheduler: new Scheduler(clock),
		random: { fill: (bytes) => host.fillRandom(bytes) },
		group: protection,
		hop: protection,
		acquaintance: { onHello: () => frameFates.hello, onDoubt() {}, greet() {} },
		address: 9,
		networkTag: 0xcafe,
		boot: 1,
		places,
		zones: Uint16Array.of(5),
		diagnostics: { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} },
	});
	network.listener = {
		onMessage(_origin, _group, buffer, offset, length) {
			if (offset + length > buffer.length) throw new Error("a message beyond its frame");
		},
	};
	const message = hex("40011234");
	let number = 0;
	const renew = (): void => {
		for (let place = 1; place < places.length; place++) network.believe(place, 1, -1);
		network.renew(1);
		number = 0;
	};
	renew();
	const understood = (): number => {
		const { counters } = network;
		return counters.get("delivered") + counters.get("relayed") + counters.get("control") + counters.get("hello");
	};
	return {
		seeds,
		feed(bytes, length) {
			// Mostly with numbers that are new, else all but the first would be repeats.
			number += 1 + (number & 1);
			if (number > 0xff_0000) renew();
			if ((number & 7) !== 0 && length >= headerLength) write(bytes, 10, number);
			if ((number & 7) !== 0 && length >= headerLength + relayLength && ((bytes[3] as number) & relayedFlag) !== 0)
				write(bytes, 17, number);
			const before = understood();
			network.onReceive(bytes, length, -60 - (number & 31), 1 + (number & 3));
			link.settle();
			if ((number & 63) === 0) network.sendUnicast(1 + ((number >> 6) & 3), message, message.length);
			if ((number & 127) === 1) network.sendGroup(message, message.length);
			if ((number & 255) === 2) network.unanswered(1 + ((number >> 8) & 3));
			advance((number & 63) === 3 ? 20_000 : 15);
			return understood() > before;
		},
	};
}

function write(bytes: Uint8Array, at: number, number: number): void {
	bytes[at] = number >> 16;
	bytes[at + 1] = number >> 8;
	bytes[at + 2] = number;
}
