import { CoapEndpoint, type ResponseListener } from "kith/coap/endpoint";
import { ForkedTransport } from "kith/coap/forked-transport";
import type { MessageSecurity } from "kith/coap/message-security";
import type { MessageTransport } from "kith/coap/message-transport";
import { internetPolicy } from "kith/coap/policy";
import type { Scheduler } from "kith/core/scheduler";
import type { Turn } from "kith/core/turn";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { Catalogue } from "kith/gateway/catalogue";
import type { ValueTable } from "kith/model/value-table";
import type { Members } from "./access";
import type { Asker } from "./gateway-view";
import type { Inputs } from "./inputs";
import { LogResource } from "./log-resource";
import { NamedResources } from "./named-resources";
import type { NodeLog } from "./node-log";
import type { KnownNodes } from "./nodes-document";
import type { OwnResources } from "./own-resources";
import type { NodePorts } from "./ports";
import { NodeRequestHandler, type RequestTarget } from "./request-handler";
import type { SingleReading } from "./single-reading";

export interface CoapFaceOptions {
	readonly definition: LoadedDefinition;
	readonly names: Catalogue;
	readonly ports: NodePorts;
	readonly scheduler: Scheduler;
	readonly turn: Turn;
	readonly network: MessageTransport;
	readonly security: MessageSecurity;
	readonly members: Members;
	readonly own: OwnResources;
	readonly inputs: Inputs;
	readonly values: ValueTable;
	readonly reading: SingleReading;
	readonly asker: Asker;
	readonly target: RequestTarget;
	readonly responses: ResponseListener;
	readonly log: NodeLog | undefined;
	readonly known: KnownNodes;
}

/** The node's CoAP: one endpoint for the radio and, on a gateway that has it, for UDP; and what it offers there. */
export function openCoapFace(options: CoapFaceOptions): CoapEndpoint {
	const {
		definition,
		names,
		ports,
		scheduler,
		turn,
		network,
		security,
		own,
		values,
		reading,
		target,
		members,
		responses,
		log,
		known,
	} = options;
	const { random, diagnostics, datagrams } = ports;
	const { address, heartbeatMs, gateway } = definition;
	const logResource = log === undefined ? undefined : new LogResource(log, members);
	const named = gateway ? nameResources(options) : undefined;
	const handler = new NodeRequestHandler({
		address,
		own,
		values,
		reading,
		target,
		members,
		names,
		named,
		heartbeatMs,
		log,
		logResource,
		known,
	});
	const shared = { security, scheduler, random, diagnostics, handler, responses };
	if (!gateway || datagrams === undefined) return attach(named, new CoapEndpoint({ ...shared, transport: network }));
	const transport = new ForkedTransport(network, datagrams, turn);
	return attach(named, new CoapEndpoint({ ...shared, transport, distantPolicy: internetPolicy }));
}

function attach(named: NamedResources | undefined, endpoint: CoapEndpoint): CoapEndpoint {
	if (named !== undefined) named.answers = endpoint;
	return endpoint;
}

function nameResources(options: CoapFaceOptions): NamedResources {
	const { definition, names, scheduler, own, inputs, values, reading, asker, members, log } = options;
	return new NamedResources({
		address: definition.address,
		names,
		own,
		inputs,
		values,
		reading,
		scheduler,
		heartbeatMs: definition.heartbeatMs,
		asker,
		members,
		log,
	});
}
