import { linkBits } from "kith/definition/definition";
import type { Chip } from "./board";
import { DefinitionError } from "./definition-error";
import type { NodeSpec } from "./reference";

/** One way in which a board speaks with its neighbours. Made by {@link espNow} and {@link ble}. */
export interface LinkSpec {
	readonly kind: "espNow" | "ble";
}

/** ESP-NOW: for chips with Wi-Fi. */
export function espNow(): LinkSpec {
	return { kind: "espNow" };
}

/** Bluetooth Low Energy: for chips without Wi-Fi, and for the boards between those and the others. */
export function ble(): LinkSpec {
	return { kind: "ble" };
}

/** By what a chip's radio can do. On a desktop both are played by the computer. */
const radios: { readonly [C in Chip]: { readonly wifi: boolean; readonly bluetooth: boolean } } = {
	esp32: { wifi: true, bluetooth: true },
	esp32s3: { wifi: true, bluetooth: true },
	esp32c3: { wifi: true, bluetooth: true },
	esp32c6: { wifi: true, bluetooth: true },
	esp32h2: { wifi: false, bluetooth: true },
	linux: { wifi: true, bluetooth: false },
};

export function hasWifi(chip: Chip): boolean {
	return radios[chip].wifi;
}

/** What a board speaks where nothing is said: ESP-NOW, and without Wi-Fi Bluetooth. */
export function defaultLinks(chip: Chip): readonly LinkSpec[] {
	return [hasWifi(chip) ? espNow() : ble()];
}

/** @throws DefinitionError with one sentence about the first link that the board cannot have */
export function checkLinks({ name, board, links }: NodeSpec): void {
	if (links.length === 0) throw new DefinitionError(`${name} has no links: leave links out, or name one`);
	for (const [index, { kind }] of links.entries()) {
		const words = kind === "espNow" ? "ESP-NOW" : "Bluetooth";
		if (links.findIndex((link) => link.kind === kind) < index)
			throw new DefinitionError(`${name} names ${words} twice`);
		const { wifi, bluetooth } = radios[board.chip];
		if (kind === "espNow" && !wifi) {
			throw new DefinitionError(
				`${name}: the ${board.name} has no Wi-Fi and therefore no ESP-NOW; write links: [ble()], or take another board`,
			);
		}
		if (kind === "ble" && !bluetooth) {
			throw new DefinitionError(`${name}: the ${board.name} has no Bluetooth; write links: [espNow()]`);
		}
	}
}

/** @throws DefinitionError where a board speaks what nobody else does, or a gateway has no Wi-Fi */
export function checkCommonLinks(name: string, nodes: readonly NodeSpec[], gateways: ReadonlySet<NodeSpec>): void {
	for (const { name: gateway, board } of gateways) {
		if (hasWifi(board.chip)) continue;
		throw new DefinitionError(
			`installation "${name}": its gateway ${gateway} is an ${board.name}, which has no Wi-Fi: take another board`,
		);
	}
	const apart = nodes.find((node) => !speaks(node, "espNow"));
	if (apart === undefined || !nodes.some((node) => !speaks(node, "ble"))) return;
	if (nodes.some((node) => speaks(node, "ble") && speaks(node, "espNow"))) return;
	throw new DefinitionError(
		`installation "${name}": ${apart.name} speaks Bluetooth only and no board speaks both; give one near it links: [espNow(), ble()]`,
	);
}

/** As the definition has it; undefined: ESP-NOW alone. */
export function linkSet({ links }: NodeSpec): number | undefined {
	let set = 0;
	for (const { kind } of links) set |= linkBits[kind];
	return set === linkBits.espNow ? undefined : set;
}

function speaks({ links }: NodeSpec, kind: LinkSpec["kind"]): boolean {
	return links.some((link) => link.kind === kind);
}
