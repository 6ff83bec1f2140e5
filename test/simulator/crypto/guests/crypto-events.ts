/** Kinds of events that the guest understands; handles and counts in them are uint16, little-endian. */
export const cryptoEvents = {
	/** key */
	importKey: 1,
	/** handle, uint8 tag length, uint8 length of the associated data, nonce, associated data, text */
	seal: 2,
	/** The same, with the tag behind the text. */
	open: 3,
	/** data */
	sha256: 4,
	/** handle, data */
	hmac: 5,
	/** handle, uint8 length of the output, uint8 length of the salt, salt, info */
	hkdf: 6,
	/** handle */
	forgetKey: 7,
	/** handle, uint16 how often, uint16 length: seals and opens a text of zeros. Posts nothing. */
	repeat: 8,
} as const;

/** The guest posts its result, int32, and then the bytes of its buffer that belong to it. */
export const cryptoPosts = { result: 1, bytes: 2 } as const;
