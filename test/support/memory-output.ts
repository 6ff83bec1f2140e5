import { Writable } from "node:stream";
import type { Output } from "../../tools/output";

/** What a command writes, kept as text. */
export class MemoryOutput extends Writable implements Output {
	text = "";

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}
