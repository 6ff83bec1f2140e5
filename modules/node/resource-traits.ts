import { asciiText } from "kith/coap/ascii-text";
import { type LinkTraits, linkTraits } from "kith/coap/core-link";
import { quantities, quantityNames } from "kith/model/quantity";

/**
 * How resources are listed (docs/coap.md): the quantity is the resource type, CoRE's interfaces tell sensors (`core.s`)
 * from actuators (`core.a`), and both are read as SenML-CBOR or text and can be observed.
 */
function traitsOf(quantity: string, writable: boolean): LinkTraits {
	return linkTraits({
		rt: `kith.${quantity}`,
		if: writable ? "core.a" : "core.s",
		ct: "112 0",
		observable: true,
	});
}

/** By the quantity's number: read-only, then writable. In ROM. */
export const readOnlyTraits: readonly LinkTraits[] = Object.freeze(quantityNames.map((name) => traitsOf(name, false)));
export const writableTraits: readonly LinkTraits[] = Object.freeze(quantityNames.map((name) => traitsOf(name, true)));

/** Of the list of nodes. In ROM. */
export const nodesTraits: LinkTraits = linkTraits({ rt: "kith.nodes", ct: "60 0" });

/** SenML units by the quantity's number; empty where there is none. */
export const unitTexts: readonly Uint8Array[] = Object.freeze(
	quantityNames.map((name) => asciiText(quantities[name].unit)),
);
