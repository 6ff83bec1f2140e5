#include "peer-table.h"

#include <stddef.h>
#include <string.h>

void kithPeerTableClear(kithPeerTable *table)
{
	memset(table, 0, sizeof(*table));
}

/* Puts `address` in front of the `count` first. */
static void promote(kithPeerTable *table, uint16_t address, size_t count)
{
	memmove(table->addresses + 1, table->addresses, count * sizeof(table->addresses[0]));
	table->addresses[0] = address;
}

bool kithPeerTableUse(kithPeerTable *table, uint16_t address, uint16_t *evicted)
{
	size_t place;

	*evicted = 0;
	if (address == kithEverybody)
		return table->everybody;
	for (place = 0; place < kithPeerLimit; place++) {
		if (table->addresses[place] != address)
			continue;
		promote(table, address, place);
		return true;
	}
	*evicted = table->addresses[kithPeerLimit - 1];
	return false;
}

void kithPeerTableAdd(kithPeerTable *table, uint16_t address)
{
	if (address == kithEverybody)
		table->everybody = true;
	else
		promote(table, address, kithPeerLimit - 1);
}

void kithPeerTableRemove(kithPeerTable *table, uint16_t address)
{
	size_t place;

	for (place = 0; place < kithPeerLimit; place++) {
		if (table->addresses[place] != address)
			continue;
		memmove(table->addresses + place, table->addresses + place + 1,
			(kithPeerLimit - place - 1) * sizeof(table->addresses[0]));
		table->addresses[kithPeerLimit - 1] = 0;
		return;
	}
}
