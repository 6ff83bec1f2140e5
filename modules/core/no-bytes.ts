/** No bytes: what a view lies on before it is opened. In ROM, where an empty array of its own costs a board 120 bytes. */
export const noBytes: Uint8Array = new Uint8Array(0);
