import type { Random } from "kith/core/random";

const fill = native("xs_kith_random_fill") as (bytes: Uint8Array) => void;

/** The platform's own generator: the chip's on a board, the kernel's on Linux. Allocates nothing. */
export class PlatformRandom implements Random {
	fill(bytes: Uint8Array): void {
		fill(bytes);
	}
}
