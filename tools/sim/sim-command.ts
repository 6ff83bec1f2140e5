import { Command } from "commander";
import { defaultHttpPort } from "kith/simulator/tcp/tcp-server";
import { defaultCoapPort } from "kith/simulator/udp/udp-socket";
import type { CommandIo } from "../output";
import {
	checkFlags,
	defaultSeed,
	parseCoap,
	parseFor,
	parseHttp,
	parseMqtt,
	parseRecording,
	parseSeed,
	parseSpeed,
	type SimFlags,
} from "./flags";
import { simulate } from "./simulate";

/** `kith sim EXAMPLE`: runs an installation's firmware on simulated boards. */
export function simCommand(io: CommandIo): Command {
	return new Command("sim")
		.description("run an installation: its firmware on simulated boards, in a simulated world")
		.argument("<installation>", "the installation's folder, such as examples/house")
		.option("--seed <n>", `luck of world, radio and boards; one seed, one trace (default: ${defaultSeed})`, parseSeed)
		.option("--for <duration>", "virtual time to run, such as 90s, 2h or 7d (default: until Ctrl-C)", parseFor)
		.option("--speed <x>", 'virtual seconds per second, or "max"', parseSpeed, 1)
		.option("--trace <file>", "write everything that happens, one JSON object a line")
		.option("--replay <trace>", "run a recorded trace again, with what came from outside then")
		.option("--mqtt <broker>", "embedded, off, or mqtt://host:port (default: embedded)", parseMqtt)
		.option("--coap <port>", `UDP port of the gateway, or off (default: ${defaultCoapPort})`, parseCoap)
		.option("--http <port>", `TCP port of a gateway that serves HTTP, or off (default: ${defaultHttpPort})`, parseHttp)
		.option("--operator <file>", "write the file with which kith coap speaks with the gateway as its operator")
		.option("--recording <room=file>", "replay a CSV recording into a room; may be given again", parseRecording)
		.option("--json", "end with the summary as one JSON object on the last line")
		.option("--quiet", "print only the summary")
		.action(async (folder: string, flags: SimFlags) => {
			checkFlags(flags);
			await simulate(folder, flags, io);
		});
}
