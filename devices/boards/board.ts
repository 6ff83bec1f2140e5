import type { Board, Pin } from "kith/define/board";

export type { Board, Pin };

/** An ordinary pin. */
export function free(gpio: number): Pin {
	return { gpio, output: true, analog: false };
}

/** A pin with an analog-to-digital converter. */
export function analog(gpio: number): Pin {
	return { gpio, output: true, analog: true };
}

/** A pin that can only be read, with an analog-to-digital converter. */
export function analogInput(gpio: number): Pin {
	return { gpio, output: false, analog: true };
}

/** A pin for nobody. */
export function reserved(gpio: number, why: string): Pin {
	return { gpio, output: true, analog: false, reserved: why };
}

/** Why strapping pins are reserved: what is connected would decide how the chip boots. */
export const strapping = "a strapping pin, read at reset to decide how the chip boots";
export const flash = "connected to the flash memory";
export const serial = "the serial console";

/**
 * XS stack of every board's image (`creation.stack` of its manifest), in slots of 16 bytes, taken from the XS heap. The
 * deepest path, an alarm whose rule switches an actuator, overflows the SDK's default of 384.
 */
export const stackSlots = 512;
