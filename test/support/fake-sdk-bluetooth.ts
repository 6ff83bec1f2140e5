import type {
	SdkAdvertising,
	SdkBluetooth,
	SdkCentral,
	SdkCharacteristic,
	SdkClient,
	SdkFound,
	SdkPeripheral,
	SdkServer,
	SdkService,
	SdkSubscription,
} from "kith/devices/host/ble/sdk-classes";

/** What an ATT_MTU of 23 lets through; of longer packets the SDK's modules hand over the first piece. */
const packetLimit = 20;
const attributeHandle = 12;

interface Wire {
	readonly client: FakeClient;
	readonly server: FakeServer;
	readonly handle: number;
	readonly characteristic: SdkCharacteristic;
}

/**
 * Boards with the SDK's bleclient and bleserver, everybody in reach, with the SDK's traps: a failed connect is never
 * told, a server has one connection, only one class is told that the stack is up, nothing tells whether a packet had room.
 */
export class FakeSdkAir {
	/** Whether the next packet gets lost for want of a buffer. */
	loses: () => boolean = () => false;
	/** Discovery of services finds nothing: the others are no boards of ours. */
	strangers = false;
	readonly boards: FakeSdkBoard[] = [];
	readonly wires: Wire[] = [];
	#events: (() => void)[] = [];
	#handles = 0;

	board(): FakeSdkBoard {
		const board = new FakeSdkBoard(this);
		this.boards.push(board);
		return board;
	}

	/** From the event loop, soon. */
	later(event: () => void): void {
		this.#events.push(event);
	}

	/** All that is due happens, and every beacon is heard once. */
	beat(): void {
		for (const from of this.boards) for (const to of this.boards) if (from !== to) to.client?.hear(from);
		for (let round = 0; this.#events.length > 0 && round < 1000; round++) {
			const events = this.#events;
			this.#events = [];
			for (const event of events) event();
		}
		for (const board of this.boards) board.client?.tryToConnect();
	}

	join(client: FakeClient, server: FakeServer): void {
		const handle = ++this.#handles;
		const characteristic: SdkCharacteristic = {
			connection: handle,
			name: "pipe",
			enableNotifications: () => this.#subscribe(wire),
			writeWithoutResponse: (value) => this.carry(value, (packet) => server.written(packet)),
		};
		const wire: Wire = { client, server, handle, characteristic };
		this.wires.push(wire);
		server.join(wire, client.board.address);
		client.join(wire, server.board.address);
	}

	part(handle: number): void {
		const at = this.wires.findIndex((wire) => wire.handle === handle);
		const [wire] = at < 0 ? [] : this.wires.splice(at, 1);
		if (wire === undefined) return;
		this.later(() => wire.client.onDisconnected({ connection: handle }));
		this.later(() => wire.server.part(wire.client.board.address));
	}

	carry(value: ArrayBuffer, arrive: (packet: ArrayBuffer) => void): void {
		const packet = value.slice(0, packetLimit);
		if (!this.loses()) this.later(() => arrive(packet));
	}

	#subscribe({ client, server, characteristic }: Wire): void {
		this.later(() => server.onCharacteristicNotifyEnabled({ handle: attributeHandle }));
		this.later(() => client.onCharacteristicNotificationEnabled(characteristic));
	}
}

export class FakeSdkBoard implements SdkBluetooth {
	readonly air: FakeSdkAir;
	readonly BLEClient: new () => SdkClient;
	readonly BLEServer: new () => SdkServer;
	readonly serviceUuid = new ArrayBuffer(16);
	client: FakeClient | undefined;
	server: FakeServer | undefined;
	address = new ArrayBuffer(6);
	cancels = 0;

	constructor(air: FakeSdkAir) {
		this.air = air;
		const board = this;
		this.BLEClient = class extends FakeClient {
			constructor() {
				super(board);
			}
		};
		this.BLEServer = class extends FakeServer {
			constructor() {
				super(board);
			}
		};
	}

	identify(networkTag: number, address: number): void {
		if (this.client !== undefined) throw new Error("the controller has its address already");
		this.address = Uint8Array.of(address, address >> 8, networkTag, networkTag >> 8, 0x6b, 0x02).buffer;
	}

	cancelConnect(): void {
		this.cancels++;
		this.client?.cancel();
	}

	is(address: ArrayBuffer): boolean {
		return new Uint8Array(address).join() === new Uint8Array(this.address).join();
	}
}

export class FakeClient implements SdkClient {
	readonly board: FakeSdkBoard;
	ready = false;
	scanning = false;
	#target: ArrayBuffer | undefined;

	constructor(board: FakeSdkBoard) {
		this.board = board;
		board.client = this;
		board.air.later(() => {
			this.ready = true;
			this.onReady();
		});
	}

	startScanning(options: { readonly interval: number; readonly window: number }): void {
		if (this.scanning) throw new Error("already scanning");
		if (options.window > options.interval || options.window < 4) throw new RangeError("scan window");
		this.scanning = true;
	}

	stopScanning(): void {
		this.scanning = false;
	}

	connect({ address }: { address: ArrayBuffer }): void {
		if (this.scanning) throw new Error("the stack is busy scanning");
		this.#target ??= address;
	}

	cancel(): void {
		this.#target = undefined;
	}

	/** The peer advertises connectably. */
	tryToConnect(): void {
		const target = this.#target;
		if (target === undefined) return;
		const peer = this.board.air.boards.find((board) => board.is(target));
		if (peer?.server?.connectable !== true) return;
		this.#target = undefined;
		this.board.air.join(this, peer.server);
	}

	hear(from: FakeSdkBoard): void {
		const said = from.server?.advertising;
		if (!this.scanning || said === undefined) return;
		const { flags, manufacturerSpecific } = said.advertisingData;
		const { identifier, data } = manufacturerSpecific;
		const scanResponse = { flags, manufacturerSpecific: { identifier, data: data.slice() } };
		this.board.air.later(() => {
			if (this.scanning) this.onDiscovered({ address: from.address, addressType: 0, rssi: -60, scanResponse });
		});
	}

	join({ handle, characteristic }: Wire, address: ArrayBuffer): void {
		const { air } = this.board;
		const service: SdkService = {
			discoverAllCharacteristics: () => air.later(() => this.onCharacteristics([characteristic])),
		};
		const peripheral: SdkPeripheral = {
			address,
			connection: handle,
			discoverPrimaryService: () => air.later(() => this.onServices(air.strangers ? [] : [service])),
			close: () => air.part(handle),
		};
		air.later(() => this.onConnected(peripheral));
	}

	onReady(): void {}
	onDiscovered(_found: SdkFound): void {}
	onConnected(_peripheral: SdkPeripheral): void {}
	onDisconnected(_peripheral: { readonly connection: number }): void {}
	onServices(_services: readonly SdkService[]): void {}
	onCharacteristics(_characteristics: readonly SdkCharacteristic[]): void {}
	onCharacteristicNotificationEnabled(_characteristic: SdkCharacteristic): void {}
	onCharacteristicNotification(_characteristic: SdkCharacteristic, _value: ArrayBuffer): void {}
}

export class FakeServer implements SdkServer {
	readonly board: FakeSdkBoard;
	advertising: SdkAdvertising | undefined;
	#wire: Wire | undefined;

	constructor(board: FakeSdkBoard) {
		if (board.client?.ready !== true) throw new Error("the client would never be told that the stack is up");
		this.board = board;
		board.server = this;
		board.air.later(() => this.onReady());
	}

	get connectable(): boolean {
		return this.advertising !== undefined && (this.advertising.advertisingData.flags & 3) !== 0;
	}

	startAdvertising(options: SdkAdvertising): void {
		const { flags, manufacturerSpecific } = options.advertisingData;
		if (3 + 4 + manufacturerSpecific.data.length > 31) throw new RangeError("more than 31 bytes");
		if (options.interval.min < ((flags & 3) === 0 ? 0xa0 : 0x20)) throw new RangeError("interval");
		this.advertising = options;
	}

	stopAdvertising(): void {
		this.advertising = undefined;
	}

	join(wire: Wire, address: ArrayBuffer): void {
		this.advertising = undefined;
		this.#wire = wire;
		this.board.air.later(() => this.onConnected({ address, connection: wire.handle }));
	}

	part(address: ArrayBuffer): void {
		const wire = this.#wire;
		this.#wire = undefined;
		if (wire !== undefined) this.onDisconnected({ address, connection: wire.handle });
	}

	written(packet: ArrayBuffer): void {
		if (this.#wire !== undefined) this.onCharacteristicWritten({ handle: attributeHandle }, packet);
	}

	notifyValue(_characteristic: SdkSubscription, value: ArrayBuffer): void {
		const wire = this.#wire;
		if (wire === undefined) throw new Error("no connection");
		this.board.air.carry(value, (packet) => {
			if (this.#wire === wire) wire.client.onCharacteristicNotification(wire.characteristic, packet);
		});
	}

	disconnect(): void {
		if (this.#wire !== undefined) this.board.air.part(this.#wire.handle);
	}

	onReady(): void {}
	onConnected(_central: SdkCentral): void {}
	onDisconnected(_central: SdkCentral): void {}
	onCharacteristicNotifyEnabled(_characteristic: SdkSubscription): void {}
	onCharacteristicWritten(_characteristic: SdkSubscription, _value: ArrayBuffer): void {}
}
