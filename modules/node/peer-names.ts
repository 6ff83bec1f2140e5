import { catalogueOf } from "kith/definition/encode-peers";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import type { DeviceKind } from "kith/devices/kind";
import { Catalogue } from "kith/gateway/catalogue";
import { describeSelf } from "./describe-self";

/** Whether names and quantities of peers are needed after the start. */
export function asksPeers({ gateway, rules }: LoadedDefinition): boolean {
	return gateway || rules.some(({ actions }) => actions.some(({ address }) => address !== 0));
}

/** Everything that a node calls by name: what it has itself, and on a gateway also what its peers have. */
export function namesFor(definition: LoadedDefinition, kinds: readonly DeviceKind[]): Catalogue {
	const own = catalogueOf([describeSelf(definition, kinds)]);
	// Whoever holds them keeps kilobytes of names.
	return new Catalogue(own, definition.gateway ? definition.peers : undefined);
}
