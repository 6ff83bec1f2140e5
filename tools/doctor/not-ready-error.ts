import type { Purpose } from "./finding";

const words: Readonly<Record<Purpose, string>> = {
	simulate: "simulate",
	build: "build images",
	flash: "build and flash images",
	mcsim: "build, flash and run mcsim",
};

/** This computer lacks something; what, was already printed. */
export class NotReadyError extends Error {
	override readonly name = "NotReadyError";

	constructor(purpose: Purpose) {
		super(
			`this computer cannot ${words[purpose]} yet: do what stands behind the arrows above, then run kith doctor again`,
		);
	}
}
