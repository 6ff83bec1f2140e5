import type { SeededKeys } from "../provision/seeded-keys";
import type { SimulatedBoard } from "./board";
import type { Fault } from "./faults";

/** What a fault of flash looks at. */
export interface FlashFaultParts {
	readonly boards: readonly SimulatedBoard[];
	readonly keys: SeededKeys;
}

const nothing = new Uint8Array(0);

/** Does to a board's flash what the fault says; see `Fault`. Other faults do nothing here. */
export function changeFlash(fault: Fault, board: SimulatedBoard, { boards, keys }: FlashFaultParts): void {
	const { journal, secrets, store } = board.flash;
	switch (fault.fault) {
		case "erase secrets":
			secrets.write(nothing);
			return;
		case "swap secrets": {
			const other = boards.find(({ name }) => name === fault.of);
			if (other === board) secrets.writeOwn();
			else if (other !== undefined) secrets.write(keys.image(other.address));
			return;
		}
		case "rotate keys":
			keys.rotate(board.address);
			secrets.writeOwn();
			for (const other of boards) other.flash.secrets.renew();
			return;
		case "cut journal":
			journal.cutAfter(fault.value);
			return;
		case "erase store":
			store.erase();
			return;
		case "save store":
			store.save();
			return;
		case "restore store":
			store.restore();
			return;
	}
}
