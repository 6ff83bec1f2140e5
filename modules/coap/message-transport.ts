/** What carries an endpoint's messages: the network layer between boards, UDP to a desktop. */
export interface MessageTransport {
	/** Longest message in bytes. */
	readonly messageLimit: number;
	/** Set once by the endpoint. */
	listener: MessageListener | undefined;
	/** Queues a message to one peer. @returns a number of its frame from 0, or -1 when it cannot be queued (counted) */
	sendUnicast(destination: number, message: Uint8Array, length: number): number;
	/** Queues a message to everybody. Otherwise as `sendUnicast`. */
	sendGroup(message: Uint8Array, length: number): number;
	/**
	 * A request to this peer brought neither answer nor acknowledgement in its time, although it went out: a transport that
	 * knows several ways may take another one next.
	 */
	unanswered?(destination: number): void;
}

export interface MessageListener {
	/**
	 * A message that was not heard before.
	 * @param buffer reused: its `length` bytes from `offset` are valid during the call only, and may be changed
	 * @param sequence of its frame
	 * @param rssi dBm
	 */
	onMessage(
		origin: number,
		group: boolean,
		buffer: Uint8Array,
		offset: number,
		length: number,
		sequence: number,
		rssi: number,
	): void;
}
