/** What happened to a Bluetooth link since boot. */
export interface BleLinkCounters {
	/** Frames that a peer's radio has. */
	sent: number;
	received: number;
	/** Chunks that fit into no frame. */
	brokenChunks: number;
	connectsFailed: number;
	/** Frames given up. */
	timeouts: number;
	/** Connections ended because their peer was none of ours. */
	strangers: number;
	/** Connections ended to make room for others. */
	rotations: number;
}

export function noBleLinkCounters(): BleLinkCounters {
	return { sent: 0, received: 0, brokenChunks: 0, connectsFailed: 0, timeouts: 0, strangers: 0, rotations: 0 };
}
