import type WiFi from "embedded:network/interface/wifi";
import type { WiFiFound } from "embedded:network/interface/wifi";
import type { HostTimer, Timers } from "../time/timers";

/** Time between attempts while the access point is absent: doubled from the first to the last. */
export const firstRetryMs = 5_000;
export const lastRetryMs = 300_000;
/** From the first pause beyond the last. */
const doublings = 6;
/** An attempt to join that has brought no address after this long is given up. */
export const joinLimitMs = 20_000;
/** Every so many attempts look on all channels, and every second one of the first so many. That takes seconds in which ESP-NOW hears nothing. */
export const attemptsPerWideSearch = 8;

/** Of `connection` (ECMA-419, network interfaces): has an address; is joined; is not joined and not joining. */
const hasAddress = 500;
const isJoined = 400;
const apart = 200;

export interface StationOptions {
	/** The SDK's class. Making one starts the radio, which ESP-NOW needs too. */
	readonly WiFi: typeof WiFi;
	readonly timers: Timers;
	/** The network's channel now, 1-13: where the access point should be, and where the peers are. */
	readonly channel: () => number;
	/** Whom to join; without it the radio runs and joins nobody. */
	readonly accessPoint?: { readonly name: string; readonly passphrase: string | undefined };
	/** The state changed: with an address, or without. */
	readonly onChanged: (online: boolean) => void;
	/** From now on the access point decides the radio's channel, or no longer. */
	readonly onTied: (tied: boolean) => void;
}

export interface StationCounters {
	/** Attempts to find or join the access point. */
	attempts: number;
	/** Times that an address was had. */
	joins: number;
	/** Times that it was lost. */
	losses: number;
}

/**
 * Wi-Fi as a gateway needs it: starts offline, joins when it can, and tries for ever with growing pauses. The SDK's class
 * neither reconnects nor says why it failed. While the access point is absent most attempts are scans of the network's own
 * channel, on which peers are still heard; the SDK's own `connect` would search all channels each time. An access point that was
 * lost is looked for on all channels first, as it may have moved.
 */
export class WifiStation {
	readonly counters: StationCounters = { attempts: 0, joins: 0, losses: 0 };
	readonly #options: StationOptions;
	readonly #wifi: WiFi;
	#online = false;
	#tied = false;
	#joining = false;
	#failures = 0;
	#timer: HostTimer | undefined;

	constructor(options: StationOptions) {
		this.#options = options;
		this.#wifi = new options.WiFi({ onChanged: () => this.#changed() });
		if (options.accessPoint !== undefined) this.#timer = options.timers.after(0, () => this.#attempt());
	}

	/** Whether there is an address, so that hosts can be reached. */
	get online(): boolean {
		return this.#online;
	}

	close(): void {
		this.#timer?.cancel();
		this.#wifi.close();
	}

	#attempt(): void {
		this.counters.attempts++;
		const { accessPoint, channel } = this.#options;
		let found = 0;
		let strength = -128;
		try {
			this.#wifi.scan({
				...(looksWide(this.#failures) ? {} : { channel: channel() }),
				onFound: (point: WiFiFound) => {
					if (point.SSID !== accessPoint?.name || point.RSSI < strength) return;
					found = point.channel;
					strength = point.RSSI;
				},
				onComplete: () => {
					if (found !== 0) this.#join(found);
					else this.#retry();
				},
			});
		} catch {
			this.#retry();
		}
	}

	#join(channel: number): void {
		const { name, passphrase } = this.#options.accessPoint as { name: string; passphrase: string | undefined };
		this.#joining = true;
		this.#timer = this.#options.timers.after(joinLimitMs, () => this.#giveUp());
		try {
			this.#wifi.connect({
				SSID: name,
				...(passphrase === undefined ? {} : { password: passphrase }),
				channel,
			});
		} catch {
			this.#giveUp();
		}
	}

	#giveUp(): void {
		this.#joining = false;
		this.#wifi.disconnect();
		this.#retry();
	}

	#changed(): void {
		const { connection } = this.#wifi;
		const tied = connection >= isJoined;
		if (tied !== this.#tied) {
			this.#tied = tied;
			this.#options.onTied(tied);
		}
		if (connection >= hasAddress) this.#joined();
		else if (connection <= apart) this.#lost();
	}

	#joined(): void {
		this.#timer?.cancel();
		this.#joining = false;
		this.#failures = 0;
		if (this.#online) return;
		this.#online = true;
		this.counters.joins++;
		this.#options.onChanged(true);
	}

	#lost(): void {
		if (this.#online) {
			this.#online = false;
			this.counters.losses++;
			this.#retry();
			this.#options.onChanged(false);
		} else if (this.#joining) {
			this.#joining = false;
			this.#retry();
		}
	}

	#retry(): void {
		this.#timer?.cancel();
		const pause = Math.min(firstRetryMs << Math.min(this.#failures, doublings), lastRetryMs);
		this.#failures++;
		this.#timer = this.#options.timers.after(pause, () => this.#attempt());
	}
}

/** @param failures since the start, or since the access point was lost, which counts as one */
function looksWide(failures: number): boolean {
	if (failures < attemptsPerWideSearch) return (failures & 1) === 1;
	return failures % attemptsPerWideSearch === attemptsPerWideSearch - 1;
}
