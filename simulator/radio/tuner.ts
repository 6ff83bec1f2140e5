import { type Agenda, agendaClasses } from "../kernel/agenda";
import { type Member, noChannel } from "./member";
import type { Transmitter } from "./transmitter";

/** A station that changes channel hears and sends nothing for this long, in µs: setting the synthesizer and the PHY up anew. */
export const channelSwitchUs = 2000;
export const firstChannel = 1;
export const lastChannel = 13;

/** Carries stations from channel to channel; what they hold in their queues goes out on the new one. */
export class Tuner {
	readonly #agenda: Agenda;
	readonly #transmitter: Transmitter;

	constructor(agenda: Agenda, transmitter: Transmitter) {
		this.#agenda = agenda;
		this.#transmitter = transmitter;
		transmitter.interrupted = (member) => {
			if (member.wantedChannel === member.channel) return false;
			this.#switch(member);
			return true;
		};
	}

	/** A frame on the air is ended first. @throws RangeError outside 1-13 */
	tune(member: Member, channel: number): void {
		if (!Number.isInteger(channel) || channel < firstChannel || channel > lastChannel) {
			throw new RangeError(`channel ${channel} is not from ${firstChannel} to ${lastChannel}`);
		}
		member.wantedChannel = channel;
		if (member.state === "sending" || member.state === "tuning" || channel === member.channel) return;
		this.#transmitter.withdraw(member);
		this.#switch(member);
	}

	#switch(member: Member): void {
		const channel = member.wantedChannel;
		member.state = "tuning";
		member.channel = noChannel;
		this.#agenda.plan(this.#agenda.now + channelSwitchUs, agendaClasses.radio, () => {
			if (member.gone) return;
			if (member.wantedChannel !== channel) return this.#switch(member);
			member.channel = channel;
			member.listeningSince = this.#agenda.now;
			this.#transmitter.next(member, false);
		});
	}
}
