/**
 * What this folder uses of the SDK's Bluetooth modules (`modules/network/ble`), which know both roles and share one
 * stack. They are handed in, so that the adapter is tested without the SDK. Buffers are ArrayBuffers of exactly the bytes
 * meant; addresses are little-endian.
 */
export interface SdkAdvertisement {
	readonly flags?: number;
	readonly manufacturerSpecific?: { readonly identifier: number; readonly data: Uint8Array };
}

export interface SdkFound {
	readonly address: ArrayBuffer;
	readonly addressType: number;
	/** dBm */
	readonly rssi: number;
	readonly scanResponse: SdkAdvertisement;
}

/** The other board, as a central sees it. */
export interface SdkPeripheral {
	readonly address: ArrayBuffer;
	readonly connection: number;
	discoverPrimaryService(uuid: ArrayBuffer): void;
	close(): void;
}

export interface SdkService {
	discoverAllCharacteristics(): void;
}

export interface SdkCharacteristic {
	readonly connection: number;
	/** From `bleservices`, where its UUID is listed. */
	readonly name?: string;
	enableNotifications(): void;
	writeWithoutResponse(value: ArrayBuffer): void;
}

export interface SdkClient {
	startScanning(options: { active: boolean; duplicates: boolean; interval: number; window: number }): void;
	stopScanning(): void;
	connect(options: { address: ArrayBuffer; addressType: number }): void;
	onReady(): void;
	onDiscovered(found: SdkFound): void;
	onConnected(peripheral: SdkPeripheral): void;
	onDisconnected(peripheral: { readonly connection: number }): void;
	onServices(services: readonly SdkService[]): void;
	onCharacteristics(characteristics: readonly SdkCharacteristic[]): void;
	onCharacteristicNotificationEnabled(characteristic: SdkCharacteristic): void;
	onCharacteristicNotification(characteristic: SdkCharacteristic, value: ArrayBuffer): void;
}

/** The other board, as a peripheral sees it. */
export interface SdkCentral {
	readonly address: ArrayBuffer;
	readonly connection: number;
}

/** A characteristic of ours that somebody subscribed to. */
export interface SdkSubscription {
	readonly handle: number;
}

export interface SdkAdvertising {
	readonly interval: { readonly min: number; readonly max: number };
	readonly advertisingData: {
		readonly flags: number;
		readonly manufacturerSpecific: { readonly identifier: number; readonly data: Uint8Array };
	};
}

export interface SdkServer {
	startAdvertising(options: SdkAdvertising): void;
	stopAdvertising(): void;
	notifyValue(characteristic: SdkSubscription, value: ArrayBuffer): void;
	disconnect(): void;
	onReady(): void;
	onConnected(central: SdkCentral): void;
	onDisconnected(central: SdkCentral): void;
	onCharacteristicNotifyEnabled(characteristic: SdkSubscription): void;
	onCharacteristicWritten(characteristic: SdkSubscription, value: ArrayBuffer): void;
}

export interface SdkBluetooth {
	readonly BLEClient: new () => SdkClient;
	readonly BLEServer: new () => SdkServer;
	/** UUID of the service in `bleservices`, little-endian. */
	readonly serviceUuid: ArrayBuffer;
	/** Gives the controller the board's address. Before the first of the classes is made. */
	identify(networkTag: number, address: number): void;
	/** Gives up connecting: the classes cannot. */
	cancelConnect(): void;
}
