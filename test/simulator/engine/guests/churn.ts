/** Mixes values from ROM with garbage and its own copies; posts what it sees of them. */
import { treasure, words } from "./library";

const copies: unknown[] = [];
const own = { words: [...words] };
words[0] = "changed";

host.listen(new Uint8Array(1), () => {
	for (let index = 0; index < 200; index++) {
		copies[index % 20] = [
			treasure.text,
			treasure.large,
			`${treasure.text}${index}`,
			{ ...treasure },
			treasure.large + 1n,
		];
	}
	const [first] = copies as [readonly [string, bigint]];
	const seen = [
		first[0],
		first[1],
		treasure.list.flat().join(),
		treasure.map.get("key")?.value,
		treasure.set.has("member"),
		treasure.bytes.join(),
		treasure.when.getTime(),
		treasure.pattern.exec(treasure.map.get("key")?.value ?? "")?.[1],
		own.words[0] === "in ROM" ? words[0] : "lost",
	];
	const bytes = Uint8Array.from(seen.join("|"), (letter) => letter.charCodeAt(0));
	host.post(1, bytes, bytes.length);
});
