import type Net from "moddable/net";

export interface DnsQuestion {
	readonly host: string;
	readonly onResolved: (host: string, address: string) => void;
	readonly onError: () => void;
}

/** The platform's own resolver, as the SDK's MQTT client wants one: it knows the name server from DHCP. */
export class SystemDns {
	readonly #net: typeof Net;

	/** The client makes it, with what it was given as `dns`. */
	constructor(options: { readonly net: typeof Net }) {
		this.#net = options.net;
	}

	resolve({ host, onResolved, onError }: DnsQuestion): void {
		// The SDK's resolver on Linux looks at the first address only, which for this name is often one of IPv6.
		this.#net.resolve(host === "localhost" ? "127.0.0.1" : host, (name, address) => {
			if (address === undefined) onError();
			else onResolved(name, address);
		});
	}
}
