import type { Journey, Transmission } from "./follow";

/** One transmission, and who had not got the reading before it. */
export interface Step {
	readonly transmission: Transmission;
	/** That heard it now for the first time, in the trace's order. */
	readonly fresh: readonly string[];
	/** Of these, who took it at once: rules or a gateway want it. */
	readonly takers: readonly string[];
	/** The board had sent it before. */
	readonly again: boolean;
}

/** How a reading spread: each transmission, by whom it was first heard. */
export function spread({ node, transmissions, received }: Journey): readonly Step[] {
	const have = new Set([node]);
	const sent = new Set<string>();
	const taken = new Set(received.map(({ board }) => board));
	return transmissions.map((transmission) => {
		const fresh = transmission.received.filter((board) => !have.has(board));
		for (const board of fresh) have.add(board);
		const again = sent.has(transmission.board);
		sent.add(transmission.board);
		return { transmission, fresh, takers: fresh.filter((board) => taken.has(board)), again };
	});
}

/** The steps by which a board got it, the first first; empty where it never did. */
export function wayTo(board: string, node: string, steps: readonly Step[]): readonly Step[] {
	const way: Step[] = [];
	for (let at = board; at !== node; ) {
		const step = steps.find(({ fresh }) => fresh.includes(at));
		if (step === undefined) return [];
		way.unshift(step);
		at = step.transmission.board;
	}
	return way;
}
