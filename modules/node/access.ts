import type { IncomingRequest } from "kith/coap/incoming-request";
import { trusts } from "kith/coap/message-security";

/** Who they are whose protected requests are being served, by the peers that these came from. */
export interface Members {
	/** This boot's ID Context, which is no secret: who wants to speak from beyond the radio names it. */
	readonly bootContext: Uint8Array;
	/** Address of the member; 0: nobody's. */
	memberOf(peer: number): number;
	/** Whether the member may set something here. */
	mayAct(peer: number): boolean;
	/** Whether it may set other nodes' resources through this one. */
	mayAsk(peer: number): boolean;
}

/** Whether the sender may read something: members may, and everybody what is public. */
export function mayRead(request: IncomingRequest, isPublic: boolean): boolean {
	return isPublic || request.trust !== trusts.plain;
}

/** Whether the sender may set something: only under a key that it shares with this node alone. */
export function mayAct(request: IncomingRequest): boolean {
	return request.trust === trusts.pairwise;
}
