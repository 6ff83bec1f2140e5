/*
 * espnow.ts against link.c. The radio's task only fills the ring and posts one message; the event loop calls the wrapper's one
 * callback, which reads frames and how a send ended. Nothing is allocated in the XS heap for a frame.
 */
#include "event-loop.h"
#include "link.h"
#include "radio.h"

#include <stddef.h>
#include <stdlib.h>

#include "xsmc.h"
#include "modTimer.h"

/* Frames handed over in one event: whoever floods the air must not keep the node from its timers. */
enum { framesPerEvent = 16, infoLength = 3, awayTickCount = 2 };

typedef struct {
	kithLink link;
	xsMachine *the;
	xsSlot onEvent;
	modTimer timer;
	int budget;
	/* As asked or told last; what the radio said at the last tick; whether the wrapper has to be told. */
	int channel;
	int seenChannel;
	bool channelChanged;
	/* Ticks in which the radio may be on its way back from a frame to another channel. */
	uint8_t awayTicks;
} station;

void xs_kith_espnow_destructor(void *data);
void xs_kith_espnow_open(xsMachine *the);
void xs_kith_espnow_send(xsMachine *the);
void xs_kith_espnow_send_elsewhere(xsMachine *the);
void xs_kith_espnow_read(xsMachine *the);
void xs_kith_espnow_flight(xsMachine *the);
void xs_kith_espnow_count(xsMachine *the);
void xs_kith_espnow_channel(xsMachine *the);
void xs_kith_espnow_tune(xsMachine *the);

static void look(void *context)
{
	station *own = context;

	if (!kithLinkLook(&own->link) && !own->channelChanged)
		return;
	own->channelChanged = false;
	own->budget = framesPerEvent;
	xsBeginHost(own->the);
	xsCallFunction0(own->onEvent, xsUndefined);
	xsEndHost(own->the);
	kithLinkLookAgain(&own->link);
}

void kithLinkNotify(kithLink *link)
{
	station *own = (station *)link;

	if (!kithPost(own->the, look, own))
		kithLinkUnnotified(link);
}

/* An access point moves the radio. Twice the same, because a scan also moves it, for less than a tick. */
static void watchChannel(station *own)
{
	int now = kithRadioChannel();

	if (own->awayTicks > 0) {
		own->awayTicks--;
		return;
	}
	if (now != 0 && now != own->channel && now == own->seenChannel) {
		own->channel = now;
		own->channelChanged = true;
	}
	own->seenChannel = now;
}

static void tick(modTimer timer, void *refcon, int size)
{
	station *own = *(station **)refcon;

	(void)timer;
	(void)size;
	kithLinkTick(&own->link);
	watchChannel(own);
	look(own);
}

void xs_kith_espnow_destructor(void *data)
{
	station *own = data;

	if (own == NULL)
		return;
	kithRadioStop(&own->link);
	kithCancelPosts(own);
	if (own->timer != NULL)
		modTimerRemove(own->timer);
	kithLinkClose(&own->link);
	free(own);
}

static station *stationOf(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsArg(0), (void *)xs_kith_espnow_destructor);
}

static int range(xsMachine *the, int argument, int least, int most, const char *what)
{
	int value = xsmcToInteger(xsArg(argument));

	if (value < least || value > most)
		xsRangeError("%s is %d, not %d to %d", (char *)what, value, least, most);
	return value;
}

/* (object, tag, address, mtu, channel, longRange, besideBluetooth, wakeWindow, wakeInterval, onEvent) */
void xs_kith_espnow_open(xsMachine *the)
{
	int tag = range(the, 1, 0, 0xffff, "the network tag");
	int address = range(the, 2, 1, 0xfffe, "the address");
	int mtu = range(the, 3, kithMtuV1, kithMtuV2, "the MTU");
	kithRadioOptions options = { .channel = (uint8_t)range(the, 4, 1, 13, "the channel") };
	const char *fault = "no memory for ESP-NOW";
	station *own;

	options.rate = xsmcToInteger(xsArg(5)) != 0 ? kithRateLongRange : kithRate1M;
	options.besideBluetooth = xsmcToInteger(xsArg(6)) != 0;
	options.wakeWindow = (uint16_t)range(the, 7, 0, 0xffff, "the wake window");
	options.wakeInterval = (uint16_t)range(the, 8, options.wakeWindow == 0 ? 0 : 1, 0xffff, "the wake interval");
	if (mtu != kithMtuV1 && mtu != kithMtuV2)
		xsRangeError("ESP-NOW has an MTU of %d or %d", kithMtuV1, kithMtuV2);
	kithMacOf((uint16_t)tag, (uint16_t)address, options.mac);
	own = calloc(1, sizeof(*own));
	if (own != NULL && kithLinkOpen(&own->link, (uint16_t)tag, (uint16_t)address, (uint16_t)mtu)) {
		own->the = the;
		own->onEvent = xsArg(9);
		own->channel = options.channel;
		fault = kithRadioStart(&own->link, &options);
		if (fault == NULL)
			own->timer = modTimerAdd(kithRadioTickMs, kithRadioTickMs, tick, &own, sizeof(own));
	}
	if (fault != NULL || own->timer == NULL) {
		xs_kith_espnow_destructor(own);
		xsUnknownError("%s", (char *)(fault == NULL ? "no memory for ESP-NOW" : fault));
	}
	xsmcSetHostData(xsArg(0), own);
	xsRemember(own->onEvent);
	own->link.running = true;
}

/* The frame in the third argument, whose length is the fourth. Its address holds until XS next allocates. */
static const uint8_t *frameOf(xsMachine *the, const station *own, int *length)
{
	void *frame;
	xsUnsignedValue size;

	*length = xsmcToInteger(xsArg(3));
	xsmcGetBufferReadable(xsArg(2), &frame, &size);
	if (*length < 0)
		xsRangeError("a frame of %d bytes", *length);
	if (*length <= own->link.mtu && (xsUnsignedValue)*length > size)
		xsRangeError("a frame of %d bytes in an array of %d", *length, (int)size);
	return frame;
}

/* (object, channel, frame, length): kithSendResult */
void xs_kith_espnow_send_elsewhere(xsMachine *the)
{
	station *own = stationOf(the);
	int channel = range(the, 1, 1, 13, "the channel");
	int length;
	const uint8_t *frame = frameOf(the, own, &length);

	own->awayTicks = awayTickCount;
	xsmcSetInteger(xsResult, kithLinkSendElsewhere(&own->link, channel, frame, (size_t)length));
}

/* (object, destination, frame, length): kithSendResult */
void xs_kith_espnow_send(xsMachine *the)
{
	station *own = stationOf(the);
	int destination = range(the, 1, 1, 0xffff, "the destination");
	int length;
	const uint8_t *frame = frameOf(the, own, &length);

	xsmcSetInteger(xsResult, kithLinkSend(&own->link, (uint16_t)destination, frame, (size_t)length));
}

/* (object, buffer): length of the frame, 0 when there is none now. Strength and sender are the buffer's last three bytes. */
void xs_kith_espnow_read(xsMachine *the)
{
	station *own = stationOf(the);
	kithFrameInfo info;
	void *buffer;
	xsUnsignedValue size;
	uint8_t *end;
	int length = 0;

	xsmcGetBufferWritable(xsArg(1), &buffer, &size);
	if (size < infoLength)
		xsRangeError("an array of %d bytes", (int)size);
	if (own->budget > 0 && own->budget-- > 0)
		length = kithLinkRead(&own->link, buffer, size - infoLength, &info);
	if (length > 0) {
		end = (uint8_t *)buffer + size - infoLength;
		end[0] = (uint8_t)info.rssi;
		end[1] = (uint8_t)(info.from >> 8);
		end[2] = (uint8_t)info.from;
	}
	xsmcSetInteger(xsResult, length);
}

/* (object): kithFlight */
void xs_kith_espnow_flight(xsMachine *the)
{
	xsmcSetInteger(xsResult, kithLinkTakeFlight(&stationOf(the)->link));
}

/* (object, which): one of kithLinkCounters, in their order, as int32 */
void xs_kith_espnow_count(xsMachine *the)
{
	station *own = stationOf(the);
	int which = range(the, 1, 0, sizeof(kithLinkCounters) / sizeof(uint32_t) - 1, "the counter");

	xsmcSetInteger(xsResult, (int32_t)((uint32_t *)&own->link.counters)[which]);
}

/* (object): channel as asked or told last */
void xs_kith_espnow_channel(xsMachine *the)
{
	xsmcSetInteger(xsResult, stationOf(the)->channel);
}

/* (object, channel): nothing happens where an access point decides it */
void xs_kith_espnow_tune(xsMachine *the)
{
	station *own = stationOf(the);
	int channel = xsmcToInteger(xsArg(1));

	if (channel >= 1 && channel <= 13 && kithRadioSetChannel(channel)) {
		own->channel = channel;
		own->seenChannel = channel;
	}
}
