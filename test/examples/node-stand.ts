import type { CompiledNode } from "kith/define/compile";
import type { Installation } from "kith/define/installation";
import { resourcesOf } from "kith/define/reference";
import { quantities } from "kith/model/quantity";
import { loadInstallation } from "../../tools/installation/load";
import { RuleStand } from "../support/rule-stand";

/** Readings are repeated this often while time passes, as a node and its peers do. */
const repeatMs = 15_000;

/** The rules of one node of an example, with its readings given by name: "motion/motion" or "hall/motion/motion". */
export class NodeStand {
	readonly #stand: RuleStand;
	readonly #slots: ReadonlyMap<string, { readonly slot: number; readonly scale: number }>;
	readonly #writable: ReadonlyMap<number, string>;
	readonly #silent = new Set<string>();
	readonly #held = new Map<string, number>();
	#log: string[] = [];

	constructor(installation: Installation, { definition }: CompiledNode) {
		const node = installation.nodes.find((one) => one.name === definition.node);
		if (node === undefined) throw new Error(`no node ${definition.node}`);
		const own = resourcesOf(node);
		const slots = new Map<string, { slot: number; scale: number }>(
			own.map(({ path, reference }, slot) => [path, { slot, scale: quantities[reference.resource.quantity].scale }]),
		);
		for (const [index, input] of definition.inputs.entries()) {
			const peer = definition.peers.find((one) => one.address === input.address);
			const path = peer?.resources.find((one) => one.resourceId === input.resourceId)?.path;
			slots.set(`${peer?.name}/${path}`, { slot: own.length + index, scale: input.scale });
		}
		this.#slots = slots;
		this.#writable = new Map(own.map(({ path }, slot) => [slot, path]));
		this.#stand = new RuleStand(definition.rules, { ownSlots: own.length, inputs: definition.inputs });
		this.#stand.engine.start();
		this.#collect();
	}

	/** New readings in the units of their quantities. */
	see(readings: Readonly<Record<string, number>>): this {
		for (const [path, value] of Object.entries(readings)) {
			this.#held.set(path, value);
			this.#put(path, value);
		}
		return this;
	}

	/** Time passes, with all readings so far repeated. */
	wait(ms: number): this {
		for (let passed = 0; passed < ms; passed += repeatMs) {
			this.#stand.clock.advance(Math.min(repeatMs, ms - passed));
			for (const [path, value] of this.#held) if (!this.#silent.has(path)) this.#put(path, value);
		}
		this.#collect();
		return this;
	}

	/** Nothing is heard of it any more. */
	silence(path: string): this {
		this.#silent.add(path);
		return this;
	}

	/** A peer or a person asks for the own property's value. */
	ask(path: string, value: number): this {
		this.#stand.engine.command(this.#slot(path).slot, value, 0);
		return this;
	}

	/** What was switched since the last call: "cooler/on=1", and "2/lamp=10" for a peer's resource by address and id. */
	take(): string[] {
		this.#collect();
		const taken = this.#log;
		this.#log = [];
		return taken;
	}

	#put(path: string, value: number): void {
		const { slot, scale } = this.#slot(path);
		this.#stand.put(slot, Math.round(value * 10 ** scale));
		this.#collect();
	}

	#slot(path: string): { readonly slot: number; readonly scale: number } {
		const found = this.#slots.get(path);
		if (found === undefined)
			throw new Error(`the rules do not know ${path}, but ${[...this.#slots.keys()].join(", ")}`);
		return found;
	}

	#collect(): void {
		for (const entry of this.#stand.take().split(" ")) {
			const [target = "", value] = entry.split("=");
			if (target !== "") this.#log.push(`${this.#writable.get(Number(target)) ?? target}=${value}`);
		}
	}
}

/** @param folder "examples/house" */
export async function standOf(folder: string, node: string): Promise<NodeStand> {
	const { installation, definitions } = await loadInstallation(folder);
	const compiled = definitions.get(node);
	if (compiled === undefined) throw new Error(`no node ${node} in ${folder}`);
	return new NodeStand(installation, compiled);
}
