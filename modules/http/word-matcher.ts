/**
 * Finds which of at most 31 words a run of bytes is, without keeping the bytes: a word remains possible as long as every
 * byte so far was its own.
 */
export class WordMatcher {
	#possible = 0;
	/** Bytes since `begin`. */
	length = 0;

	begin(words: readonly string[]): void {
		this.#possible = (1 << words.length) - 1;
		this.length = 0;
	}

	take(words: readonly string[], byte: number): void {
		const at = this.length++;
		let possible = this.#possible;
		if (possible === 0) return;
		const count = words.length;
		for (let word = 0; word < count; word++) {
			const bit = 1 << word;
			if ((possible & bit) === 0) continue;
			const text = words[word] as string;
			if (at >= text.length || text.charCodeAt(at) !== byte) possible &= ~bit;
		}
		this.#possible = possible;
	}

	/** The word that was taken whole, or -1. */
	found(words: readonly string[]): number {
		const possible = this.#possible;
		const count = possible === 0 ? 0 : words.length;
		for (let word = 0; word < count; word++)
			if ((possible & (1 << word)) !== 0 && (words[word] as string).length === this.length) return word;
		return -1;
	}
}
