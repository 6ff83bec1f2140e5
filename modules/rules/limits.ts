/** How long after an actuator was asked its own reading is looked at, to see whether it did what it was told. */
export const confirmAfterMs = 60_000;

/** How often an actuator that shows another value is told again before the engine lets it be. */
export const repeatLimit = 5;

/** Rounds of cause and effect between the rules of one node, at one moment, before the rest has to wait. */
export const settleRoundLimit = 8;

/** How long rules that go round in circles have to wait after `settleRoundLimit` rounds. */
export const circlePauseMs = 1000;
