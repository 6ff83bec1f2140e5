import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { PeerResource } from "kith/definition/peer-catalogue";
import { quantities } from "kith/model/quantity";
import { Backoff, brokerBackoff } from "./backoff";
import { type Broker, type BrokerListener, brokerPayloadLimit, brokerTopicLimit } from "./broker";
import type { Catalogue } from "./catalogue";
import { parseCommand } from "./command";
import { formatDecimal } from "./decimal";

/** What the gateway needs of the node it runs on. */
export interface GatewayNode {
	/** How many slots there are: own resources, then inputs. */
	readonly slots: number;
	/** Which node's resource a slot holds. */
	slotAddress(slot: number): number;
	slotResourceId(slot: number): number;
	known(slot: number): boolean;
	value(slot: number): number;
	/** Whether the peer at this place (from 1, as in the catalogue) is there; undefined: not known yet. */
	online(place: number): boolean | undefined;
	/**
	 * Asks a node (this one included) to set a resource. `answered` follows exactly once: undefined when done, else
	 * why not. False: too many requests are under way.
	 */
	set(address: number, resourceId: number, value: number, answered: (refused: string | undefined) => void): boolean;
}

export interface MqttGatewayOptions {
	readonly broker: Broker;
	readonly scheduler: Scheduler;
	readonly diagnostics: Diagnostics;
	readonly node: GatewayNode;
	readonly catalogue: Catalogue;
	/** First part of every topic after "kith/". */
	readonly installation: string;
	readonly name: string;
}

const keepAliveSeconds = 30;
const commandSuffix = "/set";
/** Answers to refused commands waiting for the broker; further ones are dropped and counted. */
export const errorLimit = 8;

/**
 * The MQTT face of the network (docs/mqtt.md):
 *   kith/<installation>/<node>/<device>/<resource>         the value, retained: a JSON number or true/false
 *   kith/<installation>/<node>/<device>/<resource>/set     a command
 *   kith/<installation>/<node>/<device>/<resource>/error   why a command changed nothing
 *   kith/<installation>/<gateway>/status                   online or offline (last will), retained
 *   kith/<installation>/<node>/status                      online or offline, as the gateway hears it, retained
 * What waits for the broker is one mark per slot and peer, so an hour without a broker costs no memory, and the newest value of
 * everything is told when it is back.
 */
export class MqttGateway implements BrokerListener {
	readonly #options: MqttGatewayOptions;
	readonly #prefix: string;
	readonly #waiting: Uint8Array;
	readonly #payload = new Uint8Array(brokerPayloadLimit);
	readonly #errors: { topic: string; text: string }[] = [];
	readonly #backoff = new Backoff(brokerBackoff);
	#connected = false;
	#statusWaiting = false;
	#nextSlot = 0;
	#id = 0;
	#retry: TimerHandle = 0;
	/** Commands whose answer could not be told for want of room. */
	droppedErrors = 0;

	constructor(options: MqttGatewayOptions) {
		this.#options = options;
		this.#prefix = `kith/${options.installation}/`;
		this.#waiting = new Uint8Array(options.node.slots + (options.catalogue.peers?.count ?? 0));
		options.broker.listener = this;
		this.connect();
	}

	/** The slot has a new value, or the same one heard again. */
	valueChanged(slot: number): void {
		this.#waiting[slot] = 1;
		if (this.#connected) this.flush();
	}

	/** The peer at this place is there again, or gone. */
	presenceChanged(place: number): void {
		const mark = this.#options.node.slots + place - 1;
		// Those behind the peers are members that have no name here.
		if (mark >= this.#waiting.length) return;
		this.#waiting[mark] = 1;
		if (this.#connected) this.flush();
	}

	close(): void {
		this.#options.scheduler.cancel(this.#retry);
		this.#options.broker.listener = undefined;
		this.#options.broker.close();
	}

	onConnected(): void {
		this.#connected = true;
		this.#options.diagnostics.listener?.onGateway(true);
		this.#backoff.reset();
		this.#statusWaiting = true;
		this.#options.broker.subscribe(`${this.#prefix}+/+/+${commandSuffix}`);
		// The broker may have lost what it had: everything known is told again.
		const node = this.#options.node;
		for (let slot = 0; slot < node.slots; slot++) if (node.known(slot)) this.#waiting[slot] = 1;
		this.#waiting.fill(1, node.slots);
		this.flush();
	}

	onClosed(_reason: string): void {
		if (this.#connected) this.#options.diagnostics.listener?.onGateway(false);
		this.#connected = false;
		this.#options.diagnostics.fault(faultKinds["broker closed"], -1);
		this.#options.scheduler.cancel(this.#retry);
		this.#retry = this.#options.scheduler.after(this.#backoff.next(), () => this.connect());
	}

	onPublished(_id: number): void {}

	onDrained(): void {
		if (this.#connected) this.flush();
	}

	onMessage(topic: string, payload: Uint8Array, length: number, retained: boolean): void {
		// A retained command is an old wish: acting on it at every reconnection would surprise people.
		if (retained || !topic.startsWith(this.#prefix) || !topic.endsWith(commandSuffix)) return;
		if (topic.length <= this.#prefix.length + commandSuffix.length) return;
		const path = topic.slice(this.#prefix.length, -commandSuffix.length);
		const refused = this.command(path, payload, length);
		if (refused !== undefined) this.refuse(path, refused);
	}

	/** Why the command was refused at once, if it was. */
	private command(path: string, payload: Uint8Array, length: number): string | undefined {
		const entry = this.#options.catalogue.named(path);
		if (entry === undefined) return "there is no such resource";
		if (!entry.writable) return "this resource is read-only";
		const { boolean, scale } = quantities[entry.quantity];
		const { minimum, maximum } = entry;
		const command = parseCommand(payload, length, { boolean, scale, minimum, maximum });
		if ("refused" in command) return command.refused;
		const taken = this.#options.node.set(entry.address, entry.resourceId, command.value, (refused) => {
			if (refused !== undefined) this.refuse(path, refused);
		});
		return taken ? undefined : "too many commands at once, try again";
	}

	private connect(): void {
		const status = `${this.#prefix}${this.#options.name}/status`;
		this.#options.broker.connect({
			clientId: `kith-${this.#options.installation}-${this.#options.name}`,
			willTopic: status,
			willPayload: "offline",
			keepAliveSeconds,
		});
	}

	private refuse(path: string, text: string): void {
		this.#options.diagnostics.fault(faultKinds["command refused"], -1);
		const topic = `${this.#prefix}${path}/error`;
		if (this.#errors.length >= errorLimit || topic.length > brokerTopicLimit) {
			this.droppedErrors++;
			return;
		}
		this.#errors.push({ topic, text });
		if (this.#connected) this.flush();
	}

	/** Tells the broker as much of what waits as it takes: status, answers, then values in turn. */
	private flush(): void {
		if (this.#statusWaiting) {
			if (!this.publish(`${this.#prefix}${this.#options.name}/status`, "online", true)) return;
			this.#statusWaiting = false;
		}
		for (let error = this.#errors[0]; error !== undefined; error = this.#errors[0]) {
			if (!this.publish(error.topic, error.text, false)) return;
			this.#errors.shift();
		}
		for (let count = this.#waiting.length; count > 0; count--) {
			const slot = this.#nextSlot;
			if (this.#waiting[slot] === 1) {
				if (!this.publishSlot(slot)) return;
				this.#waiting[slot] = 0;
			}
			this.#nextSlot = slot + 1 < this.#waiting.length ? slot + 1 : 0;
		}
	}

	private publishSlot(slot: number): boolean {
		const node = this.#options.node;
		if (slot >= node.slots) return this.publishStatus(slot - node.slots + 1);
		const entry = this.#options.catalogue.find(node.slotAddress(slot), node.slotResourceId(slot));
		// A resource without a name here is none of the gateway's: nothing to tell.
		if (entry === undefined) return true;
		return this.publish(`${this.#prefix}${entry.node}/${entry.path}`, valueText(entry, node.value(slot)), true);
	}

	private publishStatus(place: number): boolean {
		const { node, catalogue } = this.#options;
		const online = node.online(place);
		if (online === undefined) return true;
		const name = catalogue.peers?.nameAt(place - 1);
		return this.publish(`${this.#prefix}${name}/status`, online ? "online" : "offline", true);
	}

	private publish(topic: string, text: string, retain: boolean): boolean {
		const length = Math.min(text.length, brokerPayloadLimit);
		for (let index = 0; index < length; index++) {
			const code = text.charCodeAt(index);
			this.#payload[index] = code < 0x80 ? code : 0x3f;
		}
		this.#id = this.#id >= 0xffff ? 1 : this.#id + 1;
		return this.#options.broker.publish(this.#id, topic, this.#payload, length, retain) === undefined;
	}
}

function valueText(entry: PeerResource, value: number): string {
	const quantity = quantities[entry.quantity];
	if (quantity.boolean) return value === 0 ? "false" : "true";
	return formatDecimal(value, quantity.scale);
}
