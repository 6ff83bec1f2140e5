import type MQTTClient from "embedded:network/mqtt/client";
import type { MqttOptions, MqttWrite } from "embedded:network/mqtt/client";
import type { GuardedSocket, GuardedSocketOptions } from "kith/devices/host/mqtt/guarded-socket";

interface Written {
	readonly options: MqttWrite;
	readonly text: string;
}

/**
 * The SDK's MQTT client with its bounds: it opens its socket through the options, throws "overflow" beyond its room, and
 * hands over the payload of a PUBLISH by `read`. What it parses is only what the guard lets through. Portable.
 */
export class FakeMqttClient {
	static readonly CONNACK = 2;
	static readonly PUBACK = 4;
	static readonly SUBSCRIBE = 8;
	static readonly DISCONNECT = 14;
	static last: FakeMqttClient | undefined;
	readonly options: MqttOptions;
	readonly written: Written[] = [];
	closed = false;
	/** Bytes that fit now. */
	room = 1000;
	#socket: GuardedSocket | undefined;

	constructor(options: MqttOptions) {
		this.options = options;
		FakeMqttClient.last = this;
	}

	static get type(): typeof MQTTClient {
		return FakeMqttClient as unknown as typeof MQTTClient;
	}

	/** The name was resolved: the socket opens. */
	open(): void {
		const { io, ...rest } = this.options.socket as { io: typeof GuardedSocket } & GuardedSocketOptions;
		this.#socket = new io({
			...rest,
			address: "127.0.0.1",
			port: this.options.port,
			onReadable: (count) => this.#parse(count),
			onWritable: () => {},
			onError: () => {
				this.options.onError();
				this.close();
			},
		});
	}

	write(data: Uint8Array | null, options: MqttWrite): number {
		const length = (data?.length ?? 0) + (options.topic?.length ?? 0) + 7;
		if (length > this.room) throw new Error("overflow");
		this.room -= length;
		let text = "";
		for (let index = 0; index < (data?.length ?? 0); index++) text += String.fromCharCode(data?.[index] as number);
		this.written.push({ options, text });
		return this.room;
	}

	read(buffer: Uint8Array): number {
		return this.#socket?.read(buffer) as number;
	}

	close(): void {
		this.closed = true;
		this.#socket?.close();
	}

	#parse(count: number): void {
		const socket = this.#socket as GuardedSocket;
		socket.format = "number";
		const bytes: number[] = [];
		const next = (): number => {
			const byte = socket.read() as number;
			bytes.push(byte);
			return byte;
		};
		const first = next();
		while (next() >= 0x80);
		if (first >> 4 !== 3) {
			const rest: number[] = [];
			while (bytes.length < count) rest.push(next());
			const id = ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
			this.options.onControl({ operation: first >> 4, id });
			return;
		}
		const length = (next() << 8) | next();
		let topic = "";
		for (let index = 0; index < length; index++) topic += String.fromCharCode(next());
		if ((first & 6) !== 0) next() + next();
		socket.format = "buffer";
		this.options.onReadable(count - bytes.length, { topic });
	}
}
