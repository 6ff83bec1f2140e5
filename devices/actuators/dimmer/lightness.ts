/**
 * How much light a level looks like: the eye takes 18 % of the light for half of the brightness. CIE 1976 lightness
 * L* = 0…100 (CIE 15:2004, section 8.2.1) turned round into relative luminance, in parts of 65,535:
 * Y = L* / 903.3 up to L* = 8, ((L* + 16) / 116)^3 above.
 */
const luminances: readonly number[] = Object.freeze([
	0, 73, 145, 218, 290, 363, 435, 508, 580, 656, 738, 826, 922, 1024, 1134, 1251, 1376, 1509, 1650, 1800, 1959, 2127,
	2304, 2491, 2687, 2894, 3111, 3338, 3576, 3826, 4087, 4359, 4643, 4940, 5248, 5569, 5903, 6251, 6611, 6985, 7373,
	7775, 8192, 8623, 9069, 9530, 10006, 10498, 11006, 11530, 12071, 12628, 13202, 13793, 14401, 15027, 15671, 16333,
	17014, 17713, 18431, 19168, 19924, 20700, 21497, 22313, 23149, 24007, 24885, 25784, 26705, 27648, 28612, 29598, 30607,
	31639, 32694, 33771, 34872, 35997, 37146, 38319, 39516, 40738, 41986, 43258, 44555, 45879, 47228, 48603, 50005, 51434,
	52890, 54372, 55883, 57421, 58987, 60581, 62203, 63855, 65535,
]);

/**
 * The duty cycle, 0…`fullDuty`, at which a lamp looks `level` percent bright. Level 0 is off, 100 fully on, and no level
 * between them is off. @param level whole, 0…100; throws RangeError beyond
 */
export function dutyOf(level: number, fullDuty: number): number {
	const luminance = luminances[level];
	if (luminance === undefined) throw new RangeError(`no dimmer level ${level}`);
	const duty = Math.round((luminance * fullDuty) / 65535);
	return duty === 0 && level > 0 ? 1 : duty;
}
