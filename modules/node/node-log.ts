import { elapsed } from "kith/core/clock";
import type { DiagnosticsListener, FaultKind, Reason } from "kith/core/diagnostics";
import { type Journal, journalEntryLimit } from "kith/core/journal";
import type { Scheduler } from "kith/core/scheduler";
import type { WallClock } from "kith/core/wall-clock";
import { type LogKind, logHeadLength, logKinds, type StartReason } from "./log-entries";
import { type Presence, presences } from "./presence";

/**
 * What may be noted, so that the flash outlives the board: so many at once, and one more after each interval. Faults have
 * a budget of their own, because strangers can cause them: they must not crowd out who switched what. So have peers that
 * come and go, as one at the edge of the radio's reach does all day.
 */
export const actBudget = { burst: 32, everyMs: 60_000 } as const;
export const faultBudget = { burst: 8, everyMs: 600_000 } as const;
export const presenceBudget = { burst: 32, everyMs: 600_000 } as const;
/** Kept for who is gone or back: "late" is noted only while more is left. */
export const lateReserve = 16;
/** The same fault of the same subject is noted once in this time, and counted meanwhile. */
export const repeatMs = 3_600_000;

/** Bits that `#dropped` has in an entry. */
const droppedLimit = 0xffff;
/** Milliseconds of error that a time in an entry can say. */
const errorLimit = 0xffff;

/** What a person wants to know afterwards, kept in the journal (docs/log.md). Allocates nothing when it notes. */
export class NodeLog implements DiagnosticsListener {
	readonly journal: Journal;
	readonly #scheduler: Scheduler;
	readonly #entry = new Uint8Array(journalEntryLimit);
	#boot: number;
	#length = 0;
	#acts: number = actBudget.burst;
	#actsAt: number;
	#faults: number = faultBudget.burst;
	#faultsAt: number;
	#presences: number = presenceBudget.burst;
	#presencesAt: number;
	#lastKind = -1;
	#lastSubject = 0;
	#lastAt = 0;
	#dropped = 0;

	/** Notes the boot, whatever the budget: a board that boots over and over is what the log is for. */
	constructor(journal: Journal, scheduler: Scheduler, boot: number, reason: StartReason) {
		this.journal = journal;
		this.#scheduler = scheduler;
		this.#boot = boot;
		this.#actsAt = this.#faultsAt = this.#presencesAt = scheduler.now();
		this.begin(logKinds.boot).uint8(reason).end();
	}

	/** As frames name it. */
	get boot(): number {
		return this.#boot;
	}

	/** Milliseconds since boot. */
	now(): number {
		return this.#scheduler.now();
	}

	onFault(kind: FaultKind, subject: number): void {
		const now = this.#scheduler.now();
		const again = kind === this.#lastKind && subject === this.#lastSubject && elapsed(this.#lastAt, now) < repeatMs;
		if (again || !this.mayNoteFault(now)) {
			this.drop();
			return;
		}
		this.#lastKind = kind;
		this.#lastSubject = subject;
		this.#lastAt = now;
		this.begin(logKinds.fault).uint8(kind).int32(subject).end();
	}

	/** An actuator was switched as somebody asked, or by a rule with critical inputs. */
	acted(resourceId: number, value: number, reason: Reason): void {
		if (!this.mayNote()) return;
		this.begin(logKinds.act).uint8(resourceId).int32(value).uint8(reason.cause).uint8(reason.rule);
		this.uint16(reason.requester).uint8(reason.overruled).end();
	}

	/** Somebody wanted to set what is not theirs. */
	refused(requester: number, address: number, resourceId: number): void {
		if (!this.mayNote()) return;
		this.begin(logKinds.refused).uint16(requester).uint16(address).uint8(resourceId).end();
	}

	onGateway(up: boolean): void {
		if (!this.mayNote()) return;
		this.begin(logKinds.gateway)
			.uint8(up ? 1 : 0)
			.end();
	}

	/** A peer is late, gone or back. */
	presenceChanged(address: number, presence: Presence): void {
		if (!this.mayNotePresence(presence === presences.late ? lateReserve : 0)) {
			this.drop();
			return;
		}
		this.begin(logKinds.presence).uint16(address).uint8(presence).end();
	}

	/** So that a reader can date what was noted in this boot. @returns the entry's sequence, 0: it did not fit the budget */
	time(wall: WallClock): number {
		if (!this.mayNote()) return 0;
		const now = this.#scheduler.now();
		this.head(logKinds.time, now).int32(wall.seconds(now)).uint16(wall.milliseconds(now));
		this.uint16(Math.min(errorLimit, wall.error(now))).end();
		return this.journal.newest;
	}

	private mayNote(): boolean {
		const now = this.#scheduler.now();
		const due = Math.trunc(elapsed(this.#actsAt, now) / actBudget.everyMs);
		if (due > 0) {
			this.#acts = Math.min(actBudget.burst, this.#acts + due);
			this.#actsAt = (this.#actsAt + due * actBudget.everyMs) | 0;
		}
		if (this.#acts === 0) {
			this.drop();
			return false;
		}
		this.#acts--;
		return true;
	}

	private mayNoteFault(now: number): boolean {
		const due = Math.trunc(elapsed(this.#faultsAt, now) / faultBudget.everyMs);
		if (due > 0) {
			this.#faults = Math.min(faultBudget.burst, this.#faults + due);
			this.#faultsAt = (this.#faultsAt + due * faultBudget.everyMs) | 0;
		}
		if (this.#faults === 0) return false;
		this.#faults--;
		return true;
	}

	private mayNotePresence(reserve: number): boolean {
		const due = Math.trunc(elapsed(this.#presencesAt, this.#scheduler.now()) / presenceBudget.everyMs);
		if (due > 0) {
			this.#presences = Math.min(presenceBudget.burst, this.#presences + due);
			this.#presencesAt = (this.#presencesAt + due * presenceBudget.everyMs) | 0;
		}
		if (this.#presences <= reserve) return false;
		this.#presences--;
		return true;
	}

	private drop(): void {
		if (this.#dropped < droppedLimit) this.#dropped++;
	}

	private begin(kind: LogKind): this {
		const now = this.#scheduler.now();
		const dropped = this.#dropped;
		// Out of the faults' budget, or a stranger's would come with every act.
		if (dropped > 0 && (kind === logKinds.fault || this.mayNoteFault(now))) {
			this.#dropped = 0;
			this.head(logKinds.dropped, now).uint16(dropped).end();
		}
		return this.head(kind, now);
	}

	private head(kind: LogKind, now: number): this {
		this.#entry[0] = kind;
		this.#length = 1;
		return this.uint16(this.#boot).int32(now);
	}

	private uint8(value: number): this {
		this.#entry[this.#length++] = value;
		return this;
	}

	private uint16(value: number): this {
		return this.uint8(value).uint8(value >> 8);
	}

	private int32(value: number): this {
		return this.uint16(value).uint16(value >> 16);
	}

	private end(): void {
		if (this.#length > logHeadLength) this.journal.append(this.#entry, this.#length);
	}
}
