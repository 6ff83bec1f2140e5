import { isRecord } from "./is-record";

/** What gateways need to reach the world; written into secrets.json by hand. */
export interface Settings {
	readonly wifi?: WifiSettings;
	readonly broker?: BrokerSettings;
}

export interface WifiSettings {
	/** 1 to 32 bytes of UTF-8. */
	readonly ssid: string;
	/** 8 to 63 ASCII characters (IEEE 802.11 annex J); without one the access point is open. */
	readonly passphrase?: string;
}

export interface BrokerSettings {
	/** "mqtt://host:port" or "mqtts://host:port", without a user in it. */
	readonly url: string;
	readonly user?: string;
	readonly password?: string;
}

const limits = { ssid: 32, url: 200, user: 100, password: 200 } as const;

/** The two objects of the file, or a sentence about what is wrong that quotes nothing of them. */
export function parseSettings(wifi: unknown, broker: unknown): Settings | string {
	const parsedWifi = wifi === undefined ? {} : parseWifi(wifi);
	if (typeof parsedWifi === "string") return parsedWifi;
	const parsedBroker = broker === undefined ? {} : parseBroker(broker);
	if (typeof parsedBroker === "string") return parsedBroker;
	return { ...parsedWifi, ...parsedBroker };
}

function parseWifi(json: unknown): Settings | string {
	if (!isRecord(json)) return "wifi must be an object with ssid and passphrase";
	const { ssid, passphrase, ...others } = json;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) return `wifi knows no "${unknown}", only ssid and passphrase`;
	if (!isText(ssid, limits.ssid)) return "wifi.ssid must be a text of 1 to 32 bytes";
	if (passphrase === undefined) return { wifi: { ssid } };
	if (typeof passphrase !== "string" || !/^[\x20-\x7e]{8,63}$/.test(passphrase))
		return "wifi.passphrase must be 8 to 63 ASCII characters; leave it out where the access point is open";
	return { wifi: { ssid, passphrase } };
}

function parseBroker(json: unknown): Settings | string {
	if (!isRecord(json)) return "broker must be an object with url, user and password";
	const { url, user, password, ...others } = json;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) return `broker knows no "${unknown}", only url, user and password`;
	if (!isText(url, limits.url) || !isBrokerUrl(url))
		return "broker.url must be mqtt://host:port or mqtts://host:port, with user and password in fields of their own";
	if (user !== undefined && !isText(user, limits.user)) return "broker.user must be a text of 1 to 100 bytes";
	if (password !== undefined && !isText(password, limits.password))
		return "broker.password must be a text of 1 to 200 bytes";
	if (password !== undefined && user === undefined) return "broker.password needs a broker.user (MQTT 3.1.1)";
	return {
		broker: { url, ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) },
	};
}

function isBrokerUrl(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
	if (protocol !== "mqtt:" && protocol !== "mqtts:") return false;
	return hostname !== "" && username + password + search + hash === "" && (pathname === "" || pathname === "/");
}

function isText(value: unknown, limit: number): value is string {
	if (typeof value !== "string" || value === "") return false;
	const bytes = Buffer.from(value);
	// A lone surrogate of a JSON escape has no UTF-8.
	return bytes.length <= limit && bytes.toString() === value;
}
