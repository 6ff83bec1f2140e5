import { optionNumbers } from "kith/coap/options";

/**
 * Whether an option travels outside the ciphertext for proxies to see, class U alone (RFC 8613 figure 5). All others,
 * unknown ones included, are class E. Observe is both; the other options that are both (Max-Age, Block, Size, No-Response,
 * Echo, Request-Tag) only go inside, as none of our nodes wants a proxy to act on them.
 */
export function isOuterOption(number: number): boolean {
	return (
		number === optionNumbers.uriHost ||
		number === optionNumbers.uriPort ||
		number === optionNumbers.proxyUri ||
		number === optionNumbers.proxyScheme
	);
}
