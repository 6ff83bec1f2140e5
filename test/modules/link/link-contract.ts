/**
 * What every Link must do, as tests: call `testLinkContract` with something that opens two stations in reach of each
 * other. Portable: for links of the simulator and of boards alike.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, type Link, type LinkListener } from "kith/link/link";

export interface LinkStand {
	readonly first: Link;
	readonly second: Link;
	readonly firstAddress: number;
	readonly secondAddress: number;
	/** An address that nobody has. */
	readonly absentAddress: number;
	/** Lets all that is under way arrive and be reported. */
	settle(): void | Promise<void>;
	close(): void;
}

class Station implements LinkListener {
	readonly frames: string[] = [];
	readonly rssi: number[] = [];
	readonly from: number[] = [];
	readonly sent: boolean[] = [];

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		this.frames.push(frame.slice(0, length).join());
		this.rssi.push(rssi);
		this.from.push(from);
	}

	onSent(delivered: boolean): void {
		this.sent.push(delivered);
	}
}

export function testLinkContract(name: string, open: () => LinkStand): void {
	const contract = (
		behaviour: string,
		run: (stand: LinkStand, first: Station, second: Station) => Promise<void>,
	): void => {
		test(`${name}: ${behaviour}`, async () => {
			const stand = open();
			const first = new Station();
			const second = new Station();
			stand.first.listener = first;
			stand.second.listener = second;
			try {
				await run(stand, first, second);
			} finally {
				stand.close();
			}
		});
	};

	contract("a frame arrives whole, is reported once, and the frame was copied", async (stand, first, second) => {
		const frame = Uint8Array.of(1, 2, 3, 9, 9);
		assert.equal(stand.first.send(stand.secondAddress, frame, 3), undefined);
		frame.fill(0);
		assert.equal(first.sent.length + second.frames.length, 0, "nothing may happen inside send");
		await stand.settle();
		assert.equal(second.frames.join(" "), "1,2,3");
		assert.equal(first.sent.join(), "true");
		assert.equal(second.sent.length, 0);
		assert.equal(first.frames.length, 0, "a sender does not hear itself");
	});

	contract("one frame is in flight at a time", async (stand, first, second) => {
		const frame = Uint8Array.of(7);
		assert.equal(stand.first.send(broadcastAddress, frame, 1), undefined);
		assert.equal(stand.first.send(broadcastAddress, frame, 1), "busy");
		await stand.settle();
		assert.equal(stand.first.send(broadcastAddress, frame, 1), undefined);
		await stand.settle();
		assert.equal(second.frames.length, 2);
		assert.equal(first.sent.length, 2);
	});

	contract("a broadcast counts as delivered, a unicast to nobody does not", async (stand, first, second) => {
		stand.first.send(broadcastAddress, Uint8Array.of(1), 1);
		await stand.settle();
		stand.first.send(stand.absentAddress, Uint8Array.of(2), 1);
		await stand.settle();
		assert.equal(first.sent.join(), "true,false");
		assert.equal(second.frames.join(" "), "1", "a frame for somebody else is not heard");
	});

	contract("the longest frame passes, a longer one is refused", async (stand, first, second) => {
		const frame = new Uint8Array(stand.first.mtu + 1).fill(3);
		assert.equal(stand.first.send(broadcastAddress, frame, stand.first.mtu + 1), "too long");
		await stand.settle();
		assert.equal(first.sent.length, 0, "a refused frame is not reported");
		assert.equal(stand.first.send(broadcastAddress, frame, stand.first.mtu), undefined);
		await stand.settle();
		assert.equal(second.frames[0]?.split(",").length, stand.first.mtu);
	});

	contract("signal strength is in range", async (stand, _first, second) => {
		stand.first.send(stand.secondAddress, Uint8Array.of(1), 1);
		await stand.settle();
		const rssi = second.rssi[0] as number;
		assert.ok(rssi >= -127 && rssi <= 0, `${rssi}`);
	});

	contract("the sender is named, in a broadcast as in a unicast", async (stand, _first, second) => {
		stand.first.send(broadcastAddress, Uint8Array.of(1), 1);
		await stand.settle();
		stand.first.send(stand.secondAddress, Uint8Array.of(2), 1);
		await stand.settle();
		assert.equal(second.from.join(), `${stand.firstAddress},${stand.firstAddress}`);
	});

	contract("both directions at once", async (stand, first, second) => {
		stand.first.send(stand.secondAddress, Uint8Array.of(1), 1);
		stand.second.send(stand.firstAddress, Uint8Array.of(2), 1);
		await stand.settle();
		assert.equal(first.frames.join(" "), "2");
		assert.equal(second.frames.join(" "), "1");
	});

	contract("without a listener a frame is lost in silence", async (stand, first) => {
		stand.second.listener = undefined;
		stand.first.send(broadcastAddress, Uint8Array.of(1), 1);
		await stand.settle();
		assert.equal(first.sent.join(), "true");
	});
}
