/** Throws while it is imported. */
import { fits } from "./library";

function prepare(): void {
	fits({ size: 4 });
}

prepare();
