import { Command, Option } from "commander";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { type CommandIo, environmentOf, type Output } from "../output";
import { examine, isReady } from "./doctor";
import { type Finding, type Purpose, purposes, type State } from "./finding";
import { NotReadyError } from "./not-ready-error";

interface Flags {
	readonly for: Purpose;
	readonly json?: boolean;
}

/** `kith doctor`: says what is missing and how to get it. */
export function doctorCommand(io: CommandIo): Command {
	return new Command("doctor")
		.description("say what this computer lacks to simulate, build and flash, and the step that puts it right")
		.addOption(
			new Option("--for <purpose>", "what it must be able to do; each includes what stands before it")
				.choices(purposes)
				.default("flash"),
		)
		.option("--json", "print the findings as one JSON object")
		.action((flags: Flags) => {
			const findings = examine(
				{ env: environmentOf(io), projectRoot, nodeVersion: process.versions.node, deviceFolder: "/dev" },
				flags.for,
			);
			const ready = isReady(findings);
			if (flags.json === true) io.stdout.write(`${JSON.stringify({ purpose: flags.for, ready, findings })}\n`);
			else tell(findings, io.stdout);
			if (!ready) throw new NotReadyError(flags.for);
		});
}

const marks: Readonly<Record<State, string>> = { fine: "ok     ", missing: "MISSING", advice: "advice " };

function tell(findings: readonly Finding[], stdout: Output): void {
	const width = Math.max(...findings.map(({ name }) => name.length));
	for (const { name, state, found, fix } of findings) {
		stdout.write(`${marks[state]} ${name.padEnd(width)}  ${found}\n`);
		if (fix !== undefined) stdout.write(`${" ".repeat(marks[state].length + 1)}${" ".repeat(width)}  → ${fix}\n`);
	}
}
