/** Bytes of the longest Sender or Recipient ID: nonce length minus 6 (RFC 8613 section 3.3). */
export const idLengthLimit = 7;
/** Bytes of the longest ID Context. The RFC has no bound; two random strings of 8 bytes (appendix B.2) fit. */
export const idContextLimit = 16;
/** Bytes of the longest Master Salt. */
export const saltLengthLimit = 32;
/** Highest Partial IV: five bytes (section 7.2.1). */
export const partialIvLimit = 0xff_ffff_ffff;
/** AES-CCM-16-64-128 (RFC 9053 section 4.2): its number in COSE, and the length of its tag in bytes. */
export const aeadAlgorithm = 10;
export const tagLength = 8;
/** Security contexts of one table. */
export const contextLimit = 192;
/** Bytes of the options that travel outside the ciphertext, the OSCORE option included. */
export const outerOptionsLimit = 128;
