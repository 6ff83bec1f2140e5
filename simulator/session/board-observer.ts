import type { NodeDefinition } from "kith/definition/definition";
import type { Agenda, Microseconds } from "../kernel/agenda";
import type { DeliveryLedger } from "./delivery-ledger";
import { type Diagnostic, type DiagnosticInput, decodeDiagnostic } from "./diagnostic";
import { type Directory, decimalValue, type Resource } from "./directory";
import type { ActuationBody } from "./records";
import type { Trace } from "./trace";
import type { ActuatorSnapshot, NamedValue, ReadingSnapshot, ReasonInput } from "./types";

export interface BoardObserverOptions {
	readonly definition: NodeDefinition;
	readonly directory: Directory;
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly ledger: DeliveryLedger;
	/** Actuations by rule, by "node/rule name". */
	readonly ruleCounts: Map<string, number>;
}

type Actuation = Extract<Diagnostic, { kind: "actuation" }>;

/** Writes down what one board says about itself: in the trace, the ledger, the counters, and for the snapshot. */
export class BoardObserver {
	sent = 0;
	received = 0;
	actuations = 0;
	faults = 0;
	readonly #options: BoardObserverOptions;
	readonly #resources: readonly Resource[];
	readonly #values = new Map<number, { readonly value: number; readonly at: Microseconds }>();
	readonly #reasons = new Map<number, { readonly actuation: Actuation; readonly at: Microseconds }>();

	constructor(options: BoardObserverOptions) {
		this.#options = options;
		this.#resources = options.directory.own(options.definition.address);
	}

	/** The board forgot everything. */
	rebooted(): void {
		this.#values.clear();
		this.#reasons.clear();
	}

	/** @throws RangeError on bytes that are no diagnostic */
	diagnostic(bytes: Uint8Array): void {
		const diagnostic = decodeDiagnostic(bytes);
		switch (diagnostic.kind) {
			case "reading":
				this.#reading(diagnostic.slot, diagnostic.value);
				return;
			case "sent":
				this.#sent(diagnostic.slot, diagnostic.value, diagnostic.sequence);
				return;
			case "received":
				this.#received(diagnostic);
				return;
			case "actuation":
				this.#actuation(diagnostic);
				return;
			case "asked":
				this.#asked(diagnostic);
				return;
			case "fault":
				this.#fault(diagnostic.fault, diagnostic.subject);
				return;
			case "presence":
				this.#record({ kind: "presence", peer: this.#nameOf(diagnostic.address), presence: diagnostic.presence });
				return;
		}
	}

	/** The sensors' latest values, in the order of the slots. */
	readings(): ReadingSnapshot[] {
		const now = this.#options.agenda.now;
		return this.#resources.flatMap((resource, slot) => {
			const entry = this.#values.get(slot);
			if (entry === undefined || resource.writable) return [];
			return [{ ...named(resource, entry.value), ageSeconds: (now - entry.at) / 1e6 }];
		});
	}

	/** Everything that can be set, with the value it has and why. */
	actuators(): ActuatorSnapshot[] {
		return this.#resources.flatMap((resource, slot) => {
			const entry = this.#reasons.get(slot);
			const value = entry?.actuation.value ?? this.#values.get(slot)?.value;
			if (!resource.writable || value === undefined) return [];
			return [{ ...named(resource, value), ...(entry === undefined ? {} : this.#explain(entry.actuation, entry.at)) }];
		});
	}

	#reading(slot: number, value: number): void {
		const resource = this.#resource(slot);
		this.#values.set(slot, { value, at: this.#options.agenda.now });
		const { path, unit } = resource;
		this.#record({ kind: "reading", path, value: decimalValue(resource, value), unit });
	}

	#sent(slot: number, value: number, sequence: number): void {
		const resource = this.#resource(slot);
		this.sent++;
		this.#record({ kind: "sent", path: resource.path, value: decimalValue(resource, value), sequence });
		this.#options.ledger.sent(this.#options.agenda.now, resource, sequence);
	}

	#received({ slot, value, origin, sequence }: Extract<Diagnostic, { kind: "received" }>): void {
		const resource = this.#resource(slot);
		this.received++;
		const { path } = resource;
		const name = this.#nameOf(origin);
		this.#record({ kind: "received", origin: name, path, value: decimalValue(resource, value), sequence });
		this.#options.ledger.received(this.#options.definition.address, resource, sequence);
	}

	#actuation(actuation: Actuation): void {
		const resource = this.#resource(actuation.slot);
		const { agenda } = this.#options;
		this.actuations++;
		const rule = this.#ruleName(actuation.rule);
		if (actuation.cause === "rule") this.#count(rule);
		this.#reasons.set(actuation.slot, { actuation, at: agenda.now });
		this.#record({
			kind: "actuation",
			path: resource.path,
			value: decimalValue(resource, actuation.value),
			unit: resource.unit,
			cause: actuation.cause,
			rule: rule ?? null,
			requester: actuation.requester === 0 ? null : this.#nameOf(actuation.requester),
			overruled: actuation.overruled,
			inputs: actuation.inputs.map((input) => this.#tracedInput(input)),
		});
	}

	#asked({ address, resourceId, value, rule }: Extract<Diagnostic, { kind: "asked" }>): void {
		const resource = this.#options.directory.find(address, resourceId);
		if (resource === undefined)
			throw new RangeError(`${this.#options.definition.node} asked for the unknown resource ${resourceId}`);
		const name = this.#ruleName(rule);
		this.#count(name);
		this.#record({
			kind: "asked",
			target: `${resource.node}/${resource.path}`,
			value: decimalValue(resource, value),
			unit: resource.unit,
			rule: name ?? null,
		});
	}

	/** The rule did something. */
	#count(rule: string | undefined): void {
		if (rule === undefined) return;
		const { definition, ruleCounts } = this.#options;
		const name = `${definition.node}/${rule}`;
		ruleCounts.set(name, (ruleCounts.get(name) ?? 0) + 1);
	}

	#fault(fault: string, subject: number): void {
		this.faults++;
		this.#record({ kind: "fault", fault, subject: this.#subjectName(fault, subject) });
	}

	/** A device for what devices do wrong, a peer for messages, else the bare number. */
	#subjectName(fault: string, subject: number): string | number {
		const { definition, directory } = this.#options;
		const device = definition.devices[subject]?.name;
		const name = /^(sensor|actuator)/.test(fault) ? device : directory.nodeName(subject);
		return name ?? subject;
	}

	#tracedInput({ slot, value, ageMs }: DiagnosticInput): ActuationBody["inputs"][number] {
		const resource = this.#resource(slot);
		const name = `${resource.node}/${resource.path}`;
		return ageMs < 0 ? { name, value: null, ageMs: null } : { name, value: decimalValue(resource, value), ageMs };
	}

	#explain(actuation: Actuation, at: Microseconds): Pick<ActuatorSnapshot, "ageSeconds" | "reason"> {
		const rule = this.#ruleName(actuation.rule);
		return {
			ageSeconds: (this.#options.agenda.now - at) / 1e6,
			reason: {
				cause: actuation.cause,
				...(rule === undefined ? {} : { rule }),
				...(actuation.requester === 0 ? {} : { requester: this.#nameOf(actuation.requester) }),
				inputs: actuation.inputs.map(({ slot, value, ageMs }): ReasonInput => {
					return { ...named(this.#resource(slot), value), ...(ageMs < 0 ? {} : { ageSeconds: ageMs / 1000 }) };
				}),
				overruled: actuation.overruled,
			},
		};
	}

	#ruleName(index: number): string | undefined {
		return this.#options.definition.rules[index]?.name;
	}

	#nameOf(address: number): string {
		return this.#options.directory.nodeName(address) ?? `@${address}`;
	}

	#resource(slot: number): Resource {
		const { definition, directory } = this.#options;
		const resource = directory.slot(definition.address, slot);
		if (resource === undefined) throw new RangeError(`${definition.node} named the unknown slot ${slot}`);
		return resource;
	}

	#record(body: Parameters<Trace["record"]>[2]): void {
		this.#options.trace.record(this.#options.agenda.now, this.#options.definition.node, body);
	}
}

function named(resource: Resource, raw: number): NamedValue {
	const { node, path, unit, boolean } = resource;
	return { node, path, unit, boolean, value: decimalValue(resource, raw) };
}
