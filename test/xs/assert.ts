/**
 * What `node:assert/strict` is for tests inside XS: the few functions that portable tests may use, with the same
 * meaning. A failure is an AssertionError; its stack names the line of the test.
 */
import { deepEqual as isDeepEqual } from "./deep-equal";
import { describeValue } from "./describe-value";

type ErrorClass = new (...args: never[]) => Error;
type Expected = RegExp | ErrorClass | ((error: unknown) => boolean) | Record<string, unknown>;

export class AssertionError extends Error {
	override get name(): string {
		return "AssertionError";
	}
}

function failure(message: string | Error | undefined, otherwise: string): never {
	if (message instanceof Error) {
		throw message;
	}
	throw new AssertionError(message === undefined ? otherwise : `${message}\n${otherwise}`);
}

export function fail(message: string | Error = "failed"): never {
	return failure(undefined, message instanceof Error ? message.message : message);
}

export function ok(value: unknown, message?: string | Error): asserts value {
	if (!value) {
		failure(message, `${describeValue(value)} is not truthy`);
	}
}

export function equal(actual: unknown, expected: unknown, message?: string | Error): void {
	if (!Object.is(actual, expected)) {
		failure(message, `got ${describeValue(actual)}, expected ${describeValue(expected)}`);
	}
}

export function notEqual(actual: unknown, expected: unknown, message?: string | Error): void {
	if (Object.is(actual, expected)) {
		failure(message, `got ${describeValue(actual)}, expected anything else`);
	}
}

export function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
	if (!isDeepEqual(actual, expected)) {
		failure(message, `got ${describeValue(actual)}, expected ${describeValue(expected)}`);
	}
}

export function match(actual: string, expected: RegExp, message?: string | Error): void {
	if (typeof actual !== "string" || !expected.test(actual)) {
		failure(message, `${describeValue(actual)} does not match ${expected}`);
	}
}

function isErrorClass(expected: Expected): expected is ErrorClass {
	return typeof expected === "function" && (expected === Error || expected.prototype instanceof Error);
}

/** Checks an error against the second argument of `throws` and `rejects`. */
function checkError(error: unknown, expected: Expected | undefined, message: string | undefined): void {
	if (expected === undefined) {
		return;
	}
	if (expected instanceof RegExp) {
		if (!expected.test(String(error))) {
			failure(message, `${describeValue(String(error))} does not match ${expected}`);
		}
	} else if (isErrorClass(expected)) {
		if (!(error instanceof expected)) {
			failure(message, `${describeValue(error)} is no ${expected.name}`);
		}
	} else if (typeof expected === "function") {
		if ((expected as (error: unknown) => boolean)(error) !== true) {
			failure(message, `${describeValue(error)} is not the expected error`);
		}
	} else {
		for (const key of Object.keys(expected)) {
			const wanted = expected[key];
			const actual = (error as Record<string, unknown>)[key];
			const same = wanted instanceof RegExp ? wanted.test(String(actual)) : isDeepEqual(actual, wanted);
			if (!same) {
				failure(message, `the error's ${key} is ${describeValue(actual)}, expected ${describeValue(wanted)}`);
			}
		}
	}
}

export function throws(action: () => unknown, expected?: Expected | string, message?: string): void {
	const wanted = typeof expected === "string" ? undefined : expected;
	const text = typeof expected === "string" ? expected : message;
	let error: unknown;
	try {
		action();
	} catch (thrown) {
		error = thrown;
		checkError(error, wanted, text);
		return;
	}
	failure(text, "nothing was thrown");
}

export async function rejects(
	action: Promise<unknown> | (() => Promise<unknown>),
	expected?: Expected | string,
	message?: string,
): Promise<void> {
	const wanted = typeof expected === "string" ? undefined : expected;
	const text = typeof expected === "string" ? expected : message;
	try {
		await (typeof action === "function" ? action() : action);
	} catch (error) {
		checkError(error, wanted, text);
		return;
	}
	failure(text, "the promise was not rejected");
}

const assert = Object.assign((value: unknown, message?: string | Error) => ok(value, message), {
	AssertionError,
	fail,
	ok,
	equal,
	strictEqual: equal,
	notEqual,
	notStrictEqual: notEqual,
	deepEqual,
	deepStrictEqual: deepEqual,
	match,
	throws,
	rejects,
});

// biome-ignore lint/style/noDefaultExport: tests import it as they import node:assert/strict
export default assert;
