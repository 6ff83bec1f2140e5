/** The chips that boards of ours have; "linux" is a process on a desktop, and Moddable's simulator. */
export type Chip = "esp32" | "esp32s3" | "esp32c3" | "esp32c6" | "esp32h2" | "linux";

/** A board type as far as an installation must know it: what may be connected where, and how much heap it has. */
export interface Board {
	/** As its folder in devices/boards is called, e.g. "esp32c3-devkitm". */
	readonly name: string;
	readonly chip: Chip;
	/** Of the XS machine: slots and chunks together, bytes. */
	readonly heapBytes: number;
	/** The pins on its headers. */
	readonly pins: readonly Pin[];
	/** GPIO numbers of the I2C bus to which its chips are wired. */
	readonly i2c: { readonly data: number; readonly clock: number };
}

export interface Pin {
	/** GPIO number, not the position on the header. */
	readonly gpio: number;
	/** What it can do beside digital input. */
	readonly output: boolean;
	/** Whether it has an analog-to-digital converter that works while the radio is on. */
	readonly analog: boolean;
	/** Why no device may use it, e.g. "a strapping pin: its level at reset decides how the chip boots". */
	readonly reserved?: string;
}

/** What a device asks of a pin. */
export type PinUse = "input" | "output" | "pwm" | "analog";
