import { execFile } from "node:child_process";
import { existsSync, lstatSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InstallationError } from "../installation/installation-error";

/** Owner alone: read and write. */
const ownerOnly = 0o600;
/** Any right of group and others. */
const rightsOfOthers = 0o077;

/**
 * Refuses a secrets file that is not its owner's alone. Also before the first one is written, because a file that git
 * does not ignore is shared with the next commit.
 *
 * @throws InstallationError with what to do about it
 */
export async function guardSecretsFile(folder: string, path: string): Promise<void> {
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (found !== undefined) {
		if (!found.isFile()) throw new InstallationError(`${path} must be a file of its own, not a link or a folder`);
		if ((found.mode & rightsOfOthers) !== 0)
			throw new InstallationError(`${path} can be read by others: take their rights away with chmod 600 ${path}`);
	}
	const name = basename(path);
	if (!liesInRepository(folder)) return;
	if ((await git(folder, "rev-parse", "--show-toplevel")) !== 0)
		throw new InstallationError(
			`git cannot say whether it shares ${path}: run git -C ${folder} status and do what it says, or install git`,
		);
	if ((await git(folder, "ls-files", "--error-unmatch", name)) === 0)
		throw new InstallationError(
			`${path} is tracked by git, so whoever has the repository has its keys: take it out with git rm --cached ${path}, then run kith provision with --network and --rotate for every node`,
		);
	if ((await git(folder, "check-ignore", "--quiet", name)) !== 0)
		throw new InstallationError(`git would commit ${path}: add the line ${name} to .gitignore first`);
}

/**
 * Replaces the file, so that a crash leaves the old or the new one. Nobody else can open it at any time: it is empty
 * until its rights are known to be right, which they are not on every file system.
 *
 * @throws InstallationError where the file system has no such rights
 */
export async function writeSecretsFile(path: string, text: string): Promise<void> {
	const draft = `${path}.${process.pid}.draft`;
	try {
		const file = await open(draft, "wx", ownerOnly);
		try {
			await file.chmod(ownerOnly);
			if (((await file.stat()).mode & rightsOfOthers) !== 0)
				throw new InstallationError(`the file system of ${path} lets others read it: keep the installation elsewhere`);
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} finally {
		await rm(draft, { force: true });
	}
}

/** Whether there is one around the folder, be it one that git does not want to read. */
function liesInRepository(folder: string): boolean {
	for (let place = resolve(folder); ; place = dirname(place)) {
		if (existsSync(join(place, ".git"))) return true;
		if (place === dirname(place)) return false;
	}
}

/** @returns the exit code, or -1 where git cannot be run */
function git(folder: string, ...args: readonly string[]): Promise<number> {
	return new Promise((resolve) => {
		execFile("git", ["-C", folder, ...args], (error) => {
			if (error === null) resolve(0);
			else resolve(typeof error.code === "number" ? error.code : -1);
		});
	});
}
