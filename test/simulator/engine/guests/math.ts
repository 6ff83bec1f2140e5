/** Posts the bits of every Math function for seeded inputs; the test compares builds with one another and with Node. */
const INPUTS = 200;

/** Numbers of all sizes: mostly moderate ones, some random bit patterns. */
function* inputs(): Generator<number> {
	const bytes = new Uint8Array(8);
	const view = new DataView(bytes.buffer);
	yield* [
		0,
		-0,
		1,
		-1,
		0.5,
		2,
		3,
		10,
		100,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
		5e-324,
		1e308,
	];
	for (let index = 0; index < INPUTS; index++) {
		host.fillRandom(bytes);
		const unit = view.getUint32(0, true) / 2 ** 32 - 0.5;
		if (index % 4 === 0) {
			yield view.getFloat64(0, true);
		} else {
			yield unit * (index % 4 === 1 ? 2 : index % 4 === 2 ? 40 : 1500);
		}
	}
}

const unary: ((x: number) => number)[] = [
	Math.acos,
	Math.acosh,
	Math.asin,
	Math.asinh,
	Math.atan,
	Math.atanh,
	Math.cbrt,
	Math.ceil,
	Math.cos,
	Math.cosh,
	Math.exp,
	Math.expm1,
	Math.floor,
	Math.fround,
	Math.log,
	Math.log10,
	Math.log1p,
	Math.log2,
	Math.round,
	Math.sin,
	Math.sinh,
	Math.sqrt,
	Math.tan,
	Math.tanh,
	Math.trunc,
	(x) => Number(String(x)),
	(x) => Number(x.toFixed(3).slice(0, 20)),
	(x) => x % 0.1,
];
const binary: ((x: number, y: number) => number)[] = [Math.atan2, Math.hypot, Math.pow];

const out = new Uint8Array(32);
const view = new DataView(out.buffer);

function report(x: number, y: number, result: number): void {
	view.setFloat64(0, x, true);
	view.setFloat64(8, y, true);
	view.setFloat64(16, result, true);
	host.post(0, out, 24);
}

/** Runs function `number`; unary ones come first. */
host.listen(new Uint8Array(1), (number) => {
	const one = unary[number];
	const two = binary[number - unary.length];
	let previous = 1;
	for (const x of inputs()) {
		if (one !== undefined) {
			report(x, 0, one(x));
		} else if (two !== undefined) {
			report(x, previous, two(x, previous));
		}
		previous = x;
	}
});

export {};
