/** What the machine that runs a test file and test/xs.test.ts say to each other. */

/** Event to the machine: run the test whose number (u16, little-endian) is the payload. */
export const RUN = 1;
/** Post: the name of a test, UTF-16 code units, little-endian; one for each, in order, at the boot. */
export const NAME = 1;
/** Post: the test that was run has passed. */
export const PASSED = 2;
/** Post: it has failed; the payload is the text of the error. */
export const FAILED = 3;
