/** Kleene's three truth values, ordered: "and" is the lesser of two, "or" the greater, "not" counts from the other end. */
export type Truth = 0 | 1 | 2;

export const truthFalse = 0;
export const truthUnknown = 1;
export const truthTrue = 2;

export function negate(truth: Truth): Truth {
	return (truthTrue - truth) as Truth;
}
