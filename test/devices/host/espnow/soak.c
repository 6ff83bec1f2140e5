/*
 * The link against a radio that misbehaves, in two threads as on a board: one is the Wi-Fi task, which hears frames of every length
 * and reports sends once, twice or never; the other the event loop. Ends with 0 when nothing was lost that was not counted.
 */
#include "link.h"
#include "radio.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const int kithRadioTickMs = 1;
const bool kithRadioReportsEverySend = true;

/* Of 4,000 frames 1,000 come as a storm; of 1,000 sends the last 20 find no memory. */
enum { frameCount = 100000, longest = 1512, stormEvery = 4000, stormLength = 1000, burst = 64, sendCount = 3000,
	hungryEvery = 1000, hungryLength = 20 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static kithLink station;
static atomic_int notices, outstanding, looks;
static atomic_bool heardAll, finished, omitted;
static uint32_t restarts, deepRestarts, sends, omissions;
static uint32_t chance = 1;
/* Peers in the chip's own table. */
static int known;

#define CHECK(condition)                                                        \
	do {                                                                        \
		if (!(condition)) {                                                     \
			fprintf(stderr, "line %d: %s\n", __LINE__, #condition);             \
			exit(1);                                                            \
		}                                                                       \
	} while (0)

static uint32_t draw(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

void kithRadioLock(void)
{
	pthread_mutex_lock(&mutex);
}

void kithRadioUnlock(void)
{
	pthread_mutex_unlock(&mutex);
}

void kithLinkNotify(kithLink *notified)
{
	/* One post in ten does not get through. */
	if (atomic_fetch_add(&notices, 1) % 10 == 9)
		kithLinkUnnotified(notified);
}

const char *kithRadioStart(kithLink *started, const kithRadioOptions *options)
{
	(void)started;
	(void)options;
	return NULL;
}

void kithRadioStop(kithLink *stopped)
{
	(void)stopped;
}

bool kithRadioRestart(kithLink *stuck, bool deep)
{
	(void)stuck;
	/* What was under way is forgotten with the radio, and so are its peers. */
	atomic_store(&outstanding, 0);
	atomic_store(&omitted, false);
	known = 0;
	deepRestarts += deep;
	return restarts++ % 3 != 2;
}

kithRadioResult kithRadioAddPeer(const uint8_t mac[kithMacLength])
{
	(void)mac;
	if (draw(&chance) % 50 == 0)
		return kithRadioNoMemory;
	known++;
	CHECK(known <= 20);
	return kithRadioDone;
}

void kithRadioRemovePeer(const uint8_t mac[kithMacLength])
{
	(void)mac;
	known--;
}

kithRadioResult kithRadioSendElsewhere(int channel, const uint8_t *frame, size_t length)
{
	(void)channel;
	(void)frame;
	(void)length;
	return kithRadioFailed;
}

kithRadioResult kithRadioSend(const uint8_t mac[kithMacLength], const uint8_t *frame, size_t length)
{
	(void)mac;
	CHECK(length >= 1 && length <= station.mtu && frame[length - 1] == (uint8_t)length);
	if (++sends % hungryEvery >= hungryEvery - hungryLength)
		return kithRadioNoMemory;
	switch (draw(&chance) % 40) {
	case 0:
		return kithRadioNoMemory;
	case 1:
		known = 0;
		return kithRadioNoPeer;
	case 2:
		return kithRadioFailed;
	}
	atomic_store(&outstanding, 1);
	return kithRadioDone;
}

int kithRadioChannel(void)
{
	return 1;
}

bool kithRadioSetChannel(int channel)
{
	(void)channel;
	return true;
}

static void *wifiTask(void *unused)
{
	uint32_t state = 77;
	int count, reports = 0;

	(void)unused;

	for (count = 0; count < frameCount || !atomic_load(&finished); count++) {
		if (count < frameCount) {
			size_t length = (size_t)(count % (longest + 1));
			/* A block of just this size, so that one byte too many is found. */
			uint8_t *frame = malloc(length);
			uint8_t source[6];

			kithMacOf(station.tag, (uint16_t)(1 + length), source);
			memset(frame, (int)(uint8_t)length, length);
			kithLinkHeard(&station, source, frame, (int)length, -(int)(draw(&state) % 300));
			free(frame);
			if (count % stormEvery >= stormLength && count % burst == 0) {
				int before = atomic_load(&looks);

				while (atomic_load(&looks) == before)
					sched_yield();
			}
		} else
			atomic_store(&heardAll, true);
		if (atomic_exchange(&outstanding, 0) == 0)
			continue;
		/* Some are never reported, some twice. */
		if (++reports % 200 == 0) {
			omissions++;
			atomic_store(&omitted, true);
			continue;
		}
		kithLinkSent(&station, reports % 3 != 0);
		if (reports % 20 == 0)
			kithLinkSent(&station, true);
	}
	return NULL;
}

static uint32_t taken, damaged, strangers;

static void readAll(void)
{
	uint8_t *buffer = malloc(station.mtu);
	kithFrameInfo info;
	int length, index;

	while ((length = kithLinkRead(&station, buffer, station.mtu, &info)) > 0) {
		taken++;
		for (index = 0; index < length; index++)
			damaged += buffer[index] != (uint8_t)length;
		strangers += info.from != 1 + length || info.rssi < -127 || info.rssi > 0;
	}
	free(buffer);
}

static void run(uint16_t mtu)
{
	pthread_t task;
	uint8_t frame[kithMtuV2];
	uint32_t ends = 0, begun = 0, idle = 0;
	uint32_t heard;

	atomic_store(&heardAll, false);
	atomic_store(&finished, false);
	taken = damaged = strangers = 0;
	known = 0;
	omissions = sends = restarts = deepRestarts = 0;
	CHECK(kithLinkOpen(&station, 0xcafe, 1, mtu));
	station.running = true;
	CHECK(pthread_create(&task, NULL, wifiTask, NULL) == 0);
	while (idle < 100) {
		bool over;

		if (begun < sendCount) {
			size_t length = 1 + draw(&chance) % mtu;
			uint16_t to = draw(&chance) % 4 == 0 ? kithEverybody : (uint16_t)(2 + draw(&chance) % 30);

			memset(frame, (int)(uint8_t)length, length);
			begun += kithLinkSend(&station, to, frame, length) == kithSendTaken;
		}
		if (atomic_load(&omitted) || !station.running)
			kithLinkTick(&station);
		kithLinkLook(&station);
		ends += kithLinkTakeFlight(&station) != kithFlightNone;
		readAll();
		atomic_fetch_add(&looks, 1);
		over = begun == sendCount && ends == begun && atomic_load(&heardAll);
		if (over)
			atomic_store(&finished, true);
		idle += over;
	}
	pthread_join(task, NULL);
	readAll();
	CHECK(kithLinkTakeFlight(&station) == kithFlightNone);
	CHECK(begun == sendCount && ends == begun);
	CHECK(damaged == 0 && strangers == 0);
	CHECK(taken == station.counters.received);
	heard = station.counters.received + station.counters.dropped;
	CHECK(heard == frameCount);
	CHECK(station.counters.received > 0 && station.counters.dropped > 0);
	CHECK(station.counters.timeouts == omissions && omissions > 0);
	CHECK(station.counters.restarts == restarts && deepRestarts > 0 && deepRestarts < restarts);
	CHECK(station.counters.noMemory > 0 && station.counters.refused > 0 && station.counters.evictions > 0);
	printf("mtu %d: %u received, %u dropped, %u sent, %u without memory, %u refused, %u timeouts, %u evictions, %u restarts\n",
		mtu, station.counters.received, station.counters.dropped, station.counters.sent, station.counters.noMemory, station.counters.refused,
		station.counters.timeouts, station.counters.evictions, station.counters.restarts);
	kithLinkClose(&station);
}

int main(void)
{
	run(kithMtuV1);
	run(kithMtuV2);
	return 0;
}
