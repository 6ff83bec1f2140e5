import type { FuzzTarget } from "../target";
import { cborPull, cborTree } from "./cbor";
import { coapMessage } from "./coap";
import { coapServer } from "./coap-server";
import { definition } from "./definition";
import { hello } from "./hello";
import { httpRequest } from "./http";
import { meshFrames } from "./mesh";
import { oscoreOuter } from "./oscore";
import { secretsImage } from "./secrets";
import { senmlPack } from "./senml";

/** Every decoder of bytes from outside, by name. */
export const targets: readonly (readonly [name: string, build: () => FuzzTarget])[] = [
	["CBOR tree", cborTree],
	["CBOR pull", cborPull],
	["SenML pack", senmlPack],
	["CoAP message", coapMessage],
	["CoAP server", coapServer],
	["OSCORE outer message", oscoreOuter],
	["definition", definition],
	["mesh frames", meshFrames],
	["hello", hello],
	["secrets image", secretsImage],
	["HTTP request", httpRequest],
];
