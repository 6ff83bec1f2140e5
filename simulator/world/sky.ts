import { arcsine, cosine, exponential, logarithm, sine } from "../kernel/exact-math";

const radians = Math.PI / 180;

/**
 * Height of the sun above the horizon in degrees, without refraction: declination by Cooper's formula (Solar Energy 12,
 * 1969), good to about half a degree.
 * @param latitude degrees north @param dayOfYear 0-365 @param solarHour hours, 12 when the sun is highest
 */
export function sunElevation(latitude: number, dayOfYear: number, solarHour: number): number {
	const declination = 23.45 * radians * sine((2 * Math.PI * (dayOfYear + 285)) / 365);
	const hourAngle = 15 * radians * (solarHour - 12);
	const north = latitude * radians;
	const height = sine(north) * sine(declination) + cosine(north) * cosine(declination) * cosine(hourAngle);
	return arcsine(Math.max(-1, Math.min(1, height))) / radians;
}

/**
 * Illuminance on open level ground in lux: the clear sky and sun of the Illuminating Engineering Society's formulas
 * (RP-21), dimmed by clouds as irradiance is (Kasten and Czeplak, Solar Energy 24, 1980); in twilight a straight line on
 * a logarithmic scale from 800 lx at sunset to 3.4 lx at six degrees below.
 * @param clouds 0-1, share of the sky
 */
export function skyIlluminance(elevation: number, clouds: number): number {
	const dimming = clouds <= 0 ? 1 : 1 - 0.75 * exponential(3.4 * logarithm(clouds));
	if (elevation <= 0) return elevation < -18 ? 0 : 800 * exponential(0.91 * elevation) * dimming;
	const height = sine(elevation * radians);
	const direct = 127_500 * exponential(-0.21 / height) * height;
	const diffuse = 800 + 15_500 * Math.sqrt(height);
	return (direct + diffuse) * dimming;
}

/** Lumens per watt of daylight: turns illuminance into irradiance (W/m²). */
export const daylightEfficacy = 110;
