import { type DeviceDefinition, nodeLimits, type OptionValue } from "./definition";
import { Fields } from "./fields";
import { nameLengthLimit, optionLimit, optionTextLengthLimit, resourceIdLimit } from "./limits";

/** One device. Whether its kind and options make sense is for the kind to say. */
export function parseDevice(value: unknown, where: string): DeviceDefinition {
	const fields = new Fields(value, where);
	const name = fields.text("name", nameLengthLimit);
	const kind = fields.text("kind", nameLengthLimit);
	const options = parseOptions(fields);
	const resourceIds = fields.list("resource", nodeLimits.resources, (item, at) => {
		return new Fields([item], at).int("id", 0, resourceIdLimit);
	});
	const open = fields.more && fields.boolean("public");
	fields.end();
	return open ? { name, kind, options, resourceIds, public: true } : { name, kind, options, resourceIds };
}

function parseOptions(fields: Fields): ReadonlyMap<string, OptionValue> {
	const map = fields.map("options");
	if (map.size > optionLimit) fields.fail(`has ${map.size} options, more than ${optionLimit}`);
	const options = new Map<string, OptionValue>();
	for (const [name, value] of map) {
		if (typeof name !== "string" || name.length > optionTextLengthLimit)
			fields.fail("an option's name is no short text");
		if (!isOptionValue(value)) fields.fail(`option ${name} is no number, short text or boolean`);
		options.set(name, value);
	}
	return options;
}

function isOptionValue(value: unknown): value is OptionValue {
	if (typeof value === "string") return value.length <= optionTextLengthLimit;
	if (typeof value === "number") return Number.isInteger(value) && value === (value | 0);
	return typeof value === "boolean";
}
