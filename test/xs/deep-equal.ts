/** Equality as `assert.deepStrictEqual` means it, for what portable tests compare. */
export function deepEqual(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) {
		return true;
	}
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
		return false;
	}
	if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) {
		return false;
	}
	if (ArrayBuffer.isView(a)) {
		return sameItems(a as Uint8Array, b as Uint8Array);
	}
	if (a instanceof ArrayBuffer) {
		return sameItems(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
	}
	if (a instanceof Map) {
		return sameMap(a, b as Map<unknown, unknown>);
	}
	if (a instanceof Set) {
		return sameMap(
			new Map([...a].map((item) => [item, 0])),
			new Map([...(b as Set<unknown>)].map((item) => [item, 0])),
		);
	}
	if (a instanceof Date) {
		return a.getTime() === (b as Date).getTime();
	}
	if (a instanceof Error) {
		const other = b as Error;
		return a.name === other.name && a.message === other.message;
	}
	return sameProperties(a, b);
}

function sameItems(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) {
		return false;
	}
	for (let index = 0; index < a.length; index++) {
		if (!Object.is(a[index], b[index])) {
			return false;
		}
	}
	return true;
}

function sameMap(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
	if (a.size !== b.size) {
		return false;
	}
	const others = [...b];
	for (const [key, value] of a) {
		const index = others.findIndex(([otherKey, other]) => deepEqual(key, otherKey) && deepEqual(value, other));
		if (index < 0) {
			return false;
		}
		others.splice(index, 1);
	}
	return true;
}

function sameProperties(a: object, b: object): boolean {
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length || (Array.isArray(a) && a.length !== (b as unknown[]).length)) {
		return false;
	}
	const left = a as Record<string, unknown>;
	const right = b as Record<string, unknown>;
	return keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]));
}
