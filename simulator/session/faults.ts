import type { ChipFaults } from "../chips/chip";
import type { Microseconds } from "../kernel/agenda";
import { fieldsOfRadioFault, type RadioFault, radioFaultOf } from "./radio-faults";
import type { InputBody } from "./records";

/**
 * What a person, a test or a scenario can do to a session: one flat record each, so that a list of them is a scenario
 * and the trace can hold them. All are inputs: they happen at a virtual time and are replayed from the trace.
 */
export type Fault =
	/** The program dies, and the board boots again as after any crash; its kind is "injected". */
	| { readonly fault: "crash"; readonly board: string }
	/** Power goes away: only what is in the store stays. Nothing happens while it is off. */
	| { readonly fault: "power off"; readonly board: string }
	/** Power comes back: boots at once. Nothing happens while it is on. */
	| { readonly fault: "power on"; readonly board: string }
	/** Sets one of the faults of the chip behind a device. */
	| {
			readonly fault: "chip";
			readonly board: string;
			readonly device: string;
			readonly field: keyof ChipFaults;
			readonly value: number | boolean;
	  }
	/** Flips the lowest bit of byte `value`, counted from its start, of the next frame that the board sends. */
	| { readonly fault: "corrupt next frame"; readonly board: string; readonly value: number }
	/**
	 * Changes what lies in a board's flash, which it sees at once where it reads anew, at the latest when it boots:
	 * - "erase secrets": the secrets partition is empty;
	 * - "rotate keys": the board has new keys, and all boards' partitions the new roster (`kith provision --rotate`);
	 * - "erase store": the store (NVS) is empty, as after flashing the board anew;
	 * - "save store" keeps a copy of the store outside the board, and "restore store" writes the last one back.
	 */
	| {
			readonly fault: "erase secrets" | "rotate keys" | "erase store" | "save store" | "restore store";
			readonly board: string;
	  }
	/**
	 * Power goes away in the middle of what the board writes to its journal: after `value` more bytes that are written or
	 * erased there. Those that had changed stay changed. Off until "power on".
	 */
	| { readonly fault: "cut journal"; readonly board: string; readonly value: number }
	/** Whether servers of the time leave this gateway without an answer. */
	| { readonly fault: "no time"; readonly board: string; readonly value: boolean }
	/** The secrets partition is flashed with the image of the board `of`; with that of `board` itself all is well again. */
	| { readonly fault: "swap secrets"; readonly board: string; readonly of: string }
	/**
	 * An attacker's radio next to the board: it hears these bytes (hexadecimal), 1-1512 of them, as a frame from the
	 * neighbour with this address. What is claimed costs an attacker nothing.
	 */
	| { readonly fault: "hear"; readonly board: string; readonly bytes: string; readonly from: number }
	| RadioFault;

export interface TimedFault {
	/** > 0 */
	readonly at: Microseconds;
	readonly fault: Fault;
}

/** As the trace holds it; the board is in the line's own field. */
export function inputOfFault(fault: Fault): InputBody {
	if (isRadioFault(fault)) return { kind: "input", input: "fault", fault: fault.fault, ...fieldsOfRadioFault(fault) };
	return {
		kind: "input",
		input: "fault",
		fault: fault.fault,
		device: "device" in fault ? fault.device : "of" in fault ? fault.of : null,
		...fieldAndValue(fault),
	};
}

/** Of a frame heard, the bytes are the field and the neighbour is the value. */
function fieldAndValue(fault: Exclude<Fault, RadioFault>): {
	readonly field: string | null;
	readonly value: number | boolean | null;
} {
	if (fault.fault === "hear") return { field: fault.bytes, value: fault.from };
	return { field: "field" in fault ? fault.field : null, value: "value" in fault ? fault.value : null };
}

const radioFaults: readonly string[] = [
	"radio loss",
	"radio duplication",
	"radio reordering",
	"jam channel",
	"access point channel",
	"separate",
	"link loss",
	"link strength",
	"move",
] satisfies readonly RadioFault["fault"][];

export function isRadioFault(fault: Fault): fault is RadioFault {
	return radioFaults.includes(fault.fault);
}

export function boardOfFault(fault: Fault): string | null {
	return "board" in fault ? fault.board : null;
}

/** Undefined: no fault, or one that this version does not know. */
export function faultOfInput(board: string | null, input: InputBody): Fault | undefined {
	if (input.input !== "fault") return undefined;
	const { fault, device, field, value } = input;
	const ofRadio = radioFaultOf(board, input);
	if (ofRadio !== undefined) return ofRadio;
	if (board === null) return undefined;
	switch (fault) {
		case "crash":
		case "power off":
		case "power on":
			return { fault, board };
		case "hear":
			return field !== null && typeof value === "number" ? { fault, board, bytes: field, from: value } : undefined;
		case "corrupt next frame":
		case "cut journal":
			return typeof value === "number" ? { fault, board, value } : undefined;
		case "no time":
			return typeof value === "boolean" ? { fault, board, value } : undefined;
		case "erase secrets":
		case "rotate keys":
		case "erase store":
		case "save store":
		case "restore store":
			return { fault, board };
		case "swap secrets":
			return device === null ? undefined : { fault, board, of: device };
		case "chip":
			if (device === null || value === null || !isChipFault(field)) return undefined;
			return { fault, board, device, field, value };
	}
	return undefined;
}

function isChipFault(field: string | null): field is keyof ChipFaults {
	return field === "absent" || field === "checksumWrong" || field === "stuck" || field === "offset";
}
