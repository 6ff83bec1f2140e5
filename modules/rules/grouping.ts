/**
 * Who belongs to whom, packed into one array: the members of group g stand at `cells[g]` up to (not including)
 * `cells[g + 1]` of the same array, in the order in which they were added. Built once, at boot.
 */
export class Grouping {
	readonly cells: Uint16Array;

	/** @param owners the group of each member, in step with `members`. Throws RangeError on a group that is not there. */
	constructor(groups: number, owners: readonly number[], members: readonly number[]) {
		const cells = new Uint16Array(groups + 1 + members.length);
		const first = groups + 1;
		let place = first;
		for (let group = 0; group < groups; group++) {
			cells[group] = place;
			for (let index = 0; index < owners.length; index++)
				if (owners[index] === group) cells[place++] = members[index] as number;
		}
		cells[groups] = place;
		if (place !== cells.length) throw new RangeError("no such slot or target");
		this.cells = cells;
	}
}
