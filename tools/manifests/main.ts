import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateManifests } from "./manifests";

// npm run manifests: brings the manifest of every folder of firmware modules up to date.
const root = fileURLToPath(new URL("../..", import.meta.url));
const manifests = generateManifests(root);
for (const [path, text] of manifests) writeFileSync(`${root}/${path}`, text);
process.stdout.write(`${manifests.size} manifests written\n`);
