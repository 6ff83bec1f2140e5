import { Command } from "commander";
import { buildCommand } from "./board/build-command";
import { flashCommand } from "./board/flash-command";
import { monitorCommand } from "./board/monitor-command";
import { coapCommand } from "./coap/coap-command";
import { logCommand } from "./coap/log-command";
import { doctorCommand } from "./doctor/doctor-command";
import { failureOf } from "./failure";
import { identifyCommand } from "./identify-command";
import { mapCommand } from "./map/map-command";
import { newCommand } from "./new/new-command";
import type { CommandIo } from "./output";
import { provisionCommand } from "./provision/provision-command";
import { simCommand } from "./sim/sim-command";
import { traceCommand } from "./trace/trace-command";
import { UsageError } from "./usage-error";

/** In the order in which help lists them. */
const commands: readonly ((io: CommandIo) => Command)[] = [
	newCommand,
	simCommand,
	traceCommand,
	mapCommand,
	identifyCommand,
	// Makes keys, so after what gives addresses.
	provisionCommand,
	buildCommand,
	flashCommand,
	monitorCommand,
	doctorCommand,
	coapCommand,
	logCommand,
];

/**
 * The kith command. @param args without program and script
 * @returns the exit code: 0 done, 2 called wrongly or with files that cannot be used, 1 anything else
 */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
	const program = createProgram(io);
	try {
		await program.parseAsync(args, { from: "user" });
		return 0;
	} catch (error) {
		const failure = failureOf(error);
		if (failure === undefined) return 0;
		io.stderr.write(`${failure.text}\n`);
		return failure.exitCode;
	}
}

function createProgram(io: CommandIo): Command {
	const program = new Command("kith")
		.description("Sensors, actuators and rules on small boards: simulate an installation and look after it.")
		.configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {}, outputError: () => {} })
		.exitOverride();
	program.action(() => {
		throw new UsageError("what shall be done? For example: kith sim examples/house (kith --help tells more)");
	});
	// A command's name that is none must not count as a surplus argument of the program.
	program.allowExcessArguments(true).hook("preAction", (_, command) => {
		const [unknown] = program.args;
		if (command === program && unknown !== undefined)
			throw new UsageError(`there is no command "${unknown}" (kith --help lists them)`);
	});
	for (const create of commands) program.addCommand(inherit(create(io), program));
	return program;
}

/** `addCommand` does not hand these down. */
function inherit(command: Command, program: Command): Command {
	command.copyInheritedSettings(program).allowExcessArguments(false);
	for (const below of command.commands) inherit(below, command);
	return command;
}
