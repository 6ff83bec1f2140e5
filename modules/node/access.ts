import type { IncomingRequest } from "kith/coap/incoming-request";
import { trusts } from "kith/coap/message-security";
import { firstDistantPeer } from "kith/coap/policy";

/** Whether the sender may read something. From beyond the radio a key is needed, unless anybody may. */
export function mayRead(request: IncomingRequest, isPublic: boolean): boolean {
	return isPublic || request.trust !== trusts.plain || request.origin < firstDistantPeer;
}

/** Whether the sender may set something. From beyond the radio only under a key of its own. */
export function mayAct(request: IncomingRequest): boolean {
	return request.trust === trusts.pairwise || request.origin < firstDistantPeer;
}
