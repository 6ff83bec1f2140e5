/** Published numbers, as hex. */

/** RFC 3610 section 8, packet vectors 1-6: key c0 … cf, tags of 8 bytes. */
export const ccmKey = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf";
export const ccmVectors = [
	{
		nonce: "00000003020100a0a1a2a3a4a5",
		aad: 8,
		text: 23,
		sealed: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0",
	},
	{
		nonce: "00000004030201a0a1a2a3a4a5",
		aad: 8,
		text: 24,
		sealed: "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916",
	},
	{
		nonce: "00000005040302a0a1a2a3a4a5",
		aad: 8,
		text: 25,
		sealed: "51b1e5f44a197d1da46b0f8e2d282ae871e838bb64da8596574adaa76fbd9fb0c5",
	},
	{
		nonce: "00000006050403a0a1a2a3a4a5",
		aad: 12,
		text: 19,
		sealed: "a28c6865939a9a79faaa5c4c2a9d4a91cdac8c96c861b9c9e61ef1",
	},
	{
		nonce: "00000007060504a0a1a2a3a4a5",
		aad: 12,
		text: 20,
		sealed: "dcf1fb7b5d9e23fb9d4e131253658ad86ebdca3e51e83f077d9c2d93",
	},
	{
		nonce: "00000008070605a0a1a2a3a4a5",
		aad: 12,
		text: 21,
		sealed: "6fc1b011f006568b5171a42d953d469b2570a4bd87405a0443ac91cb94",
	},
] as const;
/** The first of them with tags of other lengths (computed with an independent library). */
export const ccmOtherTags = [
	{ tagLength: 4, sealed: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38450198bbc" },
	{ tagLength: 16, sealed: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac384509da654e32deac369c2dae7133cb08d" },
] as const;

/** FIPS 180-4, NIST's examples. */
export const shaVectors = [
	{ data: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ data: "616263", digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{
		data: "6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
		digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	},
] as const;

/** RFC 4231 section 4, test cases 1-4, 6 and 7. */
export const hmacVectors = [
	{
		key: "0b".repeat(20),
		data: "4869205468657265",
		mac: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
	},
	{
		key: "4a656665",
		data: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
		mac: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	},
	{
		key: "aa".repeat(20),
		data: "dd".repeat(50),
		mac: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
	},
	{
		key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
		data: "cd".repeat(50),
		mac: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
	},
	{
		key: "aa".repeat(131),
		data: "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
		mac: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
	},
	{
		key: "aa".repeat(131),
		data: "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e",
		mac: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
	},
] as const;

function counting(from: number, to: number): string {
	let text = "";
	for (let byte = from; byte < to; byte++) text += (byte < 16 ? "0" : "") + byte.toString(16);
	return text;
}

/** RFC 5869 appendix A, test cases 1-3. */
export const hkdfVectors = [
	{
		secret: "0b".repeat(22),
		salt: counting(0, 13),
		info: counting(0xf0, 0xfa),
		output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
	},
	{
		secret: counting(0, 0x50),
		salt: counting(0x60, 0xb0),
		info: counting(0xb0, 0x100),
		output:
			"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
	},
	{
		secret: "0b".repeat(22),
		salt: "",
		info: "",
		output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
	},
] as const;

/** RFC 5903 section 8.1. */
export const p256Vector = {
	first: {
		privateKey: "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
		publicKey:
			"04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
	},
	second: {
		privateKey: "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
		publicKey:
			"04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
	},
	secret: "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de",
} as const;

/** What is no private key of P-256: 0, its order, and more. */
export const p256BadPrivateKeys = [
	"00".repeat(32),
	"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
	"ff".repeat(32),
] as const;
