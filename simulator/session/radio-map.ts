import type { Radio } from "../radio/radio";
import type { SimulatedBoard } from "./board";

/** Paths on which fewer frames than this arrive are left out: nobody would route over them. */
const usefulArrival = 0.1;

/** One direction of a path between two boards that are on. */
export interface RadioMapPath {
	readonly from: string;
	readonly to: string;
	/** Whole dBm. */
	readonly strength: number;
	/** Probability that a reading's frame arrives in one transmission while nobody else speaks, 0-1. */
	readonly arrival: number;
}

export interface RadioMapBoard {
	readonly name: string;
	readonly address: number;
	readonly gateway: boolean;
	/** Metres. */
	readonly x: number;
	readonly y: number;
	readonly z: number;
	/** 1-13; undefined: its radio is off. */
	readonly channel?: number;
}

/** Who could hear whom at this moment: the picture that routes are judged against. */
export interface RadioMap {
	readonly boards: readonly RadioMapBoard[];
	/** In the order of senders and receivers. Boards on different channels are not connected. */
	readonly paths: readonly RadioMapPath[];
}

export function radioMap(radio: Radio, boards: readonly SimulatedBoard[]): RadioMap {
	const placed = boards.map((board): RadioMapBoard => {
		const { name, address, gateway, antenna } = board;
		const { x, y, z } = radio.positionOf(antenna.station);
		const place = { name, address, gateway: gateway !== undefined, x, y, z };
		return radio.has(antenna.station.index) ? { ...place, channel: antenna.channel } : place;
	});
	const paths = radio.paths().flatMap(({ from, to, strength, arrival }): RadioMapPath[] => {
		const [sender, receiver] = [placed[from.index], placed[to.index]];
		if (sender === undefined || receiver === undefined || sender.channel !== receiver.channel) return [];
		if (arrival < usefulArrival) return [];
		const rounded = Math.round(arrival * 1000) / 1000;
		return [{ from: sender.name, to: receiver.name, strength: Math.round(strength), arrival: rounded }];
	});
	return { boards: placed, paths };
}

/** The same, short: by board, whom it hears, and with how many dBm. */
export type HearsSummary = { readonly [board: string]: { readonly [heard: string]: number } };

export function hearsSummary({ boards, paths }: RadioMap): HearsSummary {
	const hears = Object.fromEntries(boards.map(({ name }): [string, Record<string, number>] => [name, {}]));
	for (const { from, to, strength } of paths) {
		const heard = hears[to];
		if (heard !== undefined) heard[from] = strength;
	}
	return hears;
}
