/** Topics that outside clients may leave retained messages on; those of the gateways come on top. */
export const retainedTopicLimit = 10_000;

/** Counts the topics that have a retained message of a client, so that they cannot fill memory. */
export class RetainedTopics {
	readonly #topics = new Set<string>();

	/** Whether a retained message of this length may be kept; one without a payload removes that of its topic. */
	mayKeep(topic: string, payloadLength: number): boolean {
		if (payloadLength === 0) this.#topics.delete(topic);
		else if (!this.#topics.has(topic) && this.#topics.size >= retainedTopicLimit) return false;
		else this.#topics.add(topic);
		return true;
	}
}
