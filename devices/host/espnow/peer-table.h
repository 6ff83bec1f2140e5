/*
 * Which peers the radio knows. ESP-NOW sends only to peers, and knows 20 at most (ESP_NOW_MAX_TOTAL_PEER_NUM): the one that was
 * written to longest ago makes room. Everybody (0xffff) is a peer as well, and stays.
 */
#ifndef KITH_PEER_TABLE_H
#define KITH_PEER_TABLE_H

#include <stdbool.h>
#include <stdint.h>

/* One less than ESP-NOW has, for everybody's place. */
enum { kithPeerLimit = 19, kithEverybody = 0xffff };

typedef struct {
	/* The one written to last is first. 0: free. */
	uint16_t addresses[kithPeerLimit];
	bool everybody;
} kithPeerTable;

/* All zero is an empty table. */
void kithPeerTableClear(kithPeerTable *table);

/*
 * Notes that `address` is written to now. False when the radio must be told of it first, by kithPeerTableAdd; `*evicted` is then
 * whom the radio has to forget before, or 0.
 */
bool kithPeerTableUse(kithPeerTable *table, uint16_t address, uint16_t *evicted);

/* The radio knows it now. */
void kithPeerTableAdd(kithPeerTable *table, uint16_t address);

void kithPeerTableRemove(kithPeerTable *table, uint16_t address);

#endif
