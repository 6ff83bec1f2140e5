/**
 * Board addresses: 02:6b, the network tag, the node address, as ESP-NOW's (`Link`). The SDK's central can only use the
 * controller's public address, so this is made the public one; the simulator's radio has a random static one.
 */
export const publicAddress = 0;
const addressLength = 6;

/** Little-endian, as the SDK has addresses. */
export function bleAddressOf(networkTag: number, address: number): ArrayBuffer {
	return Uint8Array.of(address, address >> 8, networkTag, networkTag >> 8, 0x6b, 0x02).buffer;
}

/** The node address in it; 0 for one of another form or network. */
export function nodeOf(networkTag: number, bytes: ArrayBuffer): number {
	const view = new Uint8Array(bytes);
	if (view.length !== addressLength || view[5] !== 0x02 || view[4] !== 0x6b) return 0;
	if (view[3] !== networkTag >> 8 || view[2] !== (networkTag & 0xff)) return 0;
	return ((view[1] as number) << 8) | (view[0] as number);
}
