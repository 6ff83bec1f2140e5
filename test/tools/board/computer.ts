import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { main } from "../../../tools/kith";
import { MemoryOutput } from "../../support/memory-output";
import { makeFolder } from "../installation/folder";

export interface Ended {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** What the tools of SDK and ESP-IDF would do, in place of them: each notes how it was called. */
const tools: Readonly<Record<string, string>> = {
	// Makes what the real one makes, where it makes it.
	mcconfig: `
platform=; out=
while [ $# -gt 0 ]; do case "$1" in -p) platform=$2; shift;; -o) out=$2; shift;; esac; shift; done
case "$platform" in
	x-cli-lin) folder=$out/bin/lin/release; mkdir -p $folder
		printf '#!/bin/sh\\necho "running $1"\\n' > $folder/kith; chmod +x $folder/kith;;
	*) folder=$out/bin/esp32/$(basename "$platform")/release/kith; mkdir -p $folder
		for file in xs_esp32 bootloader partition-table; do echo $file > $folder/$file.bin; done;;
esac
echo "tsc is $(command -v tsc)"`,
	"idf.py": "",
	esptool: "",
	// Keeps what it was given, and how it lay there.
	"parttool.py": `
while [ $# -gt 0 ]; do case "$1" in --partition-name) name=$2; shift;; --input) input=$2; shift;; esac; shift; done
cp "$input" "$KEPT/$name.bin"
stat -c '%a' "$input" "$(dirname "$input")" >> "$KEPT/rights"`,
	python: "echo monitoring; echo kith reading 0 1",
};

let installations = 0;

/** A computer with SDK and ESP-IDF, and an installation: two nodes with a relay, of which the second is a gateway. */
export class BoardComputer {
	readonly root = mkdtempSync(join(tmpdir(), "kith-board-"));
	readonly env: Record<string, string | undefined>;
	/** "t123x1": of its own for each test, as images lie in the checkout. */
	readonly name = `t${process.pid}x${++installations}`;
	readonly folder: string;
	/** Where the images of the installation are made. */
	readonly build = join(projectRoot, "build", "boards", this.name);

	constructor(context: TestContext, devices = "{ bulb: relay({ pin: 5 }) }") {
		this.folder = makeFolder(context, { "installation.ts": source(this.name, devices) });
		context.after(() => {
			rmSync(this.root, { recursive: true, force: true });
			rmSync(this.build, { recursive: true, force: true });
		});
		for (const [name, script] of Object.entries(tools)) this.tool(name, script);
		this.file("moddable/tools/VERSION", "8.2.3\n");
		const version = ["MAJOR 6", "MINOR 0", "PATCH 0"].map((part) => `set(IDF_VERSION_${part})`).join("\n");
		this.file("esp-idf/tools/cmake/version.cmake", version);
		this.env = {
			PATH: `${join(this.root, "bin")}:/usr/bin:/bin`,
			MODDABLE: join(this.root, "moddable"),
			IDF_PATH: join(this.root, "esp-idf"),
			KEPT: this.root,
		};
	}

	/** Replaces a tool. It notes its call before it does what `script` says. */
	tool(name: string, script: string): void {
		this.file(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >> "${this.root}/calls"\n${script}\n`);
		chmodSync(join(this.root, "bin", name), 0o755);
	}

	/** The tools that were run since the last time, in order. */
	calls(): string[] {
		const file = join(this.root, "calls");
		const calls = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
		rmSync(file, { force: true });
		return calls;
	}

	/** What the tool for partitions was given last. */
	flashed(partition: string): Uint8Array {
		return new Uint8Array(readFileSync(join(this.root, `${partition}.bin`)));
	}

	async kith(...args: readonly string[]): Promise<Ended> {
		const stdout = new MemoryOutput();
		const stderr = new MemoryOutput();
		const code = await main(args, { stdout, stderr, env: this.env });
		return { code, stdout: stdout.text, stderr: stderr.text };
	}

	file(name: string, text: string): void {
		const path = join(this.root, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
}

function source(name: string, devices: string): string {
	return `
import { installation, node } from "kith/define";
import { esp32c3DevKitM, esp32DevKitC, relay, setting, sht4x } from "kith/devices";
const hall = node("hall", { board: esp32c3DevKitM, devices: ${devices} });
const hub = node("hub", { board: esp32DevKitC, devices: { bulb: relay({ pin: 4 }) } });
export const home = installation(${JSON.stringify(name)}, { nodes: [hall, hub], gateways: [hub] });
`;
}
