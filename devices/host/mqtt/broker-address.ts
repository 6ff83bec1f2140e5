/** Where a broker is, and as whom to come. */
export interface BrokerAddress {
	readonly host: string;
	readonly port: number;
	readonly user: string | undefined;
	readonly password: string | undefined;
}

const scheme = "mqtt://";
const defaultPort = 1883;

/**
 * Reads "mqtt://host" or "mqtt://host:port". A string: why it cannot be used. "mqtts://" is not there: TLS in JavaScript
 * does not fit beside a gateway in the heap of an ESP32-C3.
 */
export function parseBrokerUrl(url: string): { readonly host: string; readonly port: number } | string {
	if (!url.startsWith(scheme)) return "the broker's address does not begin with mqtt://";
	const place = url.slice(scheme.length);
	const colon = place.indexOf(":");
	const host = colon < 0 ? place : place.slice(0, colon);
	if (host === "") return "the broker's address has no host";
	const port = colon < 0 ? defaultPort : Number(place.slice(colon + 1));
	if (!Number.isInteger(port) || port < 1 || port > 65_535) return "the broker's port is not 1 to 65535";
	return { host, port };
}
