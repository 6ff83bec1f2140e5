import { contentFormats } from "kith/coap/codes";
import type { CoapEndpoint } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import { causes, faultKinds, type Reason } from "kith/core/diagnostics";
import { nodeTimers, Scheduler } from "kith/core/scheduler";
import { Turn } from "kith/core/turn";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { PeerCatalogue } from "kith/definition/peer-catalogue";
import type { Catalogue } from "kith/gateway/catalogue";
import { quantities } from "kith/model/quantity";
import { ValueSweep } from "kith/model/value-sweep";
import { ValueTable } from "kith/model/value-table";
import type { PeerPlaces } from "kith/network/peer-places";
import { RuleEngine } from "kith/rules/rule-engine";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter } from "kith/senml/pack-writer";
import { ChangeQueue } from "./change-queue";
import { openCoapFace } from "./coap-face";
import { askedFor, type CriticalInputs, criticalInputs } from "./critical-inputs";
import { DeviceBench } from "./device-bench";
import { type GatewayFace, openGateway } from "./gateway-faces";
import type { Asker } from "./gateway-view";
import { Inputs } from "./inputs";
import { startReasons } from "./log-entries";
import { namedSubjects } from "./named-resources";
import { NodeLog } from "./node-log";
import { NodeTime } from "./node-time";
import { openLink } from "./open-link";
import { type NodeNetwork, openNetwork, placesOf } from "./open-network";
import { Outbox } from "./outbox";
import { noSlot, OwnResources } from "./own-resources";
import { readingsPath } from "./paths";
import { type AskedValues, PeerClient } from "./peer-client";
import { asksPeers, namesFor } from "./peer-names";
import type { NodePorts } from "./ports";
import { type Presence, type PresenceListener, PresenceTable, presences } from "./presence";
import { Publisher, type ReadingsSender } from "./publisher";
import type { Answered } from "./requests";
import { type BootListener, NodeSecurity } from "./security";
import { SingleReading } from "./single-reading";
import { TurnLink } from "./turn-link";

/**
 * Rules start this long after boot, when the devices have said what they see: a rule with a failsafe for missing inputs
 * would otherwise flash its lamp at every boot. Requests are refused meanwhile (5.03).
 */
const settleMs = 1000;

/** A SenML pack in CBOR without a record: an empty array. */
const emptyPack = 0x80;

/**
 * One board's whole program: devices, values, rules, peers and, on a gateway, MQTT, wired together. It runs from its
 * constructor until `close`. Throws where the definition does not fit the board or the image.
 */
export class KithNode implements ReadingsSender, Asker, AskedValues, BootListener, PresenceListener {
	readonly #address: number;
	readonly #ports: NodePorts;
	readonly #scheduler: Scheduler;
	readonly #turn: Turn;
	readonly #link: TurnLink;
	readonly #own: OwnResources;
	readonly #inputs: Inputs;
	readonly #values: ValueTable;
	readonly #packWriter = new PackWriter();
	readonly #packReader = new PackReader();
	readonly #security: NodeSecurity;
	readonly #network: NodeNetwork;
	readonly #places: PeerPlaces;
	readonly #presence: PresenceTable;
	readonly #endpoint: CoapEndpoint;
	/** None where the platform has no journal. */
	readonly #log: NodeLog | undefined;
	readonly #single: SingleReading;
	readonly #client: PeerClient;
	readonly #changes: ChangeQueue;
	/** Made when a rule first wants something of a peer. */
	#outbox: Outbox | undefined;
	/** Kept where somebody asks peers: a gateway, or rules. */
	readonly #peers: PeerCatalogue | undefined;
	readonly #publisher: Publisher;
	/** None where nothing can be switched: it would cost such a board, or a gateway, 5 KB. */
	readonly #rules: RuleEngine | undefined;
	readonly #bench: DeviceBench;
	#running = false;
	#sweep: ValueSweep | undefined;
	#commandSlot = noSlot;
	#commandValue = 0;
	#commandRequester = 0;
	readonly #gateway: GatewayFace | undefined;
	readonly #critical: CriticalInputs | undefined;
	/** A gateway's that has a server to ask. */
	readonly #time: NodeTime | undefined;

	constructor(definition: LoadedDefinition, ports: NodePorts) {
		const { clock, random, store, diagnostics, kinds } = ports;
		const places = placesOf(definition);
		// The definition itself is not kept: it would cost more than what is needed of it.
		this.#address = definition.address;
		// While the heap is empty: it takes more room to write the names than to keep them.
		const names = namesFor(definition, kinds);
		this.#ports = ports;
		this.#turn = new Turn(() => this.work());
		this.#scheduler = new Scheduler(clock, this.#turn, nodeTimers + definition.devices.length);
		this.#own = new OwnResources(definition.devices, kinds);
		this.#inputs = new Inputs(definition.inputs);
		this.#values = new ValueTable(this.#own.count + this.#inputs.count);
		this.#changes = new ChangeQueue(this.#values.slots);
		this.#peers = asksPeers(definition) ? definition.peers : undefined;
		const scheduler = this.#scheduler;
		this.#link = new TurnLink(openLink(definition, ports, scheduler), this.#turn);
		this.#security = new NodeSecurity(definition, places, scheduler, ports);
		const security = this.#security;
		this.#log = this.openLog();
		this.#network = openNetwork(definition, ports, {
			link: this.#link,
			scheduler,
			group: security.group,
			hop: security.hop,
			acquaintance: security.acquaintance,
			address: definition.address,
			networkTag: definition.networkTag,
			boot: security.boot,
			places,
		});
		this.#places = places;
		security.boots = this;
		this.#presence = this.openPresence(definition);
		this.#single = new SingleReading(this.#packWriter, this.#packReader);
		this.#client = new PeerClient(this.#single, diagnostics, this);
		this.#endpoint = openCoapFace({
			definition,
			names,
			ports,
			scheduler,
			turn: this.#turn,
			network: this.#network,
			security: security.messages,
			members: security,
			own: this.#own,
			inputs: this.#inputs,
			values: this.#values,
			reading: this.#single,
			asker: this,
			target: {
				onReadings: (request) => this.onReadings(request),
				onCommand: (slot, value, requester) => this.command(slot, value, requester),
			},
			responses: this.#client,
			log: this.#log,
			known: { places, presence: this.#presence, network: this.#network, catalogue: names.peers ?? this.#peers },
		});
		this.#client.endpoint = this.#endpoint;
		this.#time = this.openTime(definition);
		security.start(this.#network, this.#endpoint);
		this.#critical = criticalInputs(definition, this.#inputs, this.#own.count, scheduler, this.#client);
		this.#publisher = new Publisher({
			own: this.#own,
			values: this.#values,
			scheduler,
			random,
			sender: this,
			heartbeatMs: definition.heartbeatMs,
		});
		this.#rules = definition.rules.length > 0 || this.#own.anyWritable ? this.openRules(definition) : undefined;
		// They are in tables now. As objects they would be in the way where the heap is fullest: when the devices are opened.
		definition.rules = [];
		this.#gateway = definition.gateway ? this.openGateway(definition, names) : undefined;
		this.#bench = new DeviceBench(definition.devices, kinds, {
			own: this.#own,
			io: ports.io,
			scheduler,
			store,
			diagnostics,
			report: (slot, value) => this.report(slot, value),
		});
		scheduler.after(settleMs, () => {
			this.#running = true;
			if (this.#rules === undefined) this.#sweep = new ValueSweep(this.#values, scheduler);
			else this.#rules.start();
		});
	}

	/** Stops everything and leaves the outputs off. */
	close(): void {
		this.#time?.close();
		this.#gateway?.close();
		this.#critical?.close();
		this.#sweep?.close();
		this.#rules?.close();
		this.#bench.close();
		this.#publisher.close();
		this.#presence.close();
		this.#security.close();
		this.#endpoint.close();
		this.#network.close();
		this.#link.close();
	}

	sendReadings(slots: Uint8Array, count: number): boolean {
		// Nobody would believe it yet: what is measured meanwhile is told afterwards.
		if (!this.#security.settled) return false;
		const own = this.#own;
		const values = this.#values;
		const pack = this.#packWriter;
		pack.begin(count);
		for (let index = 0; index < count; index++) {
			const slot = slots[index] as number;
			pack.add(own.resourceId(slot), values.value(slot), own.scale(slot), own.boolean(slot));
		}
		const sequence = this.#endpoint.postGroup(readingsPath, contentFormats.senmlCbor, pack.bytes, pack.length);
		if (sequence < 0) return false;
		this.#presence.spoke();
		for (let index = 0; index < count; index++) {
			const slot = slots[index] as number;
			this.#ports.diagnostics.sent(slot, values.value(slot), sequence);
		}
		return true;
	}

	/** A message without a reading: a board that has none to tell, or whose sensors are slow or silent, is there all the same. */
	sayAlive(): boolean {
		if (!this.#security.settled) return false;
		const { bytes } = this.#packWriter;
		bytes[0] = emptyPack;
		return this.#endpoint.postGroup(readingsPath, contentFormats.senmlCbor, bytes, 1) >= 0;
	}

	restarted(place: number, sequence: number, proven: boolean): void {
		this.#inputs.restarted(this.#places.addresses[place] as number);
		this.#presence.restarted(place, sequence, proven);
	}

	presenceChanged(place: number, presence: Presence, before: Presence): void {
		const { unheard, alive, gone } = presences;
		if (presence === gone || before === unheard || before === gone) this.#gateway?.presenceChanged?.(place);
		// At a board's start everybody is heard for the first time: no news.
		if (before === unheard && presence === alive) return;
		const address = this.#places.addresses[place] as number;
		this.#ports.diagnostics.presence?.(address, presence);
		this.#log?.presenceChanged(address, presence);
	}

	/** An own resource was sampled or set. */
	private report(slot: number, value: number): void {
		this.#values.set(slot, value, this.#scheduler.now());
		this.#ports.diagnostics.reading(slot, value);
		this.changed(slot);
	}

	/** A slot has news: it is dealt with at the end of the turn. */
	private changed(slot: number): void {
		this.#changes.add(slot);
		this.#turn.queued();
	}

	/** A request for an own actuator; false while the node starts. A turn brings at most one: one frame, one request. */
	private command(slot: number, value: number, requester: number): boolean {
		if (!this.#running) return false;
		this.#commandSlot = slot;
		this.#commandValue = value;
		this.#commandRequester = requester;
		this.#turn.queued();
		return true;
	}

	/** A rule wants something of a peer. */
	private wish(address: number, resourceId: number, value: number, rule: number): void {
		this.#outbox ??= new Outbox();
		if (this.#outbox.add(address, resourceId, value, rule)) this.#turn.queued();
		else this.#ports.diagnostics.fault(faultKinds["queue full"], address);
	}

	/** The end of a turn: news goes to the rules, the peers and the broker, and so does what that brings about. */
	private work(): void {
		const commanded = this.#commandSlot;
		if (commanded !== noSlot) {
			this.#commandSlot = noSlot;
			this.#rules?.command(commanded, this.#commandValue, this.#commandRequester);
		}
		let slot = this.#changes.take();
		while (slot >= 0) {
			if (slot < this.#own.count) this.#publisher.reported(slot);
			this.#rules?.valueChanged(slot);
			this.#gateway?.valueChanged(slot);
			if (this.#endpoint.observed) this.tellObservers(slot);
			slot = this.#changes.take();
		}
		const outbox = this.#outbox;
		while (outbox?.take()) {
			// The client has room for as many as the outbox holds; where others took it, the rule asks again later.
			const { address, resourceId, value, rule } = outbox;
			if (this.ask(address, resourceId, value, undefined))
				this.#ports.diagnostics.asked(address, resourceId, value, rule);
			else this.#ports.diagnostics.fault(faultKinds["queue full"], address);
		}
	}

	/** What is observed is a slot under its short id or under its full name. */
	private tellObservers(slot: number): void {
		this.#endpoint.changed(slot);
		this.#endpoint.changed(namedSubjects | slot);
	}

	private onReadings(request: IncomingRequest): boolean {
		const pack = this.#packReader;
		const inputs = this.#inputs;
		if (!pack.open(request.buffer, request.payloadOffset, request.payloadLength)) return false;
		while (pack.next()) {
			const input = inputs.find(request.origin, pack.resourceId);
			// Somebody else's interest: groups are heard by all.
			if (input < 0) continue;
			if (this.#critical !== undefined && inputs.critical(input)) {
				this.#critical.hint(input);
				continue;
			}
			if (!pack.valueAs(inputs.scale(input), inputs.boolean(input))) return false;
			if (!inputs.isNews(input, request.sequence)) continue;
			this.heard(input, pack.value, request.origin, request.sequence);
		}
		return !pack.broken;
	}

	/** A peer's value is known. @param sequence of the frame that brought it, or `askedFor` */
	private heard(input: number, value: number, origin: number, sequence: number): void {
		const slot = this.#own.count + input;
		this.#values.set(slot, value, this.#scheduler.now());
		this.#ports.diagnostics.received(slot, value, origin, sequence);
		this.changed(slot);
	}

	onAsked(input: number, address: number, buffer: Uint8Array, offset: number, length: number): void {
		const inputs = this.#inputs;
		const single = this.#single;
		const id = inputs.resourceId(input);
		if (single.read(buffer, offset, length, id, inputs.scale(input), inputs.boolean(input)))
			this.heard(input, single.value, address, askedFor);
	}

	private actuate(slot: number, value: number, reason: Reason): void {
		if (!this.#bench.write(slot, value)) return;
		this.#ports.diagnostics.actuation(slot, value, reason);
		if (this.#log !== undefined && (reason.cause === causes.request || this.heedsCritical(reason)))
			this.#log.acted(this.#own.resourceId(slot), value, reason);
	}

	/** Whether the rule looked at what only a key of two is believed for: it switches something critical. */
	private heedsCritical(reason: Reason): boolean {
		for (let index = 0; index < reason.inputCount; index++) {
			const input = (reason.inputSlots[index] as number) - this.#own.count;
			if (input >= 0 && this.#inputs.critical(input)) return true;
		}
		return false;
	}

	private openLog(): NodeLog | undefined {
		const { journal, startReason = startReasons.unknown, diagnostics } = this.#ports;
		if (journal === undefined) return undefined;
		const log = new NodeLog(journal, this.#scheduler, this.#security.boot, startReason);
		diagnostics.listener = log;
		return log;
	}

	private openTime({ gateway, timeServer: server }: LoadedDefinition): NodeTime | undefined {
		const { datagrams, random } = this.#ports;
		if (!gateway || server === undefined || datagrams === undefined) return undefined;
		return new NodeTime({ server, datagrams, scheduler: this.#scheduler, random, log: this.#log });
	}

	/** Asks a peer, or this node itself, to set a resource. */
	ask(
		address: number,
		resourceId: number,
		value: number,
		answered: Answered | undefined,
		requester = this.#address,
	): boolean {
		if (address === this.#address) return this.askSelf(resourceId, value, answered, requester);
		const entry = this.#peers?.find(address, resourceId);
		if (entry === undefined) return false;
		const quantity = quantities[entry.quantity];
		return this.#client.set(address, resourceId, value, quantity.scale, quantity.boolean, answered);
	}

	private askSelf(resourceId: number, value: number, answered: Answered | undefined, requester: number): boolean {
		const slot = this.#own.slotOf(resourceId);
		if (slot === noSlot || !this.#own.writable(slot)) answered?.("the node does not let this resource be set");
		else {
			answered?.(this.command(slot, value, requester) ? undefined : "the node is starting");
		}
		return true;
	}

	private openPresence({ heartbeatMs }: LoadedDefinition): PresenceTable {
		return new PresenceTable({
			places: this.#places,
			network: this.#network,
			scheduler: this.#scheduler,
			address: this.#address,
			heartbeatMs,
			listener: this,
		});
	}

	private openRules({ rules }: LoadedDefinition): RuleEngine {
		return new RuleEngine({
			rules,
			ownSlots: this.#own.count,
			inputs: this.#inputs,
			values: this.#values,
			scheduler: this.#scheduler,
			effects: {
				actuate: (slot, value, reason) => this.actuate(slot, value, reason),
				request: (address, resourceId, value, rule) => this.wish(address, resourceId, value, rule),
			},
		});
	}

	private openGateway(definition: LoadedDefinition, names: Catalogue): GatewayFace | undefined {
		return openGateway(definition, names, this.#ports, {
			address: this.#address,
			own: this.#own,
			inputs: this.#inputs,
			values: this.#values,
			scheduler: this.#scheduler,
			asker: this,
			presence: this.#presence,
		});
	}
}
