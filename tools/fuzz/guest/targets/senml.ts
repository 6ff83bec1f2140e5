import { CborTag } from "kith/cbor/cbor-value";
import { encode } from "kith/cbor/encode";
import { PackReader } from "kith/senml/pack-reader";
import { senmlLabels as labels } from "kith/senml/senml-labels";
import type { FuzzTarget } from "../target";

const decimal = new CborTag(4, [-2, 2345]);

const seeds = [
	[
		new Map<number, unknown>([
			[labels.name, "1a"],
			[labels.value, decimal],
		]),
		new Map<number, unknown>([
			[labels.name, "3"],
			[labels.booleanValue, true],
		]),
	],
	[
		new Map<number, unknown>([
			[labels.name, "1a"],
			[labels.value, 23.5],
			[labels.unit, "Cel"],
			[labels.time, -60],
		]),
	],
	[
		new Map<number, unknown>([
			[labels.baseName, "1"],
			[labels.baseTime, 1.7e9],
			[labels.baseUnit, "Cel"],
			[labels.baseVersion, 10],
			[labels.name, "a"],
			[labels.value, -40],
		]),
	],
].map((pack) => encode(pack as never));

/** Packs of readings, each record read as a number of scale 2 and as a boolean. */
export function senmlPack(): FuzzTarget {
	const reader = new PackReader();
	return {
		seeds,
		feed(bytes, length) {
			if (!reader.open(bytes, 0, length)) return false;
			while (reader.next()) {
				if (reader.valueAs(2, false) && reader.value !== (reader.value | 0)) throw new Error("no int32");
				reader.valueAs(0, true);
			}
			return !reader.broken;
		},
	};
}
