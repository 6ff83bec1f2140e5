/** What names a frame wherever it is heard: the header's origin, boot and sequence (docs/protocol.md, "Frame"). */
export interface FrameName {
	readonly origin: number;
	readonly boot: number;
	readonly sequence: number;
}

/** Of the header, in hexadecimal digits. */
const originAt = 8;
const bootAt = 16;
const sequenceAt = 20;
const headerEnd = 26;

/** @param hex the frame's bytes; undefined where it is too short to have a header */
export function frameName(hex: string): FrameName | undefined {
	if (hex.length < headerEnd) return undefined;
	return {
		origin: Number.parseInt(hex.slice(originAt, originAt + 4), 16),
		boot: Number.parseInt(hex.slice(bootAt, bootAt + 4), 16),
		sequence: Number.parseInt(hex.slice(sequenceAt, headerEnd), 16),
	};
}
