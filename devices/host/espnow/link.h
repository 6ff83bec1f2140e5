/*
 * The Link port (modules/link/link.ts) over a radio that has peers, an acknowledgement per frame and a task of its own: what is the
 * same for ESP-NOW on a board and for its twin on Linux. Knows nothing of XS.
 */
#ifndef KITH_LINK_H
#define KITH_LINK_H

#include "frame-ring.h"
#include "peer-table.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	/* ESP-NOW version 1 and 2. A chip with version 1 cuts longer frames off, or drops them. */
	kithMtuV1 = 250,
	kithMtuV2 = 1470,
	/* Ticks that a frame may be in flight. */
	kithSendTicks = 2,
	/* Sends in a row without memory, after which the radio is started anew. */
	kithNoMemoryLimit = 16
};

typedef enum { kithSendTaken, kithSendBusy, kithSendTooLong, kithSendDown } kithSendResult;
typedef enum { kithFlightNone, kithFlightUnderWay, kithFlightDelivered, kithFlightFailed } kithFlight;

typedef struct {
	uint32_t received;
	/* Frames without room in the ring, longer than the MTU, or empty. */
	uint32_t dropped;
	uint32_t sent;
	/* Sends for which the radio had no memory. */
	uint32_t noMemory;
	/* Sends that the radio refused otherwise. */
	uint32_t refused;
	/* Sends that were never reported. */
	uint32_t timeouts;
	uint32_t evictions;
	uint32_t restarts;
} kithLinkCounters;

typedef struct kithLink {
	kithFrameRing ring;
	kithPeerTable peers;
	kithLinkCounters counters;
	uint16_t tag;
	uint16_t address;
	uint16_t mtu;
	bool running;
	/* Shared with the radio's task, under its lock. */
	kithFlight flight;
	bool notified;
	/* Of the event loop. */
	uint8_t ticks;
	uint8_t withoutMemory;
	/* The frame in flight is for another channel. */
	bool elsewhere;
} kithLink;

/* 02:6b, the network tag, the node address: locally administered, so it can be no other device's. */
void kithMacOf(uint16_t tag, uint16_t address, uint8_t mac[6]);
/* The node address in a MAC address of this form and network, else 0. */
uint16_t kithAddressOf(uint16_t tag, const uint8_t mac[6]);

/* False without memory. `mtu`: kithMtuV1 or kithMtuV2. The caller starts the radio, and then sets `running`. */
bool kithLinkOpen(kithLink *link, uint16_t tag, uint16_t address, uint16_t mtu);
void kithLinkClose(kithLink *link);

/* From the event loop. `kithSendTaken`: kithLinkTakeFlight will tell how it ended, once. */
kithSendResult kithLinkSend(kithLink *link, uint16_t destination, const uint8_t *frame, size_t length);
/* Broadcasts a frame on another channel, as kithLinkSend otherwise. */
kithSendResult kithLinkSendElsewhere(kithLink *link, int channel, const uint8_t *frame, size_t length);
/* Takes the oldest frame. Never writes more than `capacity` bytes. Returns its length, 0 when there is none. */
int kithLinkRead(kithLink *link, uint8_t *frame, size_t capacity, kithFrameInfo *info);
/* How the frame in flight ended (and then no more), or kithFlightNone. */
kithFlight kithLinkTakeFlight(kithLink *link);
/* Every kithRadioTickMs; the event loop looks afterwards, as a notice may have been lost. */
void kithLinkTick(kithLink *link);
/* The event loop looks now: what comes from here on is worth another notice. Whether there is anything to look at. */
bool kithLinkLook(kithLink *link);
/* It has looked long enough: another notice if frames are left. */
void kithLinkLookAgain(kithLink *link);

/* From the radio's task. */
void kithLinkHeard(kithLink *link, const uint8_t source[6], const uint8_t *frame, int length, int rssi);
void kithLinkSent(kithLink *link, bool delivered);

/* Given by xs-espnow.c: lets the event loop look soon. Called from any task, once until kithLinkLook. */
void kithLinkNotify(kithLink *link);
/* The notice did not get through. */
void kithLinkUnnotified(kithLink *link);

#endif
