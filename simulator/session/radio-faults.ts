import type { BleRadio } from "../ble/index";
import type { Radio } from "../radio/radio";
import type { AccessPoint } from "./board-radio";
import type { FaultFields } from "./records";

/** What can be done to the air; see docs/simulator-radio.md. Shares are 0-1. */
export type RadioFault =
	/** Share of receptions that fail on top of what distance does, for the whole radio. */
	| { readonly fault: "radio loss"; readonly value: number }
	/** Share of receptions told twice, or late and after others. */
	| { readonly fault: "radio duplication" | "radio reordering"; readonly value: number }
	/** Share of what is sent on a channel that a jammer destroys; 0 ends it. */
	| { readonly fault: "jam channel"; readonly channel: number; readonly value: number }
	/** The gateways' access point moves to this channel, 1-13. */
	| { readonly fault: "access point channel"; readonly value: number }
	/** Boards of one part hear each other only; all begin in part 0. */
	| { readonly fault: "separate"; readonly board: string; readonly value: number }
	/** What `board` and `of` send each other is lost with this probability on top. */
	| { readonly fault: "link loss"; readonly board: string; readonly of: string; readonly value: number }
	/** `board` and `of` hear each other with this strength, dBm, whatever lies between them. */
	| { readonly fault: "link strength"; readonly board: string; readonly of: string; readonly value: number }
	/** The board is carried to another place, metres. */
	| { readonly fault: "move"; readonly board: string; readonly x: number; readonly y: number; readonly z: number };

type Fields = Omit<FaultFields, "fault">;

const nothing: Fields = { device: null, field: null, value: null };

/** As a line of the trace holds it. */
export function fieldsOfRadioFault(fault: RadioFault): Fields {
	switch (fault.fault) {
		case "jam channel":
			return { ...nothing, field: String(fault.channel), value: fault.value };
		case "link loss":
		case "link strength":
			return { ...nothing, device: fault.of, value: fault.value };
		case "move":
			return { ...nothing, field: `${fault.x},${fault.y},${fault.z}` };
		default:
			return { ...nothing, value: fault.value };
	}
}

/** Undefined: none, or one that this version does not know. */
export function radioFaultOf(board: string | null, fields: FaultFields): RadioFault | undefined {
	const { fault, device, field, value } = fields;
	if (fault === "move") return moveOf(board, field);
	if (typeof value !== "number") return undefined;
	switch (fault) {
		case "radio loss":
		case "radio duplication":
		case "radio reordering":
		case "access point channel":
			return { fault, value };
		case "jam channel":
			return { fault, channel: Number(field), value };
		case "separate":
			return board === null ? undefined : { fault, board, value };
		case "link loss":
		case "link strength":
			return board === null || device === null ? undefined : { fault, board, of: device, value };
	}
	return undefined;
}

function moveOf(board: string | null, field: string | null): RadioFault | undefined {
	const [x, y, z] = (field ?? "").split(",").map(Number);
	if (board === null || x === undefined || y === undefined || z === undefined) return undefined;
	return { fault: "move", board, x, y, z };
}

/** Why such a fault cannot be: a sentence, or undefined. */
export function radioFaultProblem(fault: RadioFault, hasBoard: (name: string) => boolean): string | undefined {
	if ("of" in fault && !hasBoard(fault.of)) return `there is no board "${fault.of}"`;
	switch (fault.fault) {
		case "access point channel":
			return isChannel(fault.value) ? undefined : `${fault.value} is not a Wi-Fi channel, 1 to 13`;
		case "jam channel":
			if (!isChannel(fault.channel)) return `${fault.channel} is not a Wi-Fi channel, 1 to 13`;
			return shareProblem(fault.value);
		case "move": {
			const finite = Number.isFinite(fault.x) && Number.isFinite(fault.y) && Number.isFinite(fault.z);
			return finite ? undefined : "a place needs three numbers, x, y and z in metres";
		}
		case "separate":
			return Number.isInteger(fault.value) ? undefined : `the part ${fault.value} is not a whole number`;
		case "link strength":
			return Number.isFinite(fault.value) ? undefined : `${fault.value} is no strength in dBm`;
		default:
			return shareProblem(fault.value);
	}
}

function shareProblem(value: number): string | undefined {
	return value >= 0 && value <= 1 ? undefined : `${value} is no share from 0 to 1`;
}

function isChannel(value: number): boolean {
	return Number.isInteger(value) && value >= 1 && value <= 13;
}

/** What radio faults act upon. */
export interface RadioFaultParts {
	readonly radio: Radio;
	readonly ble: BleRadio;
	readonly accessPoint: AccessPoint;
	readonly boards: readonly RadioBoard[];
}

interface RadioBoard {
	readonly name: string;
	readonly antenna: { readonly station: Parameters<Radio["move"]>[0]; follow(): void };
}

/** Does it. Names were checked when it was planned. */
export function changeAir(fault: RadioFault, { radio, ble, accessPoint, boards }: RadioFaultParts): void {
	const station = (name: string) => boards.find((board) => board.name === name)?.antenna.station;
	switch (fault.fault) {
		case "radio loss":
			radio.loss = fault.value;
			ble.loss = fault.value;
			return;
		case "radio duplication":
			radio.setHandoverFaults({ duplication: fault.value });
			return;
		case "radio reordering":
			radio.setHandoverFaults({ reordering: fault.value });
			return;
		case "jam channel":
			radio.jam(fault.channel, fault.value);
			return;
		case "access point channel":
			accessPoint.channel = fault.value;
			for (const board of boards) board.antenna.follow();
			return;
	}
	const here = station(fault.board);
	if (here === undefined) return;
	switch (fault.fault) {
		case "separate":
			radio.separate(here.index, fault.value);
			ble.separate(here.index, fault.value);
			return;
		case "move":
			radio.move(here, fault);
			ble.move(here.index, here.address, fault);
			return;
		case "link loss":
		case "link strength": {
			const there = station(fault.of);
			if (there === undefined) return;
			const setting = fault.fault === "link loss" ? { loss: fault.value } : { dbm: fault.value };
			radio.adjustLink(here.index, there.index, setting);
			radio.adjustLink(there.index, here.index, setting);
		}
	}
}
