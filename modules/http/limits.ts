/** Connections that are served at a time; up to `streamLimit` further ones are told that the server is busy. */
export const connectionLimit = 4;
/** Characters of a method: the longest that is registered is shorter. */
export const methodLimit = 20;
/** Bytes of a request's target, without scheme and host. The longest of ours has 75, and a query is allowed. */
export const targetLimit = 128;
/** Bytes of a request's header, line ends included. They are read as they come and never kept. */
export const headerLimit = 4096;
/** A request must be whole this long after its connection was opened. */
export const requestLimitMs = 10_000;
/** A response must have been taken this long after its request; those without an end: some of it. */
export const responseLimitMs = 30_000;
/** After an answer to something that was not read to its end, so that the answer is not lost by a reset. */
export const lingerMs = 2_000;
/** What may still come meanwhile, in bytes. */
export const lingerBytes = 65_536;
/** A response without an end says something at least this often. */
export const quietLimitMs = 15_000;
/** How often deadlines are looked at, while there are connections. */
export const tickMs = 1_000;
