/** Of the low nibble of a frame's first byte, with relaying (docs/relaying.md, "Frames"). */
export const frameTypes = { group: 0, unicast: 1, hello: 2, neighbour: 3, search: 4, found: 5 } as const;

export interface FrameHeader {
	readonly type: number;
	readonly origin: number;
	readonly destination: number;
	readonly boot: number;
	readonly sequence: number;
}

const headerDigits = 26;

/** @param hex a frame's bytes; undefined where it is too short to have a header */
export function headerOf(hex: string): FrameHeader | undefined {
	if (hex.length < headerDigits) return undefined;
	const number = (at: number, digits: number): number => Number.parseInt(hex.slice(at, at + digits), 16);
	return {
		type: number(1, 1),
		origin: number(8, 4),
		destination: number(12, 4),
		boot: number(16, 4),
		sequence: number(20, 6),
	};
}
