import type { FlashStorage } from "embedded:storage/flash";
import { FlashJournal } from "kith/journal/flash-journal";
import type { NodePorts } from "kith/node/ports";
import type { Line } from "../console/line";
import { WritableFlash } from "./writable-flash";

/** As in devices/boards/partitions.csv. */
const partition = "journal";

/** The board's journal. A partition table without one costs the log and nothing else: the console says so. */
export function openJournal(flash: FlashStorage, line: Line): Pick<NodePorts, "journal"> {
	try {
		return { journal: new FlashJournal(new WritableFlash(flash, partition)) };
	} catch {
		line.begin("kith boot").word("no partition named journal: no log is kept").end();
		return {};
	}
}
