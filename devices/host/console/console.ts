const write = native("xs_kith_console_write") as (bytes: Uint8Array, length: number) => void;

/** Where lines for people and tools go: the serial port, standard output, or xsbug in a debug build. */
export interface LineOutput {
	/** The first `length` bytes are one line, ASCII, without its end. */
	write(bytes: Uint8Array, length: number): void;
}

/** The platform's console. Allocates nothing. */
export class Console implements LineOutput {
	write(bytes: Uint8Array, length: number): void {
		write(bytes, length);
	}
}
