import type { BleRadio } from "../ble/index";
import type { Radio } from "../radio/radio";
import type { SimulatedBoard } from "./board";

/** Paths on which fewer frames than this arrive are left out: nobody would route over them. */
const usefulArrival = 0.1;

/** One direction of a path between two boards that are on. */
export interface RadioMapPath {
	readonly from: string;
	readonly to: string;
	/** Two boards that have both are shown with ESP-NOW. */
	readonly link: "espNow" | "ble";
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
	/** Of Wi-Fi, 1-13; undefined: that is off, or there is none. */
	readonly channel?: number;
}

/** Who could hear whom at this moment: the picture that routes are judged against. */
export interface RadioMap {
	readonly boards: readonly RadioMapBoard[];
	/** Those of ESP-NOW, then those of Bluetooth, in the order of senders and receivers. Boards on different channels are not connected by ESP-NOW. */
	readonly paths: readonly RadioMapPath[];
}

export function radioMap(radio: Radio, ble: BleRadio, boards: readonly SimulatedBoard[]): RadioMap {
	const placed = boards.map((board): RadioMapBoard => {
		const { name, address, gateway, antenna } = board;
		const { x, y, z } = radio.positionOf(antenna.station);
		const place = { name, address, gateway: gateway !== undefined, x, y, z };
		return radio.has(antenna.station.index) ? { ...place, channel: antenna.channel } : place;
	});
	const paths: RadioMapPath[] = [];
	const connected = new Set<string>();
	const add = (link: RadioMapPath["link"], { from, to, strength, arrival }: Path): void => {
		const [sender, receiver] = [placed[from.index], placed[to.index]];
		if (sender === undefined || receiver === undefined || arrival < usefulArrival) return;
		if (link === "espNow" && sender.channel !== receiver.channel) return;
		const pair = `${from.index}>${to.index}`;
		if (connected.has(pair)) return;
		connected.add(pair);
		const rounded = Math.round(arrival * 1000) / 1000;
		paths.push({ from: sender.name, to: receiver.name, link, strength: Math.round(strength), arrival: rounded });
	};
	for (const path of radio.paths()) add("espNow", path);
	for (const path of ble.paths()) add("ble", path);
	return { boards: placed, paths };
}

interface Path {
	readonly from: { readonly index: number };
	readonly to: { readonly index: number };
	readonly strength: number;
	readonly arrival: number;
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
