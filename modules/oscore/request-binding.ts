/** No notification yet; one without a Partial IV counts as older than any with one (RFC 8613 section 4.1.3.5.2). */
const nothing = -2;
const unnumbered = -1;

/** Numbers that a stored binding takes. */
export const bindingLength = 4;
const rowBits = 12;
const observesFlag = 1 << 12;
const nonceFlag = 1 << 13;
const dueFlag = 1 << 14;
const unsigned = 0x1_0000_0000;

/**
 * What ties responses to their request on either side (RFC 8613 sections 7.1 and 8): its context and its Partial IV. A
 * client keeps one for as long as it waits, or observes; a server until it has answered, or the observation ends. One
 * object serves request after request.
 */
export class RequestBinding {
	/** Row of the request's context; -1: not bound. */
	row = -1;
	/** Of the context: rows are given out again. */
	serial = 0;
	/** The request's Partial IV. */
	partialIv = 0;
	/** The request asked for an observation. */
	observes = false;
	/** Server: the nonce of the request, which one answer may use. */
	#nonceIsFree = false;
	/** Client: the one answer to a request without observation is still due. */
	#due = false;
	#notification = nothing;

	/** Client: a request was sent. */
	bindSent(row: number, serial: number, partialIv: number, observes: boolean): void {
		this.#bind(row, serial, partialIv, observes);
		this.#due = true;
	}

	/**
	 * Server: a request was verified.
	 * @param fresh its Partial IV was never seen before, which the replay window knows: only then may an answer use its
	 * nonce, and so each nonce is used once
	 */
	bindReceived(row: number, serial: number, partialIv: number, observes: boolean, fresh: boolean): void {
		this.#bind(row, serial, partialIv, observes);
		this.#nonceIsFree = fresh;
	}

	/**
	 * Writes everything to `bindingLength` int32 from `at` on: row, flags and the upper bytes of the two numbers of 40 bits,
	 * then serial and their lower halves. The right to use the nonce is in it: keep one copy only.
	 */
	store(cells: Int32Array, at: number): void {
		const notification = this.#notification - nothing;
		const flags = (this.observes ? observesFlag : 0) | (this.#nonceIsFree ? nonceFlag : 0) | (this.#due ? dueFlag : 0);
		const high = ((this.partialIv / unsigned) << 16) | ((notification / unsigned) << 24);
		cells[at] = (this.row + 1) | flags | high;
		cells[at + 1] = this.serial;
		cells[at + 2] = this.partialIv;
		cells[at + 3] = notification;
	}

	/** Takes what `store` wrote. */
	load(cells: Int32Array, at: number): void {
		const first = cells[at] as number;
		this.row = (first & ((1 << rowBits) - 1)) - 1;
		this.serial = cells[at + 1] as number;
		this.partialIv = ((first >>> 16) & 0xff) * unsigned + ((cells[at + 2] as number) >>> 0);
		this.#notification = (first >>> 24) * unsigned + ((cells[at + 3] as number) >>> 0) + nothing;
		this.observes = (first & observesFlag) !== 0;
		this.#nonceIsFree = (first & nonceFlag) !== 0;
		this.#due = (first & dueFlag) !== 0;
	}

	release(): void {
		this.#bind(-1, 0, 0, false);
	}

	/** Passes everything on, the right to use the nonce included: it is not left behind. For answers that come later. */
	moveTo(other: RequestBinding): void {
		other.#bind(this.row, this.serial, this.partialIv, this.observes);
		other.#nonceIsFree = this.#nonceIsFree;
		other.#due = this.#due;
		other.#notification = this.#notification;
		this.release();
	}

	/** Server: takes the request's nonce for an answer under `serial`. @returns false where it is spent */
	takeNonce(serial: number): boolean {
		const free = this.#nonceIsFree && serial === this.serial;
		this.#nonceIsFree = false;
		return free;
	}

	/** Client: the one answer came. @returns false where it was there before */
	takeAnswer(): boolean {
		const due = this.#due;
		this.#due = false;
		return due;
	}

	/**
	 * Client: a notification was verified.
	 * @param partialIv -1: it has none
	 * @returns whether it is newer than those before (section 7.4.1)
	 */
	takeNotification(partialIv: number): boolean {
		const number = partialIv < 0 ? unnumbered : partialIv;
		if (number <= this.#notification) return false;
		this.#notification = number;
		return true;
	}

	#bind(row: number, serial: number, partialIv: number, observes: boolean): void {
		this.row = row;
		this.serial = serial;
		this.partialIv = partialIv;
		this.observes = observes;
		this.#nonceIsFree = false;
		this.#due = false;
		this.#notification = nothing;
	}
}
