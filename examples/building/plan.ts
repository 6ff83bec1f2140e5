/** The floor plan that boards, rules and world are generated from: metres, seen from above. */

/** Storeys, the ground floor is 1. */
export const floors = [1, 2, 3, 4] as const;
/** Rooms on each: 1 to 6 south of the corridor, from west to east, 7 to 12 north of it. */
export const roomsPerFloor = 12;
const roomsPerSide = roomsPerFloor / 2;

export const roomWidth = 8;
export const roomDepth = 5;
export const corridorWidth = 2;
/** From ceiling to ceiling. */
export const storeyHeight = 3;
export const buildingLength = roomsPerSide * roomWidth;
export const buildingDepth = 2 * roomDepth + corridorWidth;

/** One room, which is also the name of the board in it: "office203" is the third one on the second floor. */
export interface OfficePlan {
	readonly name: string;
	readonly floor: number;
	readonly number: number;
	readonly south: boolean;
	/** Its middle. */
	readonly x: number;
	readonly y: number;
}

export const officePlans: readonly OfficePlan[] = floors.flatMap((floor) =>
	Array.from({ length: roomsPerFloor }, (_, index): OfficePlan => {
		const number = index + 1;
		const south = number <= roomsPerSide;
		const x = ((index % roomsPerSide) + 0.5) * roomWidth;
		const y = south ? roomDepth / 2 : buildingDepth - roomDepth / 2;
		return { name: `office${floor}${String(number).padStart(2, "0")}`, floor, number, south, x, y };
	}),
);
