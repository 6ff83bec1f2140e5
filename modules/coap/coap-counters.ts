/** What an endpoint counts. */
export const coapCounters = {
	/** Handed to the handler. */
	requests: 0,
	/** Handed to the response listener. */
	responses: 1,
	/** Refused: not a CoAP message. */
	malformed: 2,
	/** Confirmable messages heard again and answered from memory. */
	repeated: 3,
	/** Requests with a critical option that is not understood. */
	badOptions: 4,
	/** Requests answered here because their path is too long, their method unknown or a proxy is asked for. */
	refused: 5,
	pings: 6,
	/** Exchanges ended by a peer's Reset. */
	resets: 7,
	/** Responses, acknowledgements and Resets that belong to no exchange. */
	unmatched: 8,
	/** Messages that mean nothing where they came: confirmable ones to a group, reserved code classes. */
	ignored: 9,
	/** Own requests refused because `exchangeLimit` are open. */
	exchangesFull: 10,
	retransmissions: 11,
	timeouts: 12,
	/** Answers that found no room in the network's queue; the peer will ask again. */
	answersUnsent: 13,
	/** Remembered replies forgotten before their time to make room. */
	repliesForgotten: 14,
	/** Protected messages that could not be verified. */
	unverified: 15,
	/** Requests that were verified but could be recordings: asked to prove that they are not (Echo). */
	challenges: 16,
	/** Own requests that waited because no context with their peer was ready. */
	contextsAwaited: 17,
	/** Notifications sent, repeated ones included. */
	notifications: 18,
	/** Observers forgotten because they no longer acknowledge, or rejected a notification. */
	observersLost: 19,
	/** Wishes to observe that found no room and were answered once. */
	observersFull: 20,
	/** Answers that could not be put off, as `deferralLimit` are due already. */
	deferralsFull: 21,
	/** Uploads in blocks given up: a block was missing, or another upload needed the room. */
	uploadsBroken: 22,
} as const;
export type CoapCounter = keyof typeof coapCounters;
