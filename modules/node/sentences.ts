import { asciiText } from "kith/coap/ascii-text";

/** What errors say to people (RFC 7252 section 5.5.2). In ROM, and short enough to be remembered with the reply. */
export const sentences = Object.freeze({
	noSuchResource: asciiText("no such resource, see /.well-known/core"),
	needsKey: asciiText("this needs a key (OSCORE)"),
	notYours: asciiText("no rule of yours sets this"),
	readOnly: asciiText("this resource is read-only"),
	getOnly: asciiText("this can only be read"),
	formats: asciiText("SenML-CBOR (112) or text (0)"),
	senmlOnly: asciiText("SenML-CBOR (112) only"),
	linksOnly: asciiText("link format (40) only"),
	nodesFormats: asciiText("CBOR (60) or text (0)"),
	noValue: asciiText("no value yet, try again"),
	starting: asciiText("starting, try again"),
	badValue: asciiText("not a value of this resource"),
	noQuery: asciiText("no queries here"),
	operatorsOnly: asciiText("for operators only"),
	cborOnly: asciiText("CBOR (60) only"),
	logQueries: asciiText("queries: since=N, before=N"),
	busy: asciiText("too busy, try again"),
});
