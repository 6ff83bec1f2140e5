/**
 * The secrets image of one node, version 1, as it lies in its partition. All numbers big-endian.
 *
 * | bytes | field |
 * | --- | --- |
 * | 0-3 | "KSEC" |
 * | 4 | version, 1 |
 * | 5 | 0, reserved |
 * | 6-7 | address of the node that the image is for |
 * | 8-9 | length of the whole image |
 * | 10-11 | n: members in the roster |
 * | 12-43 | network secret |
 * | 44-75 | private key of the node, P-256 |
 * | 76- | n members by ascending address: address (2), role (1), x (32), y (32) of the public key |
 * | then | settings up to the checksum: id (1), length (1), UTF-8 text; unknown ids are skipped |
 * | last 4 | CRC-32 of everything before |
 */
export const secretsLayout = {
	version: 4,
	address: 6,
	length: 8,
	members: 10,
	networkSecret: 12,
	privateKey: 44,
	roster: 76,
} as const;

/** "KSEC" as int32. */
export const secretsMagic = 0x4b534543;
export const secretsVersion = 1;
/** Bytes from the image's start to its roster. */
export const secretsHeaderLength = secretsLayout.roster;
/** Bytes of one member: address, role, x, y. */
export const memberLength = 67;
export const checksumLength = 4;
/** Bytes of the partition, and therefore of the longest image: eight sectors of flash. */
export const secretsPartitionLength = 0x8000;
/** Members of one installation: what fits beside the longest settings. */
export const rosterLimit = 460;

/** What else a board's host must know and nobody else may: texts, each at most once, absent where not used. */
export const settingIds = {
	/** SSID of the access point, at most 32 bytes. */
	wifiName: 1,
	/** WPA passphrase, 8 to 63 characters; without one the access point is open. */
	wifiPassphrase: 2,
	/** "mqtt://host:port" or "mqtts://host:port", at most 200 bytes. */
	brokerUrl: 3,
	/** At most 100 bytes. */
	brokerUser: 4,
	/** At most 200 bytes. */
	brokerPassword: 5,
} as const;
export type SettingId = (typeof settingIds)[keyof typeof settingIds];
/** Bytes of the longest setting of any kind. */
export const settingLengthLimit = 200;
