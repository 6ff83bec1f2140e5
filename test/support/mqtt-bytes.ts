/** MQTT 3.1.1 packets as a broker sends them. Portable. */
const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));

function packet(first: number, body: readonly number[]): Uint8Array {
	const length: number[] = [];
	let rest = body.length;
	do {
		length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
		rest >>= 7;
	} while (rest > 0);
	return Uint8Array.from([first, ...length, ...body]);
}

export const connack = (code = 0): Uint8Array => packet(0x20, [0, code]);
export const puback = (id: number): Uint8Array => packet(0x40, [id >> 8, id & 0xff]);
export const pingresp = (): Uint8Array => packet(0xd0, []);

/** @param id 0: QoS 0 */
export function publish(topic: string, payload: string, options: { id?: number; retain?: boolean } = {}): Uint8Array {
	const { id = 0, retain = false } = options;
	const flags = (id === 0 ? 0 : 2) | (retain ? 1 : 0);
	const ids = id === 0 ? [] : [id >> 8, id & 0xff];
	return packet(0x30 | flags, [topic.length >> 8, topic.length & 0xff, ...text(topic), ...ids, ...text(payload)]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
	return Uint8Array.from(parts.flatMap((part) => [...part]));
}
