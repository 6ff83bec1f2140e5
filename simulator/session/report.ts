import type { Radio } from "../radio/radio";
import type { SimulatedBoard } from "./board";
import type { DeliveryLedger } from "./delivery-ledger";
import type { Inputs } from "./inputs";
import type { BoardSnapshot, BoardSummary, MqttFigures, RadioFigures } from "./types";

export function boardSummary(board: SimulatedBoard, radio: Radio): BoardSummary {
	if (board.machine !== undefined) board.heap.sample(board.machine);
	const { observer, heap, antenna } = board;
	const energy = radio.energy(antenna.station.index);
	return {
		reboots: reboots(board),
		sent: observer.sent,
		received: observer.received,
		heapPeak: heap.peak,
		heapAvailable: heap.available,
		airSeconds: energy.sending / 1e6,
		radioJoules: Math.round(energy.millijoules) / 1e3,
	};
}

export function boardSnapshot(board: SimulatedBoard): BoardSnapshot {
	const { name, address, gateway, state, observer, heap, machine } = board;
	return {
		name,
		address,
		gateway: gateway !== undefined,
		state,
		uptimeSeconds: board.uptime / 1e6,
		reboots: reboots(board),
		heapUsed: machine === undefined ? 0 : heap.used(machine),
		heapPeak: heap.peak,
		heapAvailable: heap.available,
		readingsSent: observer.sent,
		readingsReceived: observer.received,
		framesSent: board.framesSent,
		framesReceived: board.framesReceived,
		faults: observer.faults,
		...(gateway === undefined ? {} : { brokerConnected: gateway.connected }),
		...(board.lastCrash === undefined ? {} : { lastCrash: board.lastCrash }),
	};
}

export function radioFigures({ counters }: Radio): RadioFigures {
	const { transmissions, received, lost, airtime } = counters;
	return { frames: transmissions, received, lost, airSeconds: airtime / 1e6 };
}

export function mqttFigures(boards: readonly SimulatedBoard[], inputs: Inputs, ledger: DeliveryLedger): MqttFigures {
	const gateways = boards.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));
	return {
		connected: gateways.reduce((sum, gateway) => sum + gateway.connections, 0),
		published: gateways.reduce((sum, gateway) => sum + gateway.published, 0),
		received: gateways.reduce((sum, gateway) => sum + gateway.received, 0),
		dropped: inputs.dropped,
		readingsDue: ledger.totals.brokerDue,
		readingsDelivered: ledger.totals.brokerDelivered,
	};
}

function reboots(board: SimulatedBoard): number {
	return Math.max(0, board.boots - 1);
}
