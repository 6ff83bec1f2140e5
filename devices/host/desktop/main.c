/*
 * A node as a process: `kith FOLDER`, where the folder has the node's definition.bin, secrets.bin and desktop.json, and
 * keeps its store. Runs until it is stopped.
 */
#include "xsAll.h"
#include "xs.h"
#include "mc.xs.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { exitUsage = 2, exitFailure = 1 };

static int failed;
static GMainLoop *loop;

/* XS gave the machine up: memory full, stack overflow, or an exception that nobody caught. */
void fxAbort(xsMachine *the, int status)
{
	(void)the;
	if (status == 0)
		return;
	fprintf(stderr, "kith: XS ended with status %d\n", status);
	exit(exitFailure);
}

static void stop(int signal)
{
	(void)signal;
	g_main_loop_quit(loop);
}

static void run(xsMachine *machine)
{
	xsBeginHost(machine);
	{
		xsVars(1);
		xsTry {
			xsVar(0) = xsImportNow(((txPreparation *)xsPreparationAndCreation(NULL))->main);
		}
		xsCatch {
			fprintf(stderr, "kith: %s\n", xsToString(xsException));
			failed = 1;
		}
	}
	xsEndHost(machine);
	if (!failed)
		g_main_loop_run(loop);
}

int main(int argc, char *argv[])
{
	xsMachine *machine;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER  (with definition.bin, secrets.bin and desktop.json)\n", argv[0]);
		return exitUsage;
	}
	if (chdir(argv[1]) != 0) {
		fprintf(stderr, "kith: there is no folder %s\n", argv[1]);
		return exitUsage;
	}
	loop = g_main_loop_new(NULL, FALSE);
	/* A client that has gone makes a write fail; it must not end the process. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	machine = fxPrepareMachine(NULL, xsPreparation(), "kith", NULL, NULL);
	if (machine == NULL) {
		fprintf(stderr, "kith: no memory\n");
		return exitFailure;
	}
	run(machine);
	xsDeleteMachine(machine);
	return failed;
}
