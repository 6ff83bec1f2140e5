import { HelloReader } from "kith/oscore/hello-message";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const challenge = "a1a2a3a4a5a6";
const vouch = "0002 0001 c1c2c3c4c5c6 000102";
const seeds = [
	"00000000",
	`80000000 ${challenge}`,
	`80000002 ${challenge} 0009 0003`,
	`00020000 ${challenge} ${challenge}`,
	`80010201 ${challenge} 0009 ${challenge} ${vouch} ${vouch}`,
].map(hex);

/** What a hello says once it is opened, from a member who means harm. */
export function hello(): FuzzTarget {
	const reader = new HelloReader();
	const named = hex(challenge);
	return {
		seeds,
		feed(bytes, length) {
			if (!reader.open(bytes, 0, length)) return false;
			reader.isAsked(9);
			reader.names(named, 0);
			for (let index = 0; index < reader.vouchCount; index++) {
				reader.vouchedAddress(index);
				reader.vouchedBoot(index);
				reader.vouchedSequence(index);
				if (reader.vouchedChance(index) >= length) throw new Error("a chance beyond the end");
			}
			if (reader.asks && reader.challengeAt + 6 > length) throw new Error("a challenge beyond the end");
			return true;
		},
	};
}
