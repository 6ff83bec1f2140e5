#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

// Whoever reads our output may go away, as `head` does: that is no error. Commands that run on listen for it themselves.
for (const stream of [process.stdout, process.stderr]) {
	stream.on("error", (error) => {
		if (error.code !== "EPIPE") throw error;
	});
}

// The project's own tsconfig.json names what "kith/…" means, wherever the command is called from.
register({ tsconfig: fileURLToPath(new URL("../../tsconfig.json", import.meta.url)) });
const { main } = await import("../kith.ts");
process.exitCode = await main(process.argv.slice(2), process);
