import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import { TcpStreams } from "./tcp-streams";

/** The SDK's TCP. @param port in place of the definition's */
export function openStreams(port?: number): TcpStreams {
	return new TcpStreams({ Listener, Tcp: TCP, ...(port === undefined ? {} : { port }) });
}
