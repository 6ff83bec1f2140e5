import { linkBits } from "kith/definition/definition";
import { BleRadio } from "../ble/index";
import type { Agenda } from "../kernel/agenda";
import { SeededRandom } from "../kernel/seeded-random";
import type { PropagationOptions } from "../radio/propagation";
import type { Radio } from "../radio/radio";
import type { SimulatedBoard } from "./board";
import { BoardBle } from "./board-ble";
import type { Directory } from "./directory";
import type { Trace } from "./trace";

export interface SessionBluetoothOptions {
	readonly agenda: Agenda;
	readonly seed: number;
	/** Walls, distances and loss are those of the Wi-Fi radio. */
	readonly air: PropagationOptions & { readonly loss?: number };
	readonly wifi: Radio;
	readonly directory: Directory;
	readonly trace: Trace;
}

/** The Bluetooth of a session. Its luck is its own, so that a session without it is as it was before there was any. */
export class SessionBluetooth {
	readonly radio: BleRadio;
	readonly #options: SessionBluetoothOptions;

	constructor(options: SessionBluetoothOptions) {
		const { agenda, air, seed, wifi } = options;
		this.#options = options;
		this.radio = new BleRadio({
			...air,
			agenda,
			random: new SeededRandom(seed, "bluetooth"),
			onAway: (index, schedules) => {
				if (wifi.has(index)) wifi.setAway(index, schedules);
			},
		});
	}

	/** Gives the board Bluetooth where its definition asks for it. */
	equip(board: SimulatedBoard, links: number | undefined): void {
		if (((links ?? 0) & linkBits.ble) === 0) return;
		const { agenda, directory, trace } = this.#options;
		const { index, address, position } = board.antenna.station;
		board.bluetooth = new BoardBle({
			radio: this.radio,
			index,
			address,
			position,
			deliver: (kind, bytes) => board.deliver(kind, bytes),
			record: (body) => trace.record(agenda.now, board.name, body),
			nameOf: (peer) => directory.nodeName(peer) ?? `@${peer}`,
		});
	}
}
