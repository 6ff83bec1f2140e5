/*
 * Keeps this process and the simulator's main thread on one processor while they take turns. They never run at once,
 * and waking each other across processors costs several times what the work itself does (measured in a virtual
 * machine with an idle processor: 130 µs instead of 16 µs a turn). When others want that processor too, both are let go
 * for a while: on a busy computer waking costs less than waiting. Ends with this process: the simulator gets back the
 * processors that it had.
 *
 * Only for the one host process of an engine that has no second one to run in parallel.
 */
#define _GNU_SOURCE
#include "host.h"

#if defined(__linux__)
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>

/* Requests between two looks at how long the simulator's thread had to wait for the processor. */
#define INTERVAL 1024
/* Looks after which both are kept together again. */
#define FREE_INTERVALS 8

static pid_t parent;
static cpu_set_t allowed;
static bool active;
static int current = -1; /* the processor, -1 while let go */
static unsigned long long ranBefore, waitedBefore;

static bool read_small(const char* path, char* text, size_t size)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;
	if (file < 0)
		return false;
	length = read(file, text, size - 1);
	close(file);
	if (length <= 0)
		return false;
	text[length] = 0;
	return true;
}

/* Field 39 of /proc/PID/stat (proc(5)): the processor that a process last ran on. */
static int processor_of(pid_t pid)
{
	char path[64], text[1024];
	const char* at;
	int field = 2;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (!read_small(path, text, sizeof(text)))
		return -1;
	/* The second field is a name in parentheses, which may contain anything. */
	at = strrchr(text, ')');
	while (at && (field < 39)) {
		at = strchr(at + 1, ' ');
		field++;
	}
	return at ? atoi(at) : -1;
}

static void pin(int processor)
{
	cpu_set_t set;
	if ((processor < 0) || (processor >= CPU_SETSIZE) || !CPU_ISSET(processor, &allowed))
		return;
	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	if (sched_setaffinity(0, sizeof(set), &set) || sched_setaffinity(parent, sizeof(set), &set))
		return;
	current = processor;
}

/* True when the simulator's thread was ready but kept waiting for longer than it ran since the last look. */
static bool crowded(void)
{
	char path[64], text[128];
	unsigned long long ran, waited;
	bool result;
	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)parent);
	if (!read_small(path, text, sizeof(text)) || (sscanf(text, "%llu %llu", &ran, &waited) != 2))
		return false;
	result = waitedBefore && (waited - waitedBefore > ran - ranBefore);
	ranBefore = ran;
	waitedBefore = waited;
	return result;
}

/*
 * What the simulator may use: the processors of one of its other threads. Its main thread may be pinned already, by
 * the host of another engine.
 */
static bool read_allowed(void)
{
	char path[64];
	DIR* folder;
	struct dirent* entry;
	bool found = false;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)parent);
	folder = opendir(path);
	if (!folder)
		return false;
	while (!found && (entry = readdir(folder))) {
		pid_t thread = atoi(entry->d_name);
		found = (thread > 0) && (thread != parent) && !sched_getaffinity(thread, sizeof(allowed), &allowed);
	}
	closedir(folder);
	return found;
}

static void let_go(void)
{
	current = -1;
	sched_setaffinity(0, sizeof(allowed), &allowed);
	if (getppid() == parent)
		sched_setaffinity(parent, sizeof(allowed), &allowed);
}

void affinity_end(void)
{
	if (active)
		let_go();
}

void affinity_begin(bool near)
{
	parent = getppid();
	if (!read_allowed())
		return;
	sched_setaffinity(0, sizeof(allowed), &allowed);
	if (!near)
		return;
	active = true;
	pin(processor_of(parent));
	atexit(affinity_end);
}

void affinity_turn(void)
{
	static unsigned requests, looksFree;
	bool wanted;
	if (!active || (++requests % INTERVAL))
		return;
	wanted = crowded();
	if (current < 0) {
		if (++looksFree >= FREE_INTERVALS)
			pin(processor_of(parent));
	}
	else if (wanted) {
		let_go();
		looksFree = 0;
	}
	else {
		int processor = processor_of(parent);
		if (processor != current)
			pin(processor); /* another engine's host has taken it along */
	}
}

#else

void affinity_begin(bool near)
{
	(void)near;
}

void affinity_end(void)
{
}

void affinity_turn(void)
{
}

#endif
