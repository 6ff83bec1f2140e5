import { connect, refusesContext } from "./connect";
import type { Answer, RequestSpec } from "./desktop-client";

/**
 * Asks once, in the context of a file where one is given.
 * @throws CoapError where the file cannot be used, or no whole answer comes
 */
export async function ask(spec: RequestSpec, oscore: string | undefined): Promise<Answer> {
	const { answer, ofBoot } = await askOnce(spec, oscore);
	// It has rebooted in between.
	return ofBoot && refusesContext(answer) ? (await askOnce(spec, oscore)).answer : answer;
}

async function askOnce(spec: RequestSpec, oscore: string | undefined): Promise<{ answer: Answer; ofBoot: boolean }> {
	const { client, ofBoot } = await connect(spec.uri, oscore);
	try {
		return { answer: await client.request(spec), ofBoot };
	} finally {
		client.close();
	}
}
