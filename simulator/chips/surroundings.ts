/** What a sensor at one place senses, at the present virtual time: the world's side of every chip model. True values; errors and noise are the chip's. */
export interface Surroundings {
	/** °C */
	temperature(): number;
	/** Relative, %, 0-100. */
	humidity(): number;
	/** lx */
	illuminance(): number;
	/** ppm */
	carbonDioxide(): number;
	/** Whether somebody moves in view. */
	motion(): boolean;
	/** Whether the door or window here stands open. */
	open(): boolean;
}
