/** What a person may want to do with Kith; each needs what stands before it too. */
export const purposes = ["simulate", "build", "flash", "mcsim"] as const;
export type Purpose = (typeof purposes)[number];

/** "advice": it works without, but less well. */
export type State = "fine" | "missing" | "advice";

export interface Finding {
	/** "C compiler" */
	readonly name: string;
	/** What it is needed for. */
	readonly purpose: Purpose;
	readonly state: State;
	/** What was found, or what is wrong. One line. */
	readonly found: string;
	/** The official step to put it right; undefined where all is well. */
	readonly fix?: string;
}

/** Where a check looks. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Of this checkout. */
	readonly projectRoot: string;
	/** "20.20.0" */
	readonly nodeVersion: string;
	/** "/dev" */
	readonly deviceFolder: string;
}

/** @param fix given: something is missing */
export function finding(purpose: Purpose, name: string, found: string, fix?: string): Finding {
	return fix === undefined ? { name, purpose, state: "fine", found } : { name, purpose, state: "missing", found, fix };
}
