import { p256PublicLength } from "kith/core/crypto";
import { broadcastAddress } from "kith/link/link";
import { openPlatform } from "kith/platform";

/**
 * Tells by frames what its secrets partition holds: [fault, boots that its store
 * knows of], then for each address of 1 … 4: the member's role
 * and four bytes that only the two of them can compute (0 where there is no member). Part 1 does so at once, part 2
 * after a second, part 3 after two.
 */
const { clock, crypto, link, readDefinition, secrets, store } = openPlatform();

function countBoot(): number {
	const boots = (store.read("boots")?.[0] ?? 0) + 1;
	store.write("boots", Uint8Array.of(boots));
	return boots;
}

function report(): number[] {
	const secret = new Uint8Array(32);
	if (!secrets.readPrivateKey(secret)) return [1, boots];
	const own = crypto.importKey(secret, secret.length);
	const mac = new Uint8Array(32);
	const said = [0, boots];
	for (let address = 1; address <= 4; address++) {
		const point = new Uint8Array(p256PublicLength);
		said.push(secrets.role(address));
		if (!secrets.readPublicKey(address, point)) said.push(0, 0, 0, 0);
		else {
			const shared = crypto.agreeP256(own, point);
			crypto.hmacSha256(shared, Uint8Array.of(1), 1, mac);
			crypto.forgetKey(shared);
			said.push(...mac.subarray(0, 4));
		}
	}
	return said;
}

const boots = countBoot();
clock.wakeAt(1000 * ((readDefinition()[0] as number) - 1), () => {
	const said = report();
	link?.send(broadcastAddress, Uint8Array.from(said), said.length);
});
