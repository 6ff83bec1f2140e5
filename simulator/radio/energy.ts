/**
 * What a radio takes from its supply: ESP32-C3 datasheet version 2.2, table "Current consumption", at 3.3 V and 25 °C:
 * sending 802.11b at 1 Mbps and 21 dBm 335 mA, receiving 84 mA. Without power save a station listens all the time.
 */
export const supplyVolts = 3.3;
export const sendingMilliamperes = 335;
export const listeningMilliamperes = 84;

/** One station's share of all there was. */
export interface RadioEnergy {
	/** µs on the air, acknowledgements included. */
	readonly sending: number;
	/** µs joined and not sending. */
	readonly listening: number;
	readonly millijoules: number;
}

/** @param sending µs @param joined µs, the sending included */
export function energyOf(sending: number, joined: number): RadioEnergy {
	const listening = Math.max(0, joined - sending);
	const millicoulombs = (sendingMilliamperes * sending + listeningMilliamperes * listening) / 1e6;
	return { sending, listening, millijoules: supplyVolts * millicoulombs };
}
