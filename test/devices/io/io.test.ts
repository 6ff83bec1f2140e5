/// <reference path="../../../node_modules/@moddable/typings/embedded_io/_common.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/digital.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/analog.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/pwm.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/i2c.d.ts" />

import type ModdableAnalog from "embedded:io/analog";
import type ModdableDigital from "embedded:io/digital";
import type ModdableI2c from "embedded:io/i2c";
import type ModdablePwm from "embedded:io/pwm";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
	type Analog,
	type AnalogOptions,
	type Digital,
	type DigitalOptions,
	digitalEdge,
	digitalMode,
	type I2c,
	type I2cOptions,
	type Pwm,
	type PwmOptions,
} from "kith/devices/io/io";

/*
 * The compiler's part: what Moddable's typings declare serves where Kith's shapes are asked for. Two gaps of theirs are
 * filled in here, as a board's adapter will: every class but Digital lacks `close` though its runtime has it.
 */
type Closable<Class> = Class & { close(): void };

const digital = (pin: ModdableDigital): Digital => pin;
const analog = (pin: Closable<ModdableAnalog>): Analog => pin;
const pwm = (pin: Closable<ModdablePwm>): Pwm => pin;
const i2c = (chip: Closable<ModdableI2c>): I2c => chip;

type DigitalWish = ConstructorParameters<typeof ModdableDigital>[0];
const wishes = {
	digital: (options: DigitalOptions): DigitalWish =>
		options.onReadable === undefined
			? { pin: options.pin, mode: options.mode }
			: { pin: options.pin, mode: options.mode, edge: options.edge ?? 0, onReadable: options.onReadable },
	analog: (options: AnalogOptions): ConstructorParameters<typeof ModdableAnalog>[0] => options,
	pwm: (options: PwmOptions): ConstructorParameters<typeof ModdablePwm>[0] => options,
	i2c: (options: I2cOptions): ConstructorParameters<typeof ModdableI2c>[0] => options,
};

test("Moddable's instances serve where a driver asks for Kith's shapes", () => {
	const closed: string[] = [];
	const closable = (name: string): { close(): void } => ({ close: () => void closed.push(name) });
	for (const shape of [
		digital(closable("digital") as unknown as ModdableDigital),
		analog(closable("analog") as unknown as Closable<ModdableAnalog>),
		pwm(closable("pwm") as unknown as Closable<ModdablePwm>),
		i2c(closable("i2c") as unknown as Closable<ModdableI2c>),
	])
		shape.close();
	assert.deepEqual(closed, ["digital", "analog", "pwm", "i2c"]);
});

test("a driver's options are Moddable's options", () => {
	const onReadable = (): void => {};
	const options = { pin: 4, mode: digitalMode.inputPullUp, edge: digitalEdge.falling, onReadable };
	assert.deepEqual(wishes.digital(options), options);
	assert.deepEqual(wishes.analog({ pin: 3 }), { pin: 3 });
	assert.deepEqual(wishes.pwm({ pin: 6, hz: 1000 }), { pin: 6, hz: 1000 });
	const bus = { data: 8, clock: 9, hz: 100_000, address: 0x44 };
	assert.deepEqual(wishes.i2c(bus), bus);
});

test("modes and edges have the numbers of ECMA-419", () => {
	assert.deepEqual(Object.values(digitalMode), [0, 1, 2, 3, 8, 9]);
	assert.deepEqual(digitalEdge, { rising: 1, falling: 2 });
});
