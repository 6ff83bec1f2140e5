/** A request came to nothing: no answer, a URI or a context file that cannot be used. One sentence for people. */
export class CoapError extends Error {
	override readonly name = "CoapError";
}
