/** Lies in ROM, as this module is preloaded. */
export const readOnlyBytes = new Uint8Array(48);
