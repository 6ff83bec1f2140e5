// Each event: the key's first byte, then the nonce's last byte; seals one byte with them.
const event = new Uint8Array(8);
const key = new Uint8Array(16);
const nonce = new Uint8Array(13);
const text = new Uint8Array(32);

host.listen(event, () => {
	key[0] = event[0] as number;
	nonce[12] = event[1] as number;
	const handle = host.crypto.importKey(key, 16);
	host.crypto.seal(handle, nonce, nonce, 0, 8, text, 0, 1);
	host.crypto.forgetKey(handle);
});
