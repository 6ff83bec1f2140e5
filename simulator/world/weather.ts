import { cosine } from "../kernel/exact-math";
import { SeededRandom } from "../kernel/seeded-random";
import { dewPointLimit, vapourAt } from "./air";
import { dayOfYear } from "./calendar";
import type { OutdoorAir } from "./climate";
import { skyIlluminance, sunElevation } from "./sky";

export interface WeatherDescription {
	/** Usual lowest and highest temperature of a day, °C. Default 19 and 33: a hot summer. */
	readonly lowest?: number;
	readonly highest?: number;
	/** Usual share of the sky in clouds, 0-1. Default 0.3. */
	readonly clouds?: number;
	/** Usual dew point, °C. Default 13. */
	readonly dewPoint?: number;
}

/** Hour at which a day is hottest; coldest twelve hours earlier. */
const hottestHour = 15;
/** Deviation of a day's temperature (K) and dew point (K) from the usual, and of clouds within three hours. */
const temperatureDeviation = 1.2;
const dewPointDeviation = 1.5;
const cloudDeviation = 0.22;
/** Hour-to-hour temperature noise, K. */
const gust = 0.25;

/** Weather as a pure function of seed and time: nothing depends on who asks, or when. */
export class Weather implements OutdoorAir {
	readonly #lowest: number;
	readonly #highest: number;
	readonly #clouds: number;
	readonly #dewPoint: number;
	readonly #latitude: number;
	readonly #seed: number;
	readonly #drawn = new Map<string, number>();

	constructor(description: WeatherDescription, latitude: number, seed: number) {
		this.#lowest = description.lowest ?? 19;
		this.#highest = description.highest ?? 33;
		this.#clouds = description.clouds ?? 0.3;
		this.#dewPoint = description.dewPoint ?? 13;
		this.#latitude = latitude;
		this.#seed = seed;
	}

	/** °C at civil seconds since 1970. */
	temperature(seconds: number): number {
		const hours = seconds / 3600;
		const middle = (this.#lowest + this.#highest) / 2;
		const swing = (this.#highest - this.#lowest) / 2;
		const daily = middle + swing * cosine((2 * Math.PI * ((hours % 24) - hottestHour)) / 24);
		return daily + temperatureDeviation * this.#noise("day", hours / 24) + gust * this.#noise("gust", hours);
	}

	/** Share of the sky, 0-1. */
	clouds(seconds: number): number {
		const share = this.#clouds + cloudDeviation * this.#noise("clouds", seconds / 10_800);
		return Math.max(0, Math.min(1, share));
	}

	/** Grams of water per cubic metre of outdoor air. */
	vapour(seconds: number): number {
		const dewPoint = this.#dewPoint + dewPointDeviation * this.#noise("dew point", seconds / 86_400);
		return vapourAt(dewPointLimit(dewPoint, this.temperature(seconds)));
	}

	/** Degrees above the horizon; noon is at 12. */
	sunElevation(seconds: number): number {
		const day = Math.floor(seconds / 86_400);
		return sunElevation(this.#latitude, dayOfYear(day), (seconds - day * 86_400) / 3600);
	}

	/** lx on open level ground. */
	illuminance(seconds: number): number {
		return skyIlluminance(this.sunElevation(seconds), this.clouds(seconds));
	}

	/** Normal deviates at whole `position`, straight lines between. */
	#noise(name: string, position: number): number {
		const whole = Math.floor(position);
		const share = position - whole;
		return this.#draw(name, whole) * (1 - share) + this.#draw(name, whole + 1) * share;
	}

	#draw(name: string, whole: number): number {
		const key = `${name} ${whole}`;
		const known = this.#drawn.get(key);
		if (known !== undefined) return known;
		const value = new SeededRandom(this.#seed, key).normal();
		if (this.#drawn.size >= drawnLimit) this.#drawn.clear();
		this.#drawn.set(key, value);
		return value;
	}
}

/** Deviates remembered; when full they are drawn again, the same. */
const drawnLimit = 256;
