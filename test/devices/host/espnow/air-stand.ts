/** Programs with the Linux twin of ESP-NOW, in an air of their own on this computer's loopback. */
import type { EspNow, EspNowMtu, EspNowOptions } from "kith/devices/host/espnow/espnow";
import { NativeDriver } from "../../../support/native-driver";

const folder = "devices/host/espnow";

export const plainOptions: Omit<EspNowOptions, "address"> = {
	networkTag: 0xcafe,
	channel: 6,
	mtu: 250,
	longRange: false,
	besideBluetooth: false,
	wakeWindowMs: 0,
	wakeIntervalMs: 0,
};

/** A range of ports that tests in other processes do not use at the same time, most likely. */
export const airPort = 20_000 + (process.pid % 1000) * 32;

export class AirProgram {
	readonly driver: NativeDriver;
	readonly link: EspNow;

	private constructor(driver: NativeDriver, link: EspNow) {
		this.driver = driver;
		this.link = link;
	}

	static async open(address: number, options: Partial<EspNowOptions> = {}): Promise<AirProgram> {
		const sources = ["frame-ring.c", "link.c", "peer-table.c", "xs-espnow.c", "lin/radio-lin.c"];
		const driver = new NativeDriver(
			{
				wrapper: `${folder}/espnow.ts`,
				sources: [...sources.map((name) => `${folder}/${name}`), "test/support/native/event-loop.c"],
				includes: [folder],
				libraries: ["-lpthread"],
				extra: ["fake_run"],
			},
			{ KITH_AIR_PORT: String(airPort) },
		);
		driver.install();
		const { EspNow } = await import("kith/devices/host/espnow/espnow");
		try {
			return new AirProgram(driver, new EspNow({ ...plainOptions, ...options, address }));
		} catch (error) {
			await driver.close();
			throw error;
		}
	}

	/** Lets the program run for `ms`, or until its callback has run. @returns whether it has */
	run(ms: number): boolean {
		return this.driver.call("fake_run", undefined, ms) === 1;
	}
}

/** Lets all that is under way arrive and be reported: nobody acknowledges within 60 ms, nobody ever does. */
export function settle(...programs: readonly AirProgram[]): void {
	for (let quiet = 0; quiet < 12; ) {
		quiet++;
		for (const program of programs) while (program.run(5)) quiet = 0;
	}
}

export type { EspNowMtu };
