/**
 * Port: byte streams that others open, which is what TCP gives a server.
 *
 * For node code: `listen` once. A stream has a number, 0 … `streamLimit` - 1, which is another's as soon as it is over.
 * It is over after `close`, and when `onClosed` was called; neither is answered by the other. Write only while `writable`:
 * then all of it is taken, to be sent in order. Wait for `onWritable` otherwise.
 *
 * For platform authors: never call the listener from inside one of these methods. What arrives is handed on at once, in
 * pieces of any length, and need not be kept: TCP's own window is the only queue of what comes in. What was written before
 * `close` still arrives, and `close` never waits for it. A client that ends its own side counts as gone, because the
 * SDK's sockets know no half-open connection. Streams beyond `streamLimit` are closed as they come, and counted.
 */
export interface Streams {
	listener: StreamListener | undefined;
	/** Begins to take connections at this TCP port. @returns false where it cannot be had */
	listen(port: number): boolean;
	/** Whether `streamWriteLimit` bytes would be taken now. */
	writable(stream: number): boolean;
	/**
	 * Sends the first `length` bytes, at most `streamWriteLimit`, of a stream that is writable.
	 *
	 * @returns false where the connection turns out to be broken: close the stream, nothing more is told of it
	 */
	write(stream: number, bytes: Uint8Array, length: number): boolean;
	/** Ends a stream. May be called twice. */
	close(stream: number): void;
	/** Ends all of them, and takes no more. */
	end(): void;
}

export interface StreamListener {
	onOpened(stream: number): void;
	/** The bytes are valid during the call only. The listener may close the stream meanwhile. */
	onData(stream: number, bytes: Uint8Array, length: number): void;
	/** It is writable again, after it was not. */
	onWritable(stream: number): void;
	/** The other side ended it, or it broke. */
	onClosed(stream: number): void;
}

export const streamLimit = 8;
/** Bytes of one `write`. */
export const streamWriteLimit = 480;
