import type { Link, LinkFault, LinkListener } from "kith/link/link";

/** The link of a chip whose radio this firmware does not drive: the node runs its own rules and hears nobody. */
export class NoRadio implements Link {
	readonly mtu = 250;
	listener: LinkListener | undefined;

	send(): LinkFault | undefined {
		return "down";
	}
}
