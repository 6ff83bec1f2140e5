import { openSession } from "kith/simulator/session/open-session";
import type { NodeProgram } from "kith/simulator/session/types";

/** Virtual minutes: a dozen frames of each sender. */
const minutes = 12;
/** Of the session: its keys follow from it. */
export const recordingSeed = 1;

/** What each of the installation's boards sends in some minutes: every frame once, in order. */
export async function recordFrames(
	definitions: ReadonlyMap<string, NodeProgram>,
): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
	const session = await openSession({
		definitions,
		seed: recordingSeed,
		speed: "max",
		until: minutes * 60e6,
		mqtt: "off",
	});
	const frames = new Map<string, Map<string, Uint8Array>>();
	session.on((record) => {
		if (record.kind !== "frame" || record.board === null) return;
		const own = frames.get(record.board) ?? new Map<string, Uint8Array>();
		own.set(record.bytes, Uint8Array.from(Buffer.from(record.bytes, "hex")));
		frames.set(record.board, own);
	});
	await session.run();
	return new Map([...frames].map(([board, own]) => [board, [...own.values()]]));
}
