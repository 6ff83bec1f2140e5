import { randomBytes } from "node:crypto";
import { codes } from "kith/coap/codes";
import { bootPath } from "kith/node/paths";
import { bootContextLength } from "kith/oscore/id-context";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { CoapError } from "./coap-error";
import { type OscoreContext, readContextFile, SequenceFile } from "./context-file";
import { type Answer, DesktopClient } from "./desktop-client";
import { FreshSequence } from "./fresh-sequence";
import { OscoreClient } from "./oscore-client";
import type { CoapUri } from "./uri";

/** A client, with the context that it speaks in. */
export interface Connection {
	readonly client: DesktopClient;
	/** Its context is of the server's present boot, so that a refusal may say no more than that it has rebooted. */
	readonly ofBoot: boolean;
}

/**
 * Opens a client for the server of `uri`, in the context of a file where one is given.
 * @throws CoapError where the file cannot be used, or the server does not tell its boot
 */
export async function connect(uri: CoapUri, file: string | undefined): Promise<Connection> {
	if (file === undefined) return { client: await DesktopClient.open(uri), ofBoot: false };
	const context = readContextFile(file);
	const ofBoot = context.bootContext === true;
	const security = ofBoot
		? new OscoreClient(new NodeCrypto(), ofThisBoot(context, await bootOf(uri)), new FreshSequence())
		: new OscoreClient(new NodeCrypto(), context, new SequenceFile(file));
	return { client: await DesktopClient.open(uri, security), ofBoot };
}

/** Whether the server refuses the context as a whole. Anybody may have sent that: it came in the clear. */
export function refusesContext(answer: Answer): boolean {
	return answer.code === codes.unauthorized && !answer.protected;
}

/** The present boot's ID Context of a gateway. It is no secret, and a wrong one makes keys that nobody has. */
async function bootOf(uri: CoapUri): Promise<Uint8Array> {
	const client = await DesktopClient.open(uri);
	try {
		const { code, payload } = await client.request({
			code: codes.get,
			uri: { ...uri, segments: [bootPath], queries: [] },
		});
		if (code === codes.content && payload.length === bootContextLength) return payload;
		throw new CoapError(`${uri.host} port ${uri.port} tells no boot: is it a Kith gateway, and not another server?`);
	} finally {
		client.close();
	}
}

/** Part of the ID Context is new in every run: so its keys were never used, and its numbers start at 0. */
function ofThisBoot(context: OscoreContext, boot: Uint8Array): OscoreContext {
	const own = randomBytes(bootContextLength);
	const ownFirst = Buffer.compare(context.senderId, context.recipientId) < 0;
	return { ...context, idContext: Uint8Array.from(ownFirst ? [...own, ...boot] : [...boot, ...own]) };
}
