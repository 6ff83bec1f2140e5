import { linkBits } from "kith/definition/definition";
import { stackSlots } from "kith/devices/boards/board";
import { startReasons } from "kith/node/log-entries";
import { BoardCrypto } from "../crypto/board-crypto";
import type { SharedSecrets } from "../crypto/shared-secrets";
import type { Crash, Machine, RunResult } from "../engine/types";
import {
	eventBytesLimit,
	eventKinds,
	journalPartition,
	postKinds,
	receptionTrailerBytes,
	tiedBit,
} from "../guest/protocol";
import { type Agenda, type Appointment, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { Radio } from "../radio/radio";
import type { Position } from "../radio/station";
import type { BoardBle } from "./board-ble";
import { BoardCalls } from "./board-calls";
import type { BoardObserver } from "./board-observer";
import { type AccessPoint, BoardRadio } from "./board-radio";
import { crashSite } from "./crash-report";
import type { DatagramPort } from "./datagram-port";
import type { Dispatcher } from "./dispatcher";
import { frameEvent } from "./frame-event";
import type { GatewayPort } from "./gateway-port";
import { HeapWatch } from "./heap-watch";
import { NonVolatileStore } from "./non-volatile-store";
import { NorFlash } from "./nor-flash";
import { Pins } from "./pins";
import { goodUptime, rebootDelayAfter } from "./reboot-policy";
import type { TraceBody } from "./records";
import type { SecretsFlash } from "./secrets-flash";
import type { StreamPort } from "./stream-port";
import type { Trace } from "./trace";
import type { BoardState, NodeProgram } from "./types";
import type { Wiring } from "./wiring";
import type { SessionWorld } from "./world-port";

/** An alarm in the past rings after this: what the shortest turn of an event loop takes. Time goes on between two. */
export const alarmLatency: Microseconds = 100;

export interface BoardOptions {
	readonly index: number;
	readonly program: NodeProgram;
	readonly heapBytes: number;
	/** Specifier of the guest's first module. */
	readonly entry: string;
	readonly position: Position;
	readonly random: SeededRandom;
	readonly wiring: Wiring;
	readonly agenda: Agenda;
	readonly dispatcher: Dispatcher;
	readonly radio: Radio;
	/** That of the gateways, for a board that is one. */
	readonly accessPoint: AccessPoint | undefined;
	readonly secrets: SecretsFlash;
	/** Of the session. */
	readonly sharedSecrets: SharedSecrets;
	readonly world: SessionWorld;
	readonly trace: Trace;
	readonly observer: BoardObserver;
}

/** One simulated board: its power, its machine, its pins, its flash and its radio. */
export class SimulatedBoard {
	readonly name: string;
	readonly address: number;
	readonly antenna: BoardRadio;
	readonly heap = new HeapWatch();
	state: BoardState = "off";
	boots = 0;
	framesSent = 0;
	framesReceived = 0;
	lastCrash: string | undefined;
	/** Set once when the board speaks Bluetooth. */
	bluetooth: BoardBle | undefined;
	/** Set once when the board is a gateway. */
	gateway: GatewayPort | undefined;
	/** Likewise. */
	datagrams: DatagramPort | undefined;
	/** Set once when the board is a gateway that serves HTTP. */
	streams: StreamPort | undefined;
	readonly #options: BoardOptions;
	readonly #store = new NonVolatileStore();
	readonly #journal = new NorFlash(journalPartition.length, journalPartition.sectorLength);
	readonly #pins: Pins;
	readonly #calls: BoardCalls;
	#machine: Machine | undefined;
	#bootedAt: Microseconds = 0;
	#alarm: Appointment | undefined;
	#reboot: Appointment | undefined;
	/** When an input pin may change though the world stands still. */
	#look: Appointment | undefined;
	#crashesInARow = 0;
	/** It boots after a crash, not because power came. */
	#restarted = false;

	constructor(options: BoardOptions) {
		const { definition } = options.program;
		this.#options = options;
		this.name = definition.node;
		this.address = definition.address;
		this.heap.available = options.heapBytes;
		const { agenda, wiring } = options;
		this.#pins = new Pins({ digital: wiring.digital, analog: wiring.analog, now: () => agenda.now });
		this.#calls = new BoardCalls({
			agenda,
			bus: wiring.bus,
			pins: this.#pins,
			store: this.#store,
			channel: () => this.antenna.channel | (this.antenna.tied ? tiedBit : 0),
			peerAt: (bytes) => this.datagrams?.peerAt(bytes),
			definition: options.program.bytes,
			secrets: options.secrets,
			journal: this.#journal,
			startReason: () => (this.#restarted ? startReasons.crash : startReasons["power on"]),
			crypto: new BoardCrypto(options.sharedSecrets),
		});
		this.antenna = new BoardRadio({
			radio: options.radio,
			index: options.index,
			address: this.address,
			position: options.position,
			channel: definition.channel,
			accessPoint: options.accessPoint,
			onSent: (delivered) => this.deliver(eventKinds.sent, Uint8Array.of(delivered ? 1 : 0)),
			// Never within the program's own run.
			onChannel: (channel) => {
				agenda.plan(agenda.now, agendaClasses.radio, () => this.deliver(eventKinds.channel, Uint8Array.of(channel)));
			},
			onTuned: (channel) => this.#record({ kind: "channel", channel }),
		});
	}

	/** Undefined unless it is running. */
	get machine(): Machine | undefined {
		return this.#machine;
	}

	get observer(): BoardObserver {
		return this.#options.observer;
	}

	get wiring(): Wiring {
		return this.#options.wiring;
	}

	/** What survives the loss of power. */
	get flash(): { readonly secrets: SecretsFlash; readonly store: NonVolatileStore; readonly journal: NorFlash } {
		return { secrets: this.#options.secrets, store: this.#store, journal: this.#journal };
	}

	get uptime(): Microseconds {
		return this.state === "running" ? this.#options.agenda.now - this.#bootedAt : 0;
	}

	/** Does nothing while it has power. */
	powerOn(): void {
		if (this.state !== "off") return;
		this.#journal.restorePower();
		this.#restarted = false;
		this.#boot();
	}

	/** Does nothing while it has none. */
	powerOff(): void {
		if (this.state === "off") return;
		this.#halt();
		this.#options.agenda.cancel(this.#reboot);
		this.state = "off";
	}

	/** As if the program had died now. Does nothing unless it is running. */
	crash(message: string): void {
		if (this.state === "running") this.#crashed("injected", message, "");
	}

	/** A frame that no board of the session sent; its driver drops what is beyond its buffer. Ignored unless it is running. */
	hear(frame: Uint8Array, from: number): void {
		if (frame.length + receptionTrailerBytes > eventBytesLimit) return;
		this.deliver(eventKinds.frame, frameEvent(frame, strangerDbm, from));
	}

	/** Lets the board handle one event, alone. Ignored unless it is running. */
	deliver(kind: number, bytes: Uint8Array): void {
		this.#options.dispatcher.run([{ board: this, kind, bytes }]);
	}

	/** Tells the program of the edges on its input pins since the last time. */
	checkPins(): void {
		for (const { pin, level } of this.#pins.edges()) this.deliver(eventKinds.edge, Uint8Array.of(pin, level));
		const { agenda } = this.#options;
		agenda.cancel(this.#look);
		this.#look = undefined;
		const at = this.#pins.nextChange();
		if (at !== undefined) this.#look = agenda.plan(at, agendaClasses.world, () => this.checkPins());
	}

	/** Does what the program said in one run. */
	finish({ posts, crash }: RunResult): void {
		for (const { kind, bytes } of posts) this.#post(kind, bytes);
		if (crash !== undefined) this.#died(crash);
		if (this.#journal.cut) this.powerOff();
	}

	#boot(): void {
		const { agenda, dispatcher, entry, heapBytes, observer, random } = this.#options;
		this.state = "running";
		this.#bootedAt = agenda.now;
		this.boots++;
		observer.rebooted();
		this.#record({ kind: "boot", boot: this.boots });
		if ((this.#links & linkBits.espNow) !== 0) this.antenna.join();
		this.bluetooth?.join();
		this.#machine = dispatcher.engine.createMachine({
			heapBytes,
			stackSlots,
			entry,
			seed: random.uint32(),
			nowUs: agenda.now,
			onCall: (kind, bytes) => this.#calls.answer(kind, bytes),
		});
		this.finish(this.#machine.boot);
		this.checkPins();
	}

	get #links(): number {
		return this.#options.program.definition.links ?? linkBits.espNow;
	}

	#post(kind: number, bytes: Uint8Array): void {
		switch (kind) {
			case postKinds.wakeAt:
				this.#wakeAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0, true));
				return;
			case postKinds.send:
				this.antenna.send((bytes[0] as number) | ((bytes[1] as number) << 8), new Uint8Array(bytes.subarray(2)));
				return;
			case postKinds.ble:
				if (this.bluetooth === undefined) throw new RangeError(`${this.name} has no Bluetooth but calls it`);
				this.bluetooth.post(bytes);
				return;
			case postKinds.tune:
				this.antenna.tune(bytes[0] as number);
				return;
			case postKinds.sendElsewhere:
				this.antenna.sendElsewhere(bytes[0] as number, new Uint8Array(bytes.subarray(1)));
				return;
			case postKinds.pin:
				this.#write(bytes[0] as number, (bytes[1] as number) | ((bytes[2] as number) << 8), bytes[3] as number);
				return;
			case postKinds.diagnostic:
				this.#options.observer.diagnostic(bytes);
				return;
			case postKinds.broker:
				// A node without a gateway role has no broker: a program that calls one is wrong, not unlucky.
				if (this.gateway === undefined) throw new RangeError(`${this.name} is no gateway but calls a broker`);
				this.gateway.post(bytes);
				return;
			case postKinds.datagram:
				if (this.datagrams === undefined) throw new RangeError(`${this.name} is no gateway but sends datagrams`);
				this.datagrams.post(bytes);
				return;
			case postKinds.stream:
				if (this.streams === undefined) throw new RangeError(`${this.name} serves no HTTP but listens`);
				this.streams.post(bytes);
				return;
		}
		throw new RangeError(`${this.name} sent a post of the unknown kind ${kind}`);
	}

	/** @param deadline int32 milliseconds since boot, as the board counts them */
	#wakeAt(deadline: number): void {
		const { agenda } = this.#options;
		const uptimeMs = Math.floor((agenda.now - this.#bootedAt) / 1000);
		const ahead = (deadline - uptimeMs) | 0;
		const at = this.#bootedAt + (uptimeMs + ahead) * 1000;
		agenda.cancel(this.#alarm);
		this.#alarm = agenda.plan(Math.max(at, agenda.now + alarmLatency), agendaClasses.board, () => {
			this.#alarm = undefined;
			this.deliver(eventKinds.wake, new Uint8Array(0));
		});
	}

	#write(pin: number, value: number, kind: number): void {
		const change = this.#pins.write(pin, value, kind);
		if (change === undefined) return;
		this.#record({ kind: "pin", pin, mode: change.pwm ? "pwm" : "digital", value: change.value });
		const output = this.#options.wiring.outputs.get(pin);
		if (output === undefined) return;
		const share = change.pwm ? change.value / pwmFull : change.value;
		this.#options.world.actuate(this.name, output.device, output.inverted ? 1 - share : share);
	}

	#died(crash: Crash): void {
		this.#crashed(crash.kind, crash.message, crashSite(crash));
	}

	#crashed(crash: string, message: string, at: string): void {
		const { agenda } = this.#options;
		this.#crashesInARow = agenda.now - this.#bootedAt >= goodUptime ? 1 : this.#crashesInARow + 1;
		const rebootIn = rebootDelayAfter(this.#crashesInARow);
		this.lastCrash = `${crash}: ${message}${at === "" ? "" : ` (${at})`}`;
		this.#halt();
		this.state = "crashed";
		this.#restarted = true;
		this.#record({ kind: "crash", crash, message, at, rebootIn });
		this.#reboot = agenda.plan(agenda.now + rebootIn, agendaClasses.board, () => this.#boot());
	}

	/** What is true of every end: nothing runs, pins float so that loads are off, the air and the broker miss it. */
	#halt(): void {
		const { agenda, wiring, world } = this.#options;
		if (this.#machine !== undefined) {
			this.heap.sample(this.#machine);
			this.#machine.close();
			this.#machine = undefined;
		}
		agenda.cancel(this.#alarm);
		agenda.cancel(this.#look);
		this.#alarm = undefined;
		this.#look = undefined;
		this.#pins.closeAll();
		for (const { device } of wiring.outputs.values()) world.actuate(this.name, device, 0);
		this.antenna.leave();
		this.bluetooth?.leave();
		this.gateway?.vanish();
		this.streams?.vanish();
	}

	#record(body: TraceBody): void {
		this.#options.trace.record(this.#options.agenda.now, this.name, body);
	}
}

/** Of a radio next to the board. */
const strangerDbm = -40;

/** Duty of a fully switched-on output: the boards' PWM has 10 bits. */
const pwmFull = 1023;
