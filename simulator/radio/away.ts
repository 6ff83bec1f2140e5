import type { Microseconds } from "../kernel/agenda";

/**
 * One antenna serves Wi-Fi and Bluetooth: while Bluetooth has it, Wi-Fi neither hears nor sends (ESP-IDF, RF
 * coexistence). A schedule says when: `busy` µs at the start of every `period` µs, counted from `phase`.
 */
export interface AwaySchedule {
	readonly period: Microseconds;
	/** 0 … period. */
	readonly busy: Microseconds;
	/** Any time at which a period begins. */
	readonly phase: Microseconds;
}

/** Schedules of one station: a scanner's and up to three connections', and its own advertising. */
export const awayScheduleLimit = 5;

/** Where in its period the schedule is at `at`: 0 … period - 1. */
function within({ period, phase }: AwaySchedule, at: Microseconds): Microseconds {
	const into = (at - phase) % period;
	return into < 0 ? into + period : into;
}

/** Whether the antenna is elsewhere at any moment from `start` to `end`. */
export function isAway(schedules: readonly AwaySchedule[], start: Microseconds, end: Microseconds): boolean {
	for (const schedule of schedules) {
		if (schedule.busy === 0) continue;
		const into = within(schedule, start);
		if (into < schedule.busy || into + (end - start) > schedule.period) return true;
	}
	return false;
}

/** The first moment from `at` on at which the antenna is Wi-Fi's. With schedules that leave none: `at` plus the patience. */
export function backAt(schedules: readonly AwaySchedule[], at: Microseconds): Microseconds {
	let moment = at;
	for (let round = 0; round < patienceRounds; round++) {
		const before = moment;
		for (const schedule of schedules) {
			const into = within(schedule, moment);
			if (into < schedule.busy) moment += schedule.busy - into;
		}
		if (moment === before) return moment;
	}
	return moment;
}

/** Rounds in which overlapping schedules may hand a station from one to the next; then the arbiter gives Wi-Fi its turn. */
const patienceRounds = 8;
