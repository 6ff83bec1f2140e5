/** The global that mcsim gives to a program in its window, as far as simulator/mcsim uses it. */
interface McsimScreen {
	/** To the panel. */
	postMessage(message: string): void;
	/** From the panel. */
	onMessage: (message: string) => void;
}

declare const screen: McsimScreen;
