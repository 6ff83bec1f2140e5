import TCP from "embedded:io/socket/tcp";
import MQTTClient from "embedded:network/mqtt/client";
import type { Broker } from "kith/gateway/broker";
import type { SecretsImage } from "kith/secrets/secrets-image";
import Net from "moddable/net";
import type { Timers } from "../time/timers";
import { brokerFrom } from "./broker-settings";
import { MqttBroker } from "./mqtt-broker";
import { SystemDns } from "./system-dns";

/** The broker that the secrets name, over the SDK's TCP and MQTT. @param online whether the network is there */
export function openBroker(secrets: SecretsImage, timers: Timers, online: () => boolean): Broker {
	return new MqttBroker({
		Client: MQTTClient,
		tcp: TCP,
		dns: { io: SystemDns, net: Net },
		timers,
		address: brokerFrom(secrets),
		online,
	});
}
