/** What images are built and tested with. */

/** Moddable SDK (`tools/VERSION` in its folder). A newer one is welcome, an older one lacks what we use. */
export const sdkVersion = "8.2.3";
/** ESP-IDF that this SDK asks for (`EXPECTED_ESP_IDF` in its build/devices/esp32/manifest.json): this minor release. */
export const idfVersion = "6.0";
/** Its mcconfig compiles with the project's own TypeScript: 5.9 does not know its settings. */
export const typescriptVersion = "6.0";
export const nodeVersion = "20";

/** Whether `version` ("v8.2.3", "6.0-dev") is `least` or later, by its numbers alone. */
export function isAtLeast(version: string, least: string): boolean {
	const [have, need] = [numbersOf(version), numbersOf(least)];
	for (const [index, wanted] of need.entries()) {
		const found = have[index] ?? 0;
		if (found !== wanted) return found > wanted;
	}
	return true;
}

/** Whether it is of the same series: "6.0.2" of "6.0". */
export function isOfSeries(version: string, series: string): boolean {
	const have = numbersOf(version);
	return numbersOf(series).every((number, index) => (have[index] ?? 0) === number);
}

function numbersOf(version: string): number[] {
	return [...version.matchAll(/\d+/g)].map(Number);
}
