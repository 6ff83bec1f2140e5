/**
 * What became of a received frame: one fate each, counted in `Network.counters`. 0 is the good one. The order is the
 * order of the checks: the cheap ones, which a stranger's frame meets, come first.
 */
export const frameFates = {
	/** Handed to the listener. */
	delivered: 0,
	/** No room for a header and the protection's tag. */
	tooShort: 1,
	/** Longer than `frameLengthLimit`. */
	tooLong: 2,
	unknownVersion: 3,
	/** Version 1, but of no type known here. */
	unknownType: 4,
	/** Bits that version 1 keeps at 0. */
	reservedBits: 5,
	/** A unicast frame to everybody, or a relayed frame that goes no further than a hop. */
	typeMismatch: 6,
	/** Another network's tag. */
	otherNetwork: 7,
	/** A unicast frame for somebody else. */
	otherDestination: 8,
	/** Says it is from us. */
	ownAddress: 9,
	/** The origin is not among our peers. */
	stranger: 10,
	/** Seen before, or so far behind that this cannot be told. */
	duplicate: 11,
	/** Of a boot of the origin that has not been proven fresh: an older one, or one that is not known yet. */
	unknownBoot: 12,
	/** The protection refused it. */
	notAuthentic: 13,
	/** Nobody listens yet. */
	noListener: 14,
	/** A hello that was understood: who boots, and who is fresh, is the security's to know. */
	hello: 15,
	/** A flood of a zone to which this node does not belong. */
	otherZone: 16,
	/** A unicast frame for somebody else whose hops are used up. */
	expired: 17,
	/** Taken and passed on for somebody else. */
	relayed: 18,
	/** The network layer's own business: beacons, searches, repairs. */
	control: 19,
	/** Verified, but its content makes no sense. */
	malformed: 20,
	/** Verified, but of a node to which this one does not listen. */
	unheeded: 21,
} as const;
export type FrameFate = (typeof frameFates)[keyof typeof frameFates];
