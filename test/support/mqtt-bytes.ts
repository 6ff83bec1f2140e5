/** MQTT 3.1.1 packets as a broker sends them. Portable. */
function packet(first: number, ...body: readonly Uint8Array[]): Uint8Array {
	let rest = 0;
	for (const part of body) rest += part.length;
	const header = [first];
	do {
		header.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
		rest >>= 7;
	} while (rest > 0);
	return joined(Uint8Array.from(header), ...body);
}

function text(value: string): Uint8Array {
	const bytes = new Uint8Array(value.length);
	for (let index = 0; index < value.length; index++) bytes[index] = value.charCodeAt(index);
	return bytes;
}

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);

export const connack = (code = 0): Uint8Array => packet(0x20, Uint8Array.of(0, code));
export const puback = (id: number): Uint8Array => packet(0x40, uint16(id));
export const pingresp = (): Uint8Array => packet(0xd0);

/** @param payload bytes where it is long: XS walks along a string to each of its characters. @param id 0: QoS 0 */
export function publish(
	topic: string,
	payload: string | Uint8Array,
	options: { id?: number; retain?: boolean } = {},
): Uint8Array {
	const { id = 0, retain = false } = options;
	const flags = (id === 0 ? 0 : 2) | (retain ? 1 : 0);
	const packetId = id === 0 ? new Uint8Array(0) : uint16(id);
	return packet(
		0x30 | flags,
		uint16(topic.length),
		text(topic),
		packetId,
		typeof payload === "string" ? text(payload) : payload,
	);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
