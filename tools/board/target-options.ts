import { type Command, Option } from "commander";

/** Flags of build, flash and monitor that say what for. */
export function withTarget(command: Command): Command {
	return command
		.requiredOption("--node <folder/node>", "the node, such as examples/house/kitchen")
		.option("--board <name>", 'the node\'s own board, or "desktop" for a process on this computer')
		.addOption(new Option("--dry-run", "print the commands and run none"));
}

/** Those of flash and monitor. */
export function withPort(command: Command): Command {
	return command.option("--port <port>", "serial port, such as /dev/ttyUSB0; default: the only one there is");
}
