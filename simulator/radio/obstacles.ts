import type { Position } from "./station";

/** A wall on the floor plan: what crosses it loses `loss` decibels. */
export interface Wall {
	readonly from: { readonly x: number; readonly y: number };
	readonly to: { readonly x: number; readonly y: number };
	/** dB: about 3 for plasterboard, 8 for brick, 15 and more for concrete (ITU-R P.2040). */
	readonly loss: number;
	/** Metres above ground where it begins and ends. Default: all heights. */
	readonly bottom?: number;
	readonly top?: number;
}

/** A ceiling across the whole plan. */
export interface Floor {
	/** Metres above ground. */
	readonly height: number;
	/** dB of crossing it: about 4 for a home's, 15 for the first one of an office (ITU-R P.1238, 2.4 GHz). */
	readonly loss: number;
}

/** Decibels that walls and floors take from the line between two places. */
export function obstruction(from: Position, to: Position, walls: readonly Wall[], floors: readonly Floor[]): number {
	let loss = 0;
	for (const wall of walls) if (crosses(from, to, wall)) loss += wall.loss;
	for (const { height, loss: slab } of floors) if (from.z < height !== to.z < height) loss += slab;
	return loss;
}

function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
	return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Whether the line between two places goes through the wall. Touching its end, seen from above, counts as through. */
function crosses(from: Position, to: Position, wall: Wall): boolean {
	const { from: a, to: b } = wall;
	const near = side(a.x, a.y, b.x, b.y, from.x, from.y);
	const far = side(a.x, a.y, b.x, b.y, to.x, to.y);
	if (near * far >= 0) return false;
	const beside = side(from.x, from.y, to.x, to.y, a.x, a.y) * side(from.x, from.y, to.x, to.y, b.x, b.y) > 0;
	if (beside) return false;
	const { bottom, top } = wall;
	if (bottom === undefined && top === undefined) return true;
	const height = from.z + ((to.z - from.z) * near) / (near - far);
	return height >= (bottom ?? Number.NEGATIVE_INFINITY) && height <= (top ?? Number.POSITIVE_INFINITY);
}
