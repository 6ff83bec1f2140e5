import type WiFi from "embedded:network/interface/wifi";
import type { WiFiScan } from "embedded:network/interface/wifi";

/** The SDK's Wi-Fi class as the test drives it. Portable. */
export class FakeWifi {
	/** The one that was made last. */
	static last: FakeWifi | undefined;
	connection = 200;
	readonly channel = undefined;
	scans: WiFiScan[] = [];
	joins: { SSID: string; password?: string; channel?: number }[] = [];
	disconnects = 0;
	/** Where a scan of all channels finds them. */
	channelOf = 1;
	closed = false;
	/** `connect` throws, as the driver does when it is busy. */
	refuses = false;
	readonly #onChanged: (property: string) => void;

	constructor(options: { onChanged: (property: string) => void }) {
		this.#onChanged = options.onChanged;
		FakeWifi.last = this;
	}

	static get type(): typeof WiFi {
		return FakeWifi as unknown as typeof WiFi;
	}

	scan(options: WiFiScan): void {
		this.scans.push(options);
	}

	connect(options: { SSID: string; password?: string; channel?: number }): void {
		if (this.refuses) throw new Error("connect failed");
		this.joins.push(options);
		this.connection = 300;
	}

	disconnect(): void {
		this.disconnects++;
		this.connection = 200;
	}

	close(): void {
		this.closed = true;
	}

	/** The scan under way ends. @param names of the access points that it found */
	endScan(...names: string[]): void {
		const scan = this.scans[this.scans.length - 1] as WiFiScan;
		for (const SSID of names) scan.onFound({ SSID, channel: scan.channel ?? this.channelOf, RSSI: -50 });
		scan.onComplete();
	}

	become(connection: number): void {
		this.connection = connection;
		this.#onChanged("connection");
	}
}
