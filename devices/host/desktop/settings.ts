import type { Folder } from "./folder";
import { type DesktopSettings, parseDesktopSettings } from "./parse-settings";

export const settingsFile = "desktop.json";

/** @throws Error with a sentence about what is wrong with the file in the process's folder */
export function readDesktopSettings(folder: Folder): DesktopSettings {
	const bytes = folder.read(settingsFile);
	if (bytes === undefined) throw new Error(`${settingsFile} is missing in the folder of the process`);
	let text = "";
	for (let index = 0; index < bytes.length; index++) text += String.fromCharCode(bytes[index] as number);
	return parseDesktopSettings(text);
}
