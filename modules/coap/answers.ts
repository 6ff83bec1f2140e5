/** Who can answer requests later. */
export interface Answers {
	/** See `CoapEndpoint.answer`. */
	answer(ticket: number, code: number, payload: Uint8Array, length: number, format: number): boolean;
}
