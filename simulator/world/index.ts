/** What an installation's `world.ts` is written with, and what a session runs it with. */
export { asWorldDescription, type NodeNames, peopleLimit, spaceLimit } from "./check";
export { defaultWorld, nodeNames } from "./default-world";
export {
	type ColdStoreDescription,
	coldBody,
	describeWorld,
	type OutdoorsDescription,
	openAir,
	type PersonDescription,
	type PlaceDescription,
	person,
	type RadioDescription,
	type RoomDescription,
	room,
	type SpaceDescription,
	type StayDescription,
	stay,
	type WorldDescription,
} from "./description";
export { cools, type DeviceReference, type Effect, heats, lights, ventilates } from "./effects";
export { parseRecording, parseTruth, type RecordedTruth, Recording, readRecording, readTruth } from "./recording";
export type { PersonSnapshot, RoomSnapshot, WorldSnapshot } from "./snapshot";
export type { WeatherDescription } from "./weather";
export { World, type WorldOptions } from "./world";
export { WorldError } from "./world-error";
