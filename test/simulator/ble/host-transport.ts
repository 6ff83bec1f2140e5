import type { Clock } from "kith/core/clock";
import { Scheduler } from "kith/core/scheduler";
import { BleLink } from "kith/link/ble-link";
import { type BleTransport, type BleTransportListener, firstAttPayload } from "kith/link/ble-transport";
import { attOverheadBytes, type BleRadio, type BleStation } from "kith/simulator/ble";
import { type Agenda, type Appointment, agendaClasses } from "kith/simulator/kernel/agenda";

/** A board's clock over the session's agenda. */
class AgendaClock implements Clock {
	readonly #agenda: Agenda;
	#alarm: Appointment | undefined;

	constructor(agenda: Agenda) {
		this.#agenda = agenda;
	}

	now(): number {
		return Math.floor(this.#agenda.now / 1000) | 0;
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#agenda.cancel(this.#alarm);
		this.#alarm = this.#agenda.plan(deadline * 1000, agendaClasses.board, wake);
	}
}

/** The virtual Bluetooth radio as a link sees it, without a machine between. */
export class HostTransport implements BleTransport, BleStation {
	listener: BleTransportListener | undefined;
	readonly index: number;
	readonly address: number;
	readonly position: { readonly x: number; readonly y: number; readonly z: number };
	readonly mtu: number;
	readonly longPackets = true;
	readonly link: BleLink;
	readonly #radio: BleRadio;

	constructor(
		radio: BleRadio,
		agenda: Agenda,
		index: number,
		options: { x?: number; mtu?: number; besideWifi?: boolean } = {},
	) {
		this.#radio = radio;
		this.index = index;
		this.address = index + 1;
		this.position = { x: options.x ?? index, y: 0, z: 0 };
		this.mtu = options.mtu ?? 247;
		radio.join(this);
		const scheduler = new Scheduler(new AgendaClock(agenda));
		const { besideWifi = false } = options;
		this.link = new BleLink({ transport: this, scheduler, address: this.address, networkTag: 0x6b62, besideWifi });
	}

	advertise(beacon: Uint8Array, length: number, intervalMs: number): void {
		this.#radio.advertise(this.index, beacon.subarray(0, length), intervalMs, true);
	}

	scan(intervalMs: number, windowMs: number): void {
		this.#radio.scan(this.index, intervalMs, windowMs);
	}

	connect(peer: number, timeoutMs: number): boolean {
		return this.#radio.connect(this.index, peer, timeoutMs);
	}

	disconnect(connection: number): void {
		this.#radio.disconnect(this.index, connection);
	}

	send(connection: number, chunk: Uint8Array, length: number): boolean {
		return this.#radio.send(this.index, connection, chunk.subarray(0, length));
	}

	onAdvertisement(from: number, rssi: number, data: Uint8Array): void {
		this.listener?.onBeacon(from, rssi, data, data.length);
	}

	onConnected(connection: number, peer: number): void {
		this.listener?.onConnected(connection, peer, firstAttPayload);
	}

	onConnectFailed(peer: number): void {
		this.listener?.onConnectFailed(peer);
	}

	onMtu(connection: number, mtu: number): void {
		this.listener?.onLimit(connection, mtu - attOverheadBytes);
	}

	onChunk(connection: number, bytes: Uint8Array): void {
		this.listener?.onChunk(connection, bytes, bytes.length);
	}

	onSent(connection: number): void {
		this.listener?.onSent(connection);
	}

	onDisconnected(connection: number): void {
		this.listener?.onDisconnected(connection);
	}
}
