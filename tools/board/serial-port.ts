import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSerialPort } from "../doctor/board-checks";
import { UsageError } from "../usage-error";

/**
 * The port that was asked for, or the one that a board is connected to.
 *
 * @throws UsageError where there is none, or several to choose from
 */
export function choosePort(asked: string | undefined, deviceFolder = "/dev"): string {
	if (asked !== undefined) return asked;
	const [port, ...others] = readdirSync(deviceFolder)
		.filter(isSerialPort)
		.map((name) => join(deviceFolder, name));
	if (port === undefined) throw new UsageError("no board is connected: connect one, or name its port with --port");
	if (others.length > 0)
		throw new UsageError(`there are several serial ports: choose with --port one of ${[port, ...others].join(", ")}`);
	return port;
}
