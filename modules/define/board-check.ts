import type { Board, Pin, PinUse } from "./board";
import { DefinitionError } from "./definition-error";
import type { PinDemand } from "./device";
import type { NodeSpec } from "./reference";

/** @throws DefinitionError with one sentence about the first pin or bus address that cannot work */
export function checkWiring(node: NodeSpec): void {
	const owners = new Map<number, string>();
	const addresses = new Map<number, string>();
	const { board } = node;
	for (const [device, { i2cAddress }] of node.devices) {
		if (i2cAddress === undefined) continue;
		const name = `${node.name}.${device}`;
		const other = addresses.get(i2cAddress);
		if (other !== undefined) {
			throw new DefinitionError(
				`${name}: the I2C address 0x${i2cAddress.toString(16)} is already used by ${other}; give one of the two chips another address, or another board`,
			);
		}
		addresses.set(i2cAddress, name);
		owners.set(board.i2c.data, "the I2C bus");
		owners.set(board.i2c.clock, "the I2C bus");
	}
	for (const [device, { pins }] of node.devices) {
		for (const demand of pins) {
			const name = `${node.name}.${device}`;
			checkPin(name, demand, board, owners, takenPins(node));
			owners.set(demand.gpio, name);
		}
	}
}

function checkPin(
	name: string,
	demand: PinDemand,
	board: Board,
	owners: Map<number, string>,
	taken: Set<number>,
): void {
	const { gpio, use } = demand;
	const pin = board.pins.find((candidate) => candidate.gpio === gpio);
	const problem = pinProblem(gpio, pin, use, board, owners.get(gpio));
	if (problem === undefined) return;
	for (const used of owners.keys()) taken.add(used);
	const free = board.pins.filter((other) => !taken.has(other.gpio) && other.reserved === undefined && fits(other, use));
	const advice = free.length === 0 ? "no other pin is free" : `use GPIO ${oneOf(free.map((other) => other.gpio))}`;
	throw new DefinitionError(`${name}: ${problem}; ${advice}`);
}

function pinProblem(
	gpio: number,
	pin: Pin | undefined,
	use: PinUse,
	board: Board,
	owner: string | undefined,
): string | undefined {
	if (pin === undefined) return `the ${board.name} has no GPIO ${gpio}`;
	if (pin.reserved !== undefined) return `GPIO ${gpio} of the ${board.name} is ${pin.reserved}`;
	if (owner !== undefined) return `GPIO ${gpio} is already used by ${owner}`;
	if (fits(pin, use)) return undefined;
	return use === "analog"
		? `GPIO ${gpio} of the ${board.name} cannot measure voltages (it has no usable analog-to-digital converter)`
		: `GPIO ${gpio} of the ${board.name} is an input only`;
}

function fits(pin: Pin, use: PinUse): boolean {
	switch (use) {
		case "input":
			return true;
		case "output":
		case "pwm":
			return pin.output;
		case "analog":
			return pin.analog;
	}
}

/** All pins that devices of the node ask for, so that the advice names a pin that is really free. */
function takenPins(node: NodeSpec): Set<number> {
	return new Set([...node.devices.values()].flatMap((device) => device.pins.map((demand) => demand.gpio)));
}

function oneOf(numbers: readonly number[]): string {
	const last = numbers.at(-1);
	return numbers.length < 2 ? String(last) : `${numbers.slice(0, -1).join(", ")} or ${last}`;
}
