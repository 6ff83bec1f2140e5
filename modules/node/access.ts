import type { IncomingRequest } from "kith/coap/incoming-request";
import { trusts } from "kith/coap/message-security";

/** Whether the sender may read something: members may, and everybody what is public. */
export function mayRead(request: IncomingRequest, isPublic: boolean): boolean {
	return isPublic || request.trust !== trusts.plain;
}

/** Whether the sender may set something: only under a key that it shares with this node alone. */
export function mayAct(request: IncomingRequest): boolean {
	return request.trust === trusts.pairwise;
}
