/** What the boards of a transfer and whoever watches them agree on. */

/** Bytes of the body. */
export const bodyLength = 4096;
export const bodyPath = "b";
/** The ends of the row. */
export const clientAddress = 1;
export const serverAddress = 4;
/** After boot, until the boards have met. */
export const introductionMs = 10_000;
/** Values of the client's slot 0, in hundredths as a trace writes them. */
export const outcomes = { begun: 100, read: 200, written: 300, failed: 900 } as const;
