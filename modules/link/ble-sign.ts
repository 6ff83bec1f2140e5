import { type Beacon, beaconLength, writeBeacon } from "./ble-beacon";
import type { BleTransport } from "./ble-transport";

const beaconIntervalMs = 250;

/** The board's own beacon: told to the transport whenever it says something else. */
export class BleSign {
	readonly #transport: BleTransport;
	readonly #bytes = new Uint8Array(beaconLength);
	readonly #beacon: Beacon;

	constructor(transport: BleTransport, networkTag: number) {
		this.#transport = transport;
		this.#beacon = { networkTag, room: true, serial: 0, wanted: 0 };
		this.tell();
	}

	get networkTag(): number {
		return this.#beacon.networkTag;
	}

	get room(): boolean {
		return this.#beacon.room;
	}

	/** Address of the node that it asks for, 0: none. */
	get wanted(): number {
		return this.#beacon.wanted;
	}

	/** @param serial of the newest broadcast that can be fetched, 0: none */
	update(room: boolean, serial: number): void {
		const beacon = this.#beacon;
		if (beacon.room === room && beacon.serial === serial) return;
		beacon.room = room;
		beacon.serial = serial;
		this.tell();
	}

	/** @param address of the node to be reached, 0: none */
	want(address: number): void {
		if (this.#beacon.wanted === address) return;
		this.#beacon.wanted = address;
		this.tell();
	}

	private tell(): void {
		writeBeacon(this.#bytes, this.#beacon);
		this.#transport.advertise(this.#bytes, beaconLength, beaconIntervalMs);
	}
}
