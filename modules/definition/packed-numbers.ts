/** Bytes of an address or zone, big-endian. */
const numberLength = 2;

/** Addresses or zones as one byte string. Throws RangeError on what does not fit two bytes. */
export function packNumbers(numbers: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(numbers.length * numberLength);
	numbers.forEach((number, index) => {
		if (number >>> 16 !== 0) throw new RangeError(`${number} has more than two bytes`);
		bytes.set([number >> 8, number], index * numberLength);
	});
	return bytes;
}

/** Undoes `packNumbers`; a last odd byte is left out. */
export function unpackNumbers(bytes: Uint8Array): Uint16Array {
	const numbers = new Uint16Array(bytes.length >> 1);
	for (let index = 0; index < numbers.length; index++)
		numbers[index] = ((bytes[numberLength * index] as number) << 8) | (bytes[numberLength * index + 1] as number);
	return numbers;
}
