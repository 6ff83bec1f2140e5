import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { failureOf } from "../failure";
import { figureSeconds, figureSeeds, relayingFigures } from "./relaying";

/** `npm run figures`: draws the pictures of docs/relaying.md anew, from sessions of whole boards. */
try {
	const figures = await relayingFigures(figureSeeds, figureSeconds, (line) => process.stderr.write(`${line}\n`));
	for (const { file, text } of figures) {
		const path = fileURLToPath(new URL(`../../docs/images/${file}`, import.meta.url));
		writeFileSync(path, text);
		process.stdout.write(`docs/images/${file}\n`);
	}
} catch (error) {
	const failure = failureOf(error);
	process.stderr.write(`${failure?.text ?? ""}\n`);
	process.exitCode = failure?.exitCode ?? 0;
}
