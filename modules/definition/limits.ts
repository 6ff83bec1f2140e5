/** Longest name of a node, device, resource or installation, in characters: they are parts of MQTT topics and paths. */
export const nameLengthLimit = 24;
/** Longest name of a rule; it is told with every actuation. */
export const ruleNameLengthLimit = 48;
/** "device/resource". */
export const pathLengthLimit = 2 * nameLengthLimit + 1;
/** Longest name or text of a device's option, and how many options a device may have. */
export const optionTextLengthLimit = 32;
export const optionLimit = 16;

/** The last address of a node. Those above it, up to 0xffff, are for groups. */
export const addressLimit = 0xffef;
/** Zones are numbered 1 … this. */
export const zoneLimit = 0xfffe;
/** In place of a zone: all nodes. */
export const wholeNetwork = 0xffff;
export const resourceIdLimit = 255;
export const networkTagLimit = 0xffff;
export const portLimit = 0xffff;

/** One day at most, so that three heartbeats and sampling periods lie well within the clock's range. */
export const heartbeatMinimumMs = 1000;
export const heartbeatMaximumMs = 86_400_000;
