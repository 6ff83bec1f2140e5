#include "link.h"

#include "radio.h"

#include <string.h>

/* Bytes for frames that wait: 16 of version 1, or 5 of version 2. */
enum { ringV1 = 16 * (kithMtuV1 + 5), ringV2 = 5 * (kithMtuV2 + 5) };

void kithMacOf(uint16_t tag, uint16_t address, uint8_t mac[6])
{
	const uint8_t everybody[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const uint8_t own[6] = { 0x02, 0x6b, (uint8_t)(tag >> 8), (uint8_t)tag, (uint8_t)(address >> 8), (uint8_t)address };

	memcpy(mac, address == kithEverybody ? everybody : own, 6);
}

uint16_t kithAddressOf(uint16_t tag, const uint8_t mac[6])
{
	if (mac[0] != 0x02 || mac[1] != 0x6b || mac[2] != tag >> 8 || mac[3] != (tag & 0xff))
		return 0;
	return (uint16_t)(mac[4] << 8 | mac[5]);
}

bool kithLinkOpen(kithLink *link, uint16_t tag, uint16_t address, uint16_t mtu)
{
	memset(link, 0, sizeof(*link));
	link->tag = tag;
	link->address = address;
	link->mtu = mtu;
	return kithFrameRingOpen(&link->ring, mtu > kithMtuV1 ? ringV2 : ringV1);
}

void kithLinkClose(kithLink *link)
{
	link->running = false;
	kithFrameRingClose(&link->ring);
}

/* With the lock held. Whether the event loop must be told. */
static bool claimNotice(kithLink *link)
{
	bool first = !link->notified;

	link->notified = true;
	return first;
}

static void finish(kithLink *link, kithFlight end)
{
	bool notify = false;

	kithRadioLock();
	if (link->flight == kithFlightUnderWay) {
		link->flight = end;
		notify = claimNotice(link);
	}
	kithRadioUnlock();
	if (notify)
		kithLinkNotify(link);
}

static void restart(kithLink *link, bool deep)
{
	link->counters.restarts++;
	link->withoutMemory = 0;
	kithPeerTableClear(&link->peers);
	link->running = kithRadioRestart(link, deep);
}

static kithRadioResult knowPeer(kithLink *link, uint16_t address, const uint8_t mac[6])
{
	uint8_t other[6];
	uint16_t evicted;
	kithRadioResult result;

	if (kithPeerTableUse(&link->peers, address, &evicted))
		return kithRadioDone;
	if (evicted != 0) {
		link->counters.evictions++;
		kithMacOf(link->tag, evicted, other);
		kithRadioRemovePeer(other);
		kithPeerTableRemove(&link->peers, evicted);
	}
	result = kithRadioAddPeer(mac);
	if (result == kithRadioDone)
		kithPeerTableAdd(&link->peers, address);
	return result;
}

static kithRadioResult transmit(kithLink *link, uint16_t destination, const uint8_t *frame, size_t length)
{
	uint8_t mac[6];
	kithRadioResult result;
	int attempt;

	kithMacOf(link->tag, destination, mac);
	/* Twice: where the radio has forgotten a peer (it was started anew by somebody else), it is told again. */
	for (attempt = 0; attempt < 2; attempt++) {
		result = knowPeer(link, destination, mac);
		if (result == kithRadioDone)
			result = kithRadioSend(mac, frame, length);
		if (result != kithRadioNoPeer)
			return result;
		kithPeerTableClear(&link->peers);
	}
	return result;
}

/* Takes the radio for a frame, if it is free. */
static kithSendResult takeFlight(kithLink *link, size_t length)
{
	bool busy;

	if (length == 0 || length > link->mtu)
		return kithSendTooLong;
	if (!link->running)
		return kithSendDown;
	kithRadioLock();
	busy = link->flight != kithFlightNone;
	/* Before the radio has the frame: its task may report it at once. */
	if (!busy)
		link->flight = kithFlightUnderWay;
	kithRadioUnlock();
	link->ticks = busy ? link->ticks : 0;
	return busy ? kithSendBusy : kithSendTaken;
}

kithSendResult kithLinkSendElsewhere(kithLink *link, int channel, const uint8_t *frame, size_t length)
{
	kithSendResult taken = takeFlight(link, length);

	if (taken != kithSendTaken)
		return taken;
	link->elsewhere = true;
	if (kithRadioSendElsewhere(channel, frame, length) == kithRadioDone) {
		link->counters.sent++;
		return kithSendTaken;
	}
	link->counters.refused++;
	finish(link, kithFlightFailed);
	return kithSendTaken;
}

kithSendResult kithLinkSend(kithLink *link, uint16_t destination, const uint8_t *frame, size_t length)
{
	kithSendResult taken = takeFlight(link, length);
	kithRadioResult result;

	if (taken != kithSendTaken)
		return taken;
	link->elsewhere = false;
	result = transmit(link, destination, frame, length);
	if (result == kithRadioDone) {
		link->counters.sent++;
		link->withoutMemory = 0;
		return kithSendTaken;
	}
	if (result != kithRadioNoMemory)
		link->counters.refused++;
	else {
		link->counters.noMemory++;
		/* Buffers that are lost for good come back only with a new start (espressif/esp-idf #18682). */
		if (++link->withoutMemory >= kithNoMemoryLimit)
			restart(link, true);
	}
	finish(link, kithFlightFailed);
	return kithSendTaken;
}

int kithLinkRead(kithLink *link, uint8_t *frame, size_t capacity, kithFrameInfo *info)
{
	int length;

	do {
		kithRadioLock();
		length = kithFrameRingTake(&link->ring, frame, capacity, info);
		link->counters.dropped += length < 0 ? 1 : 0;
		kithRadioUnlock();
	} while (length < 0);
	return length;
}

kithFlight kithLinkTakeFlight(kithLink *link)
{
	kithFlight end = kithFlightNone;

	kithRadioLock();
	if (link->flight > kithFlightUnderWay) {
		end = link->flight;
		link->flight = kithFlightNone;
	}
	kithRadioUnlock();
	return end;
}

bool kithLinkLook(kithLink *link)
{
	bool anything;

	kithRadioLock();
	link->notified = false;
	anything = link->ring.used > 0 || link->flight > kithFlightUnderWay;
	kithRadioUnlock();
	return anything;
}

void kithLinkTick(kithLink *link)
{
	bool late;

	kithRadioLock();
	late = link->flight == kithFlightUnderWay && ++link->ticks > kithSendTicks;
	kithRadioUnlock();
	if (late && link->elsewhere)
		finish(link, kithFlightFailed);
	else if (late) {
		link->counters.timeouts++;
		if (kithRadioReportsEverySend)
			restart(link, false);
		finish(link, kithFlightFailed);
	} else if (!link->running)
		restart(link, false);
}

void kithLinkLookAgain(kithLink *link)
{
	bool notify;

	kithRadioLock();
	notify = link->ring.used > 0 && claimNotice(link);
	kithRadioUnlock();
	if (notify)
		kithLinkNotify(link);
}

void kithLinkUnnotified(kithLink *link)
{
	kithRadioLock();
	link->notified = false;
	kithRadioUnlock();
}

void kithLinkHeard(kithLink *link, const uint8_t source[6], const uint8_t *frame, int length, int rssi)
{
	const kithFrameInfo info = { (int8_t)(rssi < -127 ? -127 : rssi > 0 ? 0 : rssi), kithAddressOf(link->tag, source) };
	bool notify = false;

	kithRadioLock();
	/* The length is the air's claim (CVE-2024-42484). */
	if (length > 0 && length <= link->mtu && kithFrameRingPut(&link->ring, frame, (size_t)length, &info)) {
		link->counters.received++;
		notify = claimNotice(link);
	} else
		link->counters.dropped++;
	kithRadioUnlock();
	if (notify)
		kithLinkNotify(link);
}

void kithLinkSent(kithLink *link, bool delivered)
{
	finish(link, delivered ? kithFlightDelivered : kithFlightFailed);
}
