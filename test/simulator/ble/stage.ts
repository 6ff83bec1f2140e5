import { BleRadio, type BleRadioOptions, type BleStation, type DisconnectReason } from "kith/simulator/ble";
import { Agenda } from "kith/simulator/kernel/agenda";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";

/** A station that writes down what it is told. */
export class TestPhone implements BleStation {
	readonly index: number;
	readonly address: number;
	readonly position: { readonly x: number; readonly y: number; readonly z: number };
	readonly mtu: number;
	readonly longPackets: boolean;
	readonly reports: { readonly at: number; readonly from: number; readonly rssi: number }[] = [];
	readonly connected: {
		readonly at: number;
		readonly connection: number;
		readonly peer: number;
		readonly central: boolean;
	}[] = [];
	readonly failed: { readonly at: number; readonly peer: number }[] = [];
	readonly chunks: { readonly at: number; readonly connection: number; readonly bytes: Uint8Array }[] = [];
	readonly disconnected: { readonly at: number; readonly connection: number; readonly reason: DisconnectReason }[] = [];
	readonly mtus: number[] = [];
	sent = 0;
	/** Called after every acknowledged chunk, and when the ATT_MTU is agreed. */
	next: () => void = () => {};
	readonly #agenda: Agenda;

	constructor(agenda: Agenda, index: number, x: number, options: { mtu?: number; longPackets?: boolean } = {}) {
		this.#agenda = agenda;
		this.index = index;
		this.address = index + 1;
		this.position = { x, y: 0, z: 0 };
		this.mtu = options.mtu ?? 247;
		this.longPackets = options.longPackets ?? true;
	}

	onAdvertisement(from: number, rssi: number): void {
		this.reports.push({ at: this.#agenda.now, from, rssi });
	}

	onConnected(connection: number, peer: number, central: boolean): void {
		this.connected.push({ at: this.#agenda.now, connection, peer, central });
	}

	onConnectFailed(peer: number): void {
		this.failed.push({ at: this.#agenda.now, peer });
	}

	onMtu(_connection: number, mtu: number): void {
		this.mtus.push(mtu);
		this.next();
	}

	onChunk(connection: number, bytes: Uint8Array): void {
		this.chunks.push({ at: this.#agenda.now, connection, bytes });
	}

	onSent(): void {
		this.sent++;
		this.next();
	}

	onDisconnected(connection: number, reason: DisconnectReason): void {
		this.disconnected.push({ at: this.#agenda.now, connection, reason });
	}
}

/** A Bluetooth radio and its stations. Lossless and unshadowed unless told. */
export class Stage {
	readonly agenda = new Agenda();
	readonly radio: BleRadio;

	constructor(options: Partial<BleRadioOptions> = {}, seed = 7) {
		const random = new SeededRandom(seed, "test");
		this.radio = new BleRadio({ agenda: this.agenda, random, loss: 0, shadowing: 0, ...options });
	}

	phone(index: number, x = index, options: { mtu?: number; longPackets?: boolean } = {}): TestPhone {
		const phone = new TestPhone(this.agenda, index, x, options);
		this.radio.join(phone);
		return phone;
	}

	run(seconds: number): void {
		const until = this.agenda.now + seconds * 1_000_000;
		while (this.agenda.step(until));
		this.agenda.idle(until);
	}

	/** Two connected stations: the central first. */
	pair(options: { mtu?: number; longPackets?: boolean } = {}): [TestPhone, TestPhone] {
		const [central, peripheral] = [this.phone(0, 0, options), this.phone(1, 2, options)];
		this.connect(central, peripheral);
		return [central, peripheral];
	}

	connect(central: TestPhone, peripheral: TestPhone): void {
		const before = central.connected.length;
		this.radio.advertise(peripheral.index, new Uint8Array(10), 50, true);
		this.radio.connect(central.index, peripheral.address, 5000);
		while (central.connected.length === before && this.agenda.step(this.agenda.now + 10_000_000));
		this.radio.stopAdvertising(peripheral.index);
	}
}
