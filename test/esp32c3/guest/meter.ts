/** What the chip and XS count (meter.c). Where calls are counted, nothing is allocated by them. */
export interface Meter {
	/** Cycles of the processor, as uint32 in an int32; wraps. Stands still where the target counts none. */
	cycles(): number;
	/** Slots in use, garbage included. */
	slots(): number;
	/** Bytes of chunks in use, garbage included. */
	chunks(): number;
	collect(): void;
	/** A line to the serial port. */
	say(text: string): void;
	/** Starts the chip anew; does not come back. */
	restart(): void;
}

export const meter: Meter = {
	cycles: native("xs_kith_meter_cycles") as () => number,
	slots: native("xs_kith_meter_slots") as () => number,
	chunks: native("xs_kith_meter_chunks") as () => number,
	collect: native("xs_kith_meter_collect") as () => void,
	say: native("xs_kith_meter_say") as (text: string) => void,
	restart: native("xs_kith_meter_restart") as () => void,
};
