import { CommanderError } from "commander";
import { BrokerError } from "kith/simulator/brokers/broker-service";
import { EngineError } from "kith/simulator/engine/types";
import { SessionError } from "kith/simulator/session/types";
import { UdpError } from "kith/simulator/udp/udp-socket";
import { WorldError } from "kith/simulator/world/world-error";
import { ToolError } from "./board/tool-error";
import { CoapError } from "./coap/coap-error";
import { NotReadyError } from "./doctor/not-ready-error";
import { InstallationError } from "./installation/installation-error";
import { UsageError } from "./usage-error";

/** How a command ends that did not do what it should. */
export interface Failure {
	/** For stderr, without a line end. */
	readonly text: string;
	readonly exitCode: number;
}

/** What is wrong with the call or with the files it names. */
const badInput = 2;
/** Everything else. */
const broken = 1;

/** @returns undefined where nothing failed: help was asked for and shown */
export function failureOf(error: unknown): Failure | undefined {
	if (error instanceof CommanderError) {
		if (error.exitCode === 0) return undefined;
		return { text: `kith: ${oneLine(error.message.replace(/^error: /, ""))}`, exitCode: badInput };
	}
	if (
		error instanceof UsageError ||
		error instanceof InstallationError ||
		error instanceof WorldError ||
		error instanceof BrokerError ||
		error instanceof SessionError ||
		error instanceof UdpError
	) {
		return { text: `kith: ${oneLine(error.message)}`, exitCode: badInput };
	}
	if (error instanceof ToolError || error instanceof NotReadyError)
		return { text: `kith: ${error.message}`, exitCode: broken };
	// Nothing is wrong with the call: the other side does not want, or is not there.
	if (error instanceof CoapError) return { text: `kith: ${oneLine(error.message)}`, exitCode: broken };
	// The engine quotes the compiler: several lines, and they are needed.
	if (error instanceof EngineError) return { text: `kith: ${error.message}`, exitCode: broken };
	const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {
		text: `kith: this is a bug in Kith, not in your installation. Please report it with these lines:\n${what}`,
		exitCode: broken,
	};
}

function oneLine(text: string): string {
	return text.trim().replace(/\s*\n\s*/g, " ");
}
