const digitZero = 0x30;
const dot = 0x2e;
/** "255.255.255.255" */
export const ipv4LengthLimit = 15;

/** Whether a text is an IPv4 address of four decimal numbers, as "192.168.1.1". */
export function isIpv4(text: string): boolean {
	let numbers = 0;
	let digits = 0;
	let number = 0;
	for (let at = 0; at <= text.length; at++) {
		const character = at < text.length ? text.charCodeAt(at) : dot;
		const digit = character - digitZero;
		if (character === dot) {
			if (digits === 0 || ++numbers > 4) return false;
			digits = 0;
			number = 0;
			continue;
		}
		// "010" is eight to some and ten to others.
		if (digit < 0 || digit > 9 || (digits > 0 && number === 0)) return false;
		digits++;
		number = 10 * number + digit;
		if (number > 255) return false;
	}
	return numbers === 4;
}
