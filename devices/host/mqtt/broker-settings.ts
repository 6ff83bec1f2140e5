import { settingIds } from "kith/secrets/layout";
import type { SecretsImage } from "kith/secrets/secrets-image";
import { type BrokerAddress, parseBrokerUrl } from "./broker-address";

/** The broker that the secrets name, or why there is none. */
export function brokerFrom(secrets: SecretsImage): BrokerAddress | string {
	const url = secrets.readSetting(settingIds.brokerUrl);
	if (url === undefined) return "the secrets name no broker";
	const place = parseBrokerUrl(url);
	if (typeof place === "string") return place;
	const user = secrets.readSetting(settingIds.brokerUser);
	return { ...place, user, password: secrets.readSetting(settingIds.brokerPassword) };
}
