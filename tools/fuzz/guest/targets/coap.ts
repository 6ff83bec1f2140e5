import { CoapMessage } from "kith/coap/message";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const seeds = [
	// NON POST r, CON PUT 1f with a token, CON GET of three segments with Accept, ACK 2.04, a ping.
	"50020102b1721170d1e91aff81a20062316102c48221190929",
	"42030a0b1234b23166 1170 ff81a20062316604f5",
	"480100010102030405060708 b2 6162 02 6364 03 656667 61 70",
	"62440a0b1234",
	"40000001",
	// Option deltas and lengths in two and three bytes.
	"50010001 d00a e0 0100 dd 00 00 01020304050607080910111213 ed 0001 02 010203040506070809101112131415",
].map(hex);

/** Messages (RFC 7252 section 3), and that all their parts lie within them. */
export function coapMessage(): FuzzTarget {
	const message = new CoapMessage();
	return {
		seeds,
		feed(bytes, length) {
			if (message.open(bytes, 0, length) !== 0) return false;
			for (let index = 0; index < message.optionCount; index++) {
				const end = (message.optionOffsets[index] as number) + (message.optionLengths[index] as number);
				if (end > message.payloadOffset) throw new Error("an option beyond the options");
			}
			if (message.payloadOffset + message.payloadLength !== length) throw new Error("a payload beyond the end");
			return true;
		},
	};
}
