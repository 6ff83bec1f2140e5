import { faultKinds } from "kith/core/diagnostics";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { Catalogue } from "kith/gateway/catalogue";
import { MqttGateway } from "kith/gateway/mqtt-gateway";
import { WebGateway } from "kith/gateway/web-gateway";
import { GatewayView, type GatewayViewOptions } from "./gateway-view";
import type { NodePorts } from "./ports";

/** A side of the network for those who do not speak its language. */
export interface GatewayFace {
	/** The slot has a new value, or the same one heard again. */
	valueChanged(slot: number): void;
	/** The peer at this place is there again, or gone. */
	presenceChanged?(place: number): void;
	close(): void;
}

/** MQTT where there is a broker, HTTP where the definition asks for it, both or none. */
export function openGateway(
	definition: LoadedDefinition,
	catalogue: Catalogue,
	ports: NodePorts,
	viewed: GatewayViewOptions,
): GatewayFace | undefined {
	const { broker, diagnostics, streams } = ports;
	const { scheduler } = viewed;
	const { http, installation, node: name } = definition;
	if (broker === undefined && http === undefined) return undefined;
	const node = new GatewayView(viewed);
	const mqtt = broker && new MqttGateway({ broker, scheduler, diagnostics, node, catalogue, installation, name });
	if (http === undefined || streams === undefined) return mqtt;
	const web = new WebGateway({ streams, scheduler, node, catalogue, installation });
	// A port that another program has is no reason to stop a gateway.
	if (!web.listen(http)) diagnostics.fault(faultKinds["port not open"], http);
	return mqtt === undefined ? web : new BothFaces(mqtt, web);
}

class BothFaces implements GatewayFace {
	readonly #first: GatewayFace;
	readonly #second: GatewayFace;

	constructor(first: GatewayFace, second: GatewayFace) {
		this.#first = first;
		this.#second = second;
	}

	valueChanged(slot: number): void {
		this.#first.valueChanged(slot);
		this.#second.valueChanged(slot);
	}

	presenceChanged(place: number): void {
		this.#first.presenceChanged?.(place);
		this.#second.presenceChanged?.(place);
	}

	close(): void {
		this.#first.close();
		this.#second.close();
	}
}
