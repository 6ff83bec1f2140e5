import Analog from "embedded:io/analog";
import Digital from "embedded:io/digital";
import I2C from "embedded:io/i2c";
import PWM from "embedded:io/pwm";
import type { IoProvider } from "kith/devices/io/io";

/** The SDK's ECMA-419 classes, as they are. @param i2cPins GPIO numbers of the board's bus */
export function boardIo(i2cPins: IoProvider["i2cPins"]): IoProvider {
	return { Analog, Digital, I2C, PWM, i2cPins };
}
