/*
 * What a platform's radio gives to the link (link.c), and gets from it. One radio per program: a chip has one, and its callbacks
 * carry no context.
 */
#ifndef KITH_RADIO_H
#define KITH_RADIO_H

#include "link.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { kithRadioDone, kithRadioNoMemory, kithRadioNoPeer, kithRadioFailed } kithRadioResult;

enum {
	kithMacLength = 6,
	/* Rates in units of 500 kbit/s as 802.11 counts them; the long-range one of Espressif apart. */
	kithRate1M = 2,
	kithRateLongRange = 1
};

typedef struct {
	uint8_t mac[kithMacLength];
	/* 1 … 13; ignored where an access point decides. */
	uint8_t channel;
	/* kithRate1M or kithRateLongRange. */
	uint8_t rate;
	/* A Bluetooth controller shares the antenna: modem sleep must stay on. */
	bool besideBluetooth;
	/* Milliseconds awake in each interval; 0: always. */
	uint16_t wakeWindow;
	uint16_t wakeInterval;
} kithRadioOptions;

/* Milliseconds between two calls of kithLinkTick. */
extern const int kithRadioTickMs;
/* Whether a frame that is never reported as sent means that the radio is stuck, and not that nobody acknowledged. */
extern const bool kithRadioReportsEverySend;

/* NULL, or in words what went wrong. */
const char *kithRadioStart(kithLink *link, const kithRadioOptions *options);
void kithRadioStop(kithLink *link);
/* Starts anew what may be stuck. `deep` with the buffers that only a new start of the whole radio frees. */
bool kithRadioRestart(kithLink *link, bool deep);

/* A peer that the radio knows already is one added. */
kithRadioResult kithRadioAddPeer(const uint8_t mac[kithMacLength]);
void kithRadioRemovePeer(const uint8_t mac[kithMacLength]);
/* Copies the frame. Ends with a call of kithLinkSent from any task, unless the result is another than kithRadioDone. */
kithRadioResult kithRadioSend(const uint8_t mac[kithMacLength], const uint8_t *frame, size_t length);
/* Likewise to everybody on another channel, 1 … 13, also while an access point decides the own one: the radio comes back by itself.
 * Whether it ends with a call of kithLinkSent is the platform's secret. */
kithRadioResult kithRadioSendElsewhere(int channel, const uint8_t *frame, size_t length);

/* 0: not known. */
int kithRadioChannel(void);
/* False where an access point decides. */
bool kithRadioSetChannel(int channel);

/* Between the radio's task and the event loop; held for microseconds. */
void kithRadioLock(void);
void kithRadioUnlock(void);

#endif
