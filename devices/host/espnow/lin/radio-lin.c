/*
 * The air of one computer: every program that opens this radio gets one of a few ports on loopback, and sends each frame to all of
 * them. Whoever it is for answers, as a radio's MAC does. So peers need no configuration, and several processes (desktop
 * builds, mcsim) form a network. Only for trying things: nothing here is more than a frame in the air, which anybody may send.
 */
#include "radio.h"

#include "event-loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const int kithRadioTickMs = 20;
const bool kithRadioReportsEverySend = false;

/* Programs in the air of one computer, and the first of their ports; KITH_AIR_PORT gives another, and so another air. */
enum { airSlots = 32, airPort = 47474, datagramsPerEvent = 64 };

/* "kith", version, kind, channel, 0; source, destination; number. */
enum { headLength = 22, atKind = 5, atChannel = 6, atSource = 8, atDestination = 14, atNumber = 20 };
enum { kindFrame = 0, kindAcknowledgement = 1 };
static const uint8_t magic[5] = { 'k', 'i', 't', 'h', 1 };
static const uint8_t everybody[kithMacLength] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/* There is no way to measure: as from the next desk. */
enum { signalStrength = -50 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static kithLink *current;
static uint8_t own[kithMacLength];
static uint8_t channel;
static int file = -1;
static int firstPort;
static uint16_t number;
static bool awaited;

void kithRadioLock(void)
{
	pthread_mutex_lock(&mutex);
}

void kithRadioUnlock(void)
{
	pthread_mutex_unlock(&mutex);
}

static struct sockaddr_in slotAddress(int slot)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((uint16_t)(firstPort + slot));
	return address;
}

static void acknowledge(const uint8_t *datagram, const struct sockaddr_in *to)
{
	uint8_t answer[headLength];

	memcpy(answer, datagram, headLength);
	answer[atKind] = kindAcknowledgement;
	memcpy(answer + atSource, own, kithMacLength);
	memcpy(answer + atDestination, datagram + atSource, kithMacLength);
	sendto(file, answer, headLength, 0, (const struct sockaddr *)to, sizeof(*to));
}

static void hear(const uint8_t *datagram, size_t length, const struct sockaddr_in *from)
{
	const uint8_t *destination = datagram + atDestination;

	if (length < headLength || memcmp(datagram, magic, sizeof(magic)) != 0 || datagram[atChannel] != channel)
		return;
	if (memcmp(datagram + atSource, own, kithMacLength) == 0)
		return;
	if (datagram[atKind] == kindAcknowledgement) {
		bool mine = memcmp(destination, own, kithMacLength) == 0;
		uint16_t answered = (uint16_t)(datagram[atNumber] << 8 | datagram[atNumber + 1]);

		if (!mine || !awaited || answered != number)
			return;
		awaited = false;
		kithLinkSent(current, true);
		return;
	}
	if (datagram[atKind] != kindFrame)
		return;
	if (memcmp(destination, own, kithMacLength) == 0)
		acknowledge(datagram, from);
	else if (memcmp(destination, everybody, kithMacLength) != 0)
		return;
	kithLinkHeard(current, datagram + atSource, datagram + headLength, (int)(length - headLength), signalStrength);
}

static void readable(void *context)
{
	uint8_t datagram[2048];
	int count;

	(void)context;
	for (count = 0; count < datagramsPerEvent; count++) {
		struct sockaddr_in from;
		socklen_t fromLength = sizeof(from);
		ssize_t length = recvfrom(file, datagram, sizeof(datagram), MSG_DONTWAIT, (struct sockaddr *)&from, &fromLength);

		if (length < 0)
			return;
		hear(datagram, (size_t)length, &from);
	}
}

static bool takeSlot(void)
{
	int slot;

	for (slot = 0; slot < airSlots; slot++) {
		struct sockaddr_in address = slotAddress(slot);

		if (bind(file, (const struct sockaddr *)&address, sizeof(address)) == 0)
			return true;
	}
	return false;
}

const char *kithRadioStart(kithLink *link, const kithRadioOptions *options)
{
	const char *port = getenv("KITH_AIR_PORT");

	if (current != NULL)
		return "the radio is running already: a program has one";
	firstPort = port == NULL ? airPort : atoi(port);
	if (firstPort < 1024 || firstPort > 65535 - airSlots)
		return "KITH_AIR_PORT must be 1024 to 65503";
	memcpy(own, options->mac, kithMacLength);
	channel = options->channel;
	file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (file < 0)
		return "no socket for the radio";
	if (!takeSlot() || !kithWatch(file, readable, NULL)) {
		close(file);
		file = -1;
		return "32 programs use this computer's air already: set KITH_AIR_PORT to have another";
	}
	current = link;
	return NULL;
}

void kithRadioStop(kithLink *link)
{
	if (current != link)
		return;
	kithUnwatch();
	close(file);
	file = -1;
	current = NULL;
	awaited = false;
}

bool kithRadioRestart(kithLink *link, bool deep)
{
	(void)deep;
	return current == link;
}

/* Nobody has to be introduced here; the table of peers is kept all the same, so that it is the same program. */
kithRadioResult kithRadioAddPeer(const uint8_t mac[kithMacLength])
{
	(void)mac;
	return kithRadioDone;
}

void kithRadioRemovePeer(const uint8_t mac[kithMacLength])
{
	(void)mac;
}

static kithRadioResult sendOn(uint8_t air, const uint8_t mac[kithMacLength], const uint8_t *frame, size_t length)
{
	uint8_t datagram[headLength + kithMtuV2] = { 0 };
	int slot;

	if (length > kithMtuV2)
		return kithRadioFailed;
	number++;
	awaited = memcmp(mac, everybody, kithMacLength) != 0;
	memcpy(datagram, magic, sizeof(magic));
	datagram[atKind] = kindFrame;
	datagram[atChannel] = air;
	memcpy(datagram + atSource, own, kithMacLength);
	memcpy(datagram + atDestination, mac, kithMacLength);
	datagram[atNumber] = (uint8_t)(number >> 8);
	datagram[atNumber + 1] = (uint8_t)number;
	memcpy(datagram + headLength, frame, length);
	for (slot = 0; slot < airSlots; slot++) {
		struct sockaddr_in to = slotAddress(slot);

		/* Where nobody listens the kernel says so with the next call, which then means nothing. */
		if (sendto(file, datagram, headLength + length, 0, (const struct sockaddr *)&to, sizeof(to)) < 0
			&& (errno == ENOBUFS || errno == ENOMEM))
			return kithRadioNoMemory;
	}
	if (!awaited)
		kithLinkSent(current, true);
	return kithRadioDone;
}

kithRadioResult kithRadioSend(const uint8_t mac[kithMacLength], const uint8_t *frame, size_t length)
{
	return sendOn(channel, mac, frame, length);
}

kithRadioResult kithRadioSendElsewhere(int other, const uint8_t *frame, size_t length)
{
	return sendOn((uint8_t)other, everybody, frame, length);
}

int kithRadioChannel(void)
{
	return channel;
}

bool kithRadioSetChannel(int value)
{
	channel = (uint8_t)value;
	return true;
}
