/** Posts what the machine knows of time and chance. */
const out = new Uint8Array(32);
const view = new DataView(out.buffer);

host.listen(new Uint8Array(1), () => {
	view.setInt32(0, host.now(), true);
	view.setFloat64(4, Date.now(), true);
	view.setFloat64(12, Math.random(), true);
	host.fillRandom(out.subarray(20, 32));
	host.post(1, out, 32);
	const text = new Date(2_000_000_000_000).toString();
	const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
	host.post(2, bytes, bytes.length);
});

export {};
