import { Scheduler } from "kith/core/scheduler";
import type { DatagramListener, Datagrams } from "kith/link/datagrams";
import { NodeTime } from "kith/node/node-time";
import { longestPollMs } from "kith/time/sntp-client";
import { timeEvents, timePosts } from "./time-events";

const received = new Uint8Array(512);
const posted = new Uint8Array(4);

/** A server that answers every request at once. */
class GuestServer implements Datagrams {
	readonly limit = 512;
	listener: DatagramListener | undefined;
	readonly #answer = new Uint8Array(48);
	waiting = false;

	send(_peer: number, bytes: Uint8Array): boolean {
		const answer = this.#answer;
		answer[0] = 0x24;
		answer[1] = 1;
		for (let index = 0; index < 8; index++) answer[24 + index] = bytes[40 + index] as number;
		answer[40] = 0xee;
		this.waiting = true;
		return true;
	}

	peerAt(): number {
		return 0x10000;
	}

	tell(): void {
		if (this.waiting) this.listener?.onDatagram(0x10000, false, this.#answer, 48);
		this.waiting = false;
	}
}

class Board {
	readonly datagrams = new GuestServer();
	now = 0;
	wake: (() => void) | undefined;
	readonly scheduler = new Scheduler({
		now: () => this.now,
		wakeAt: (_deadline, wake) => {
			this.wake = wake;
		},
	});
	time: NodeTime | undefined;

	build(): void {
		const random = {
			fill(bytes: Uint8Array): void {
				for (let index = 0; index < bytes.length; index++) bytes[index] = index;
			},
		};
		const { datagrams, scheduler } = this;
		this.time = new NodeTime({ server: "10.0.0.1", datagrams, scheduler, random, log: undefined });
	}

	ask(times: number): void {
		for (let time = 0; time < times; time++) {
			this.now = (this.now + longestPollMs) | 0;
			this.wake?.();
			this.datagrams.tell();
		}
	}
}

const board = new Board();

host.listen(received, (kind) => {
	if (kind === timeEvents.build) board.build();
	else if (kind === timeEvents.ask) board.ask(received[0] as number);
	const answers = board.time?.client.answered ?? 0;
	for (let index = 0; index < 4; index++) posted[index] = answers >> (8 * index);
	host.post(timePosts.answers, posted, 4);
});
