/** Posts without end. */
const bytes = new Uint8Array(4096);

host.listen(new Uint8Array(1), () => {
	for (;;) {
		host.post(1, bytes, bytes.length);
	}
});

export {};
