import { join, relative } from "node:path";
import { specifierOf } from "kith/simulator/engine/guest-bundle";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { writeInFolder, writeModules } from "../../tools/mcsim/test-app";
import { NATIVE_REFERENCE } from "../rv32/portable";

export const appName = "kith-tests";
/** Folder of what the SDK calls the board. */
export const boardFolder = "test/esp32c3/board";

const program = "test/esp32c3/guest/run";
/** Without extension, from the project's root. */
const nativeSources = [
	"test/esp32c3/guest/meter",
	"devices/host/crypto/xs-crypto",
	"devices/host/crypto/psa-crypto",
	"devices/host/crypto/key-ring",
];

/**
 * Writes the image's program: every test file, what it imports, what measures, and the C beneath. Cryptography is the
 * chip's.
 *
 * @returns the manifest's path
 */
export function writeApp(files: readonly string[], measured: boolean, folder: string): string {
	const entries = [program, ...files.map((file) => join(projectRoot, file))];
	const { modules, preload } = writeModules(entries, NATIVE_REFERENCE, folder);
	writeInFolder(join(folder, "main.js"), mainSource(files.map(specifierOf), measured));
	const root = relative(folder, projectRoot).replaceAll("\\", "/");
	const manifest = {
		build: { NAME: appName },
		include: [
			"$(MODDABLE)/examples/manifest_base.json",
			"$(MODULES)/io/storage/manifest.json",
			`${root}/devices/host/esp-idf.json`,
		],
		modules: { "*": nativeSources.map((path) => `${root}/${path}`), main: "./main", ...modules },
		preload,
		strip: [],
		platforms: { esp32: { dependency: [{ idf: "mbedtls" }] } },
	};
	const path = join(folder, "manifest.json");
	writeInFolder(path, JSON.stringify(manifest, undefined, "\t"));
	return path;
}

function mainSource(files: readonly string[], measured: boolean): string {
	return `import keyValue from "embedded:storage/key-value";
import Timer from "timer";
import { runPart } from "${program}";
runPart({
	keyValue,
	wait: (call, ms) => void Timer.set(call, ms),
	measured: ${measured},
	files: ${JSON.stringify(files)},
});
`;
}
