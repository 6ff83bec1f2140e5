import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { idfVersionOf, moddableVersion, typescriptVersionOf } from "../sdk/installed";
import { idfVersion, isAtLeast, isOfSeries, sdkVersion, typescriptVersion } from "../sdk/versions";
import { findProgram } from "./find-program";
import { type Finding, finding, type Surroundings } from "./finding";

const sdkGuide =
	"https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/Moddable%20SDK%20-%20Getting%20Started.md";
const idfGuide = "https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/devices/esp32.md";

/** What builds an image. */
export function buildChecks(around: Surroundings): Finding[] {
	const idf = checkIdf(around);
	return [checkTypescript(around), checkModdable(around), checkMcconfig(around), idf, ...checkIdfTools(around, idf)];
}

/** What puts it onto a board. */
export function flashChecks(around: Surroundings): Finding[] {
	return [checkSerialPorts(around)];
}

export function checkTypescript({ projectRoot }: Surroundings): Finding {
	const name = "TypeScript";
	const version = typescriptVersionOf(projectRoot);
	if (version === undefined) return finding("build", name, "none in node_modules", "npm install");
	if (isAtLeast(version, typescriptVersion)) return finding("build", name, version);
	return finding(
		"build",
		name,
		`${version} is too old for the SDK`,
		`npm install --save-dev typescript@${typescriptVersion}`,
	);
}

export function checkModdable({ env }: Surroundings): Finding {
	const name = "Moddable SDK";
	const folder = env.MODDABLE;
	const install = `install the SDK and set MODDABLE to its folder: ${sdkGuide}`;
	if (folder === undefined || folder === "") return finding("build", name, "MODDABLE is not set", install);
	const version = moddableVersion(folder);
	if (version === undefined) return finding("build", name, `MODDABLE is ${folder}, where there is no SDK`, install);
	if (isAtLeast(version, sdkVersion)) return finding("build", name, `${version} in ${folder}`);
	return finding(
		"build",
		name,
		`${version} is older than ${sdkVersion}`,
		`update the SDK in ${folder}: ${sdkGuide}#lin-update`,
	);
}

export function checkMcconfig({ env }: Surroundings): Finding {
	const name = "mcconfig";
	const path = findProgram("mcconfig", env);
	if (path !== undefined) return finding("build", name, path);
	const tools = env.MODDABLE === undefined ? undefined : join(env.MODDABLE, "build", "bin", systemFolder(), "release");
	if (tools !== undefined && existsSync(join(tools, "mcconfig")))
		return finding(
			"build",
			name,
			"built, but not in PATH",
			`export PATH=$PATH:$MODDABLE/build/bin/${systemFolder()}/release`,
		);
	if (tools === undefined) return finding("build", name, "not in PATH", "it comes with the Moddable SDK above");
	return finding("build", name, "not built", `make -C $MODDABLE/build/makefiles/${systemFolder()}; see ${sdkGuide}`);
}

function systemFolder(): string {
	return process.platform === "darwin" ? "mac" : "lin";
}

export function checkIdf({ env }: Surroundings): Finding {
	const name = "ESP-IDF";
	const folder = env.IDF_PATH;
	const install = `install ESP-IDF ${idfVersion} and set IDF_PATH to its folder: ${idfGuide}`;
	if (folder === undefined || folder === "") return finding("build", name, "IDF_PATH is not set", install);
	const version = idfVersionOf(folder);
	if (version === undefined) return finding("build", name, `IDF_PATH is ${folder}, where there is no ESP-IDF`, install);
	if (isOfSeries(version, idfVersion)) return finding("build", name, `${version} in ${folder}`);
	return finding("build", name, `${version} is not the ${idfVersion} that the Moddable SDK asks for`, install);
}

export function checkIdfTools({ env }: Surroundings, idf: Finding): Finding[] {
	if (idf.state !== "fine") return [];
	const missing = ["idf.py", "esptool", "parttool.py"].filter((tool) => findProgram(tool, env) === undefined);
	if (missing.length === 0) return [finding("build", "ESP-IDF's tools", "idf.py, esptool and parttool.py")];
	return [
		finding(
			"build",
			"ESP-IDF's tools",
			`${missing.join(", ")} not in PATH`,
			"in each new terminal: source $IDF_PATH/export.sh (once before: $IDF_PATH/install.sh)",
		),
	];
}

/** Ports of USB adapters and of chips with USB of their own. */
export function isSerialPort(file: string): boolean {
	return /^(ttyUSB|ttyACM|cu\.usb|cu\.SLAB|cu\.wch)/.test(file);
}

function checkSerialPorts({ deviceFolder }: Surroundings): Finding {
	const name = "serial port";
	const ports = readdirSync(deviceFolder).filter(isSerialPort);
	if (ports.length === 0) {
		const found = "no board is connected";
		return {
			name,
			purpose: "flash",
			state: "advice",
			found,
			fix: "connect a board with a USB cable that has data lines",
		};
	}
	const closed = ports.map((port) => join(deviceFolder, port)).filter((port) => !isOpenToUs(port));
	if (closed.length === 0) return finding("flash", name, ports.map((port) => join(deviceFolder, port)).join(", "));
	return finding(
		"flash",
		name,
		`${closed.join(", ")} may not be opened by you`,
		"sudo usermod -a -G dialout $USER (Arch: uucp), then log out and in again",
	);
}

function isOpenToUs(port: string): boolean {
	try {
		accessSync(port, constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
