/** Levels that the embedded broker's matcher can tell apart. */
const levelLimit = 100;

/** Whether a topic may be published to (MQTT 3.1.1, section 4.7). */
export function isTopic(topic: string): boolean {
	return topic !== "" && !/[+#\0]/.test(topic) && topic.split("/").length <= levelLimit;
}

/** Whether a filter may be subscribed to: wildcards fill whole levels, "#" only the last one. */
export function isFilter(filter: string): boolean {
	const levels = filter.split("/");
	if (filter === "" || filter.includes("\0") || levels.length > levelLimit) return false;
	return levels.every((level, index) => {
		if (level === "#") return index === levels.length - 1;
		return level === "+" || !/[+#]/.test(level);
	});
}

/** Why a broker ends the connection of whoever publishes to this topic; undefined: it does not. */
export function refusalOfTopic(topic: string): string | undefined {
	return isTopic(topic) ? undefined : `the broker refuses the topic "${topic}"`;
}

/** The same for a subscription. */
export function refusalOfFilter(filter: string): string | undefined {
	return isFilter(filter) ? undefined : `the broker refuses the filter "${filter}"`;
}
