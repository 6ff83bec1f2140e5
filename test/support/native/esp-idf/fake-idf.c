/*
 * A chip's Wi-Fi and ESP-NOW for tests: it insists on ESP-IDF's order of calls, knows twenty peers, and reports sends when the
 * test says so. Every call is noted.
 */
#include "esp_event.h"
#include "esp_netif.h"
#include "esp_now.h"
#include "freertos/semphr.h"

#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { peerLimit = 20, logLimit = 4000 };

/* What the test sets, in the order of `fake_set`: the error of sends, ESP-NOW's version, whether an access point decides. */
static int settings[3] = { ESP_OK, 2, 0 };
static char notes[logLimit];
static bool initialised, started, espNow, held;
static int channel = 1, peerCount;
static uint8_t peers[peerLimit][6];
static esp_now_recv_cb_t onReceive;
static esp_now_send_cb_t onSend;

static void note(const char *name, int value)
{
	size_t length = strlen(notes);

	snprintf(notes + length, sizeof(notes) - length, "%s%s %d", length == 0 ? "" : ", ", name, value);
}

#define NEEDS(condition)                                          \
	do {                                                          \
		if (!(condition)) {                                       \
			fprintf(stderr, "%s before %s\n", __func__, #condition); \
			abort();                                              \
		}                                                         \
	} while (0)

SemaphoreHandle_t xSemaphoreCreateMutex(void)
{
	return (SemaphoreHandle_t)&held;
}

int xSemaphoreTake(SemaphoreHandle_t mutex, int ticks)
{
	(void)mutex;
	(void)ticks;
	/* One task plays both: who takes it twice would wait for ever. */
	NEEDS(!held);
	held = true;
	return 1;
}

int xSemaphoreGive(SemaphoreHandle_t mutex)
{
	(void)mutex;
	NEEDS(held);
	held = false;
	return 1;
}

esp_err_t esp_netif_init(void)
{
	return ESP_OK;
}

esp_err_t esp_event_loop_create_default(void)
{
	return ESP_ERR_INVALID_STATE;
}

esp_netif_t *esp_netif_get_handle_from_ifkey(const char *key)
{
	(void)key;
	return initialised ? (esp_netif_t *)&initialised : NULL;
}

esp_netif_t *esp_netif_create_default_wifi_sta(void)
{
	return (esp_netif_t *)&initialised;
}

esp_err_t esp_wifi_init(const wifi_init_config_t *config)
{
	NEEDS(!initialised && config->nvs_enable == 0);
	initialised = true;
	note("init", 1);
	return ESP_OK;
}

esp_err_t esp_wifi_deinit(void)
{
	NEEDS(initialised && !started && !espNow);
	initialised = false;
	note("init", 0);
	return ESP_OK;
}

esp_err_t esp_wifi_get_mode(wifi_mode_t *mode)
{
	*mode = WIFI_MODE_STA;
	return initialised ? ESP_OK : ESP_ERR_WIFI_NOT_INIT;
}

esp_err_t esp_wifi_set_mode(wifi_mode_t mode)
{
	NEEDS(initialised && mode == WIFI_MODE_STA);
	return ESP_OK;
}

esp_err_t esp_wifi_set_storage(wifi_storage_t storage)
{
	NEEDS(initialised && storage == WIFI_STORAGE_RAM);
	return ESP_OK;
}

esp_err_t esp_wifi_start(void)
{
	NEEDS(initialised);
	started = true;
	note("start", 1);
	return ESP_OK;
}

esp_err_t esp_wifi_stop(void)
{
	started = false;
	note("start", 0);
	return ESP_OK;
}

esp_err_t esp_wifi_set_mac(wifi_interface_t interface, const uint8_t mac[6])
{
	NEEDS(interface == WIFI_IF_STA && initialised && !started && mac[0] == 0x02 && mac[1] == 0x6b);
	note("mac", (int)((uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 | (uint32_t)mac[4] << 8 | mac[5]));
	return ESP_OK;
}

esp_err_t esp_wifi_set_protocol(wifi_interface_t interface, uint8_t protocols)
{
	NEEDS(interface == WIFI_IF_STA && initialised);
	note("protocols", protocols);
	return ESP_OK;
}

esp_err_t esp_wifi_set_ps(wifi_ps_type_t type)
{
	NEEDS(started);
	note("sleep", type);
	return ESP_OK;
}

esp_err_t esp_wifi_set_channel(uint8_t primary, wifi_second_chan_t second)
{
	NEEDS(started && second == WIFI_SECOND_CHAN_NONE);
	if (settings[2] != 0)
		return ESP_FAIL;
	channel = primary;
	note("channel", primary);
	return ESP_OK;
}

esp_err_t esp_wifi_get_channel(uint8_t *primary, wifi_second_chan_t *second)
{
	*primary = (uint8_t)channel;
	*second = WIFI_SECOND_CHAN_NONE;
	return ESP_OK;
}

esp_err_t esp_wifi_connectionless_module_set_wake_interval(uint16_t interval)
{
	NEEDS(started);
	note("interval", interval);
	return ESP_OK;
}

esp_err_t esp_now_init(void)
{
	NEEDS(started && !espNow);
	espNow = true;
	peerCount = 0;
	note("now", 1);
	return ESP_OK;
}

esp_err_t esp_now_deinit(void)
{
	espNow = false;
	onReceive = NULL;
	onSend = NULL;
	note("now", 0);
	return ESP_OK;
}

esp_err_t esp_now_get_version(uint32_t *version)
{
	*version = (uint32_t)settings[1];
	return ESP_OK;
}

esp_err_t esp_now_register_recv_cb(esp_now_recv_cb_t callback)
{
	NEEDS(espNow);
	onReceive = callback;
	return ESP_OK;
}

esp_err_t esp_now_register_send_cb(esp_now_send_cb_t callback)
{
	NEEDS(espNow);
	onSend = callback;
	return ESP_OK;
}

esp_err_t esp_now_set_wake_window(uint16_t window)
{
	NEEDS(espNow);
	note("window", window);
	return ESP_OK;
}

static int find(const uint8_t *mac)
{
	int place;

	for (place = 0; place < peerCount; place++)
		if (memcmp(peers[place], mac, 6) == 0)
			return place;
	return -1;
}

esp_err_t esp_now_add_peer(const esp_now_peer_info_t *peer)
{
	NEEDS(peer->channel == 0 && peer->ifidx == WIFI_IF_STA && !peer->encrypt);
	if (!espNow)
		return ESP_ERR_ESPNOW_NOT_INIT;
	if (find(peer->peer_addr) >= 0)
		return ESP_ERR_ESPNOW_EXIST;
	if (peerCount == peerLimit)
		return ESP_ERR_ESPNOW_FULL;
	memcpy(peers[peerCount++], peer->peer_addr, 6);
	return ESP_OK;
}

esp_err_t esp_now_del_peer(const uint8_t *mac)
{
	int place = find(mac);

	if (place < 0)
		return ESP_ERR_ESPNOW_NOT_FOUND;
	peerCount--;
	memmove(peers[place], peers[place + 1], (size_t)(peerCount - place) * 6);
	return ESP_OK;
}

esp_err_t esp_now_set_peer_rate_config(const uint8_t *mac, esp_now_rate_config_t *config)
{
	NEEDS(find(mac) >= 0);
	note("rate", config->rate);
	return ESP_OK;
}

esp_err_t esp_now_send(const uint8_t *mac, const uint8_t *data, size_t length)
{
	NEEDS(data != NULL && length > 0 && length <= 1470);
	if (settings[0] != ESP_OK)
		return settings[0];
	if (!espNow)
		return ESP_ERR_ESPNOW_NOT_INIT;
	return find(mac) < 0 ? ESP_ERR_ESPNOW_NOT_FOUND : ESP_OK;
}

esp_err_t esp_now_switch_channel_tx(esp_now_switch_channel_t *config)
{
	NEEDS(espNow && config->type == WIFI_OFFCHAN_TX_REQ && config->sec_channel == WIFI_SECOND_CHAN_NONE);
	NEEDS(config->wait_time_ms > 0 && config->data_len > 0 && config->data_len <= 250 && config->dest_mac[0] == 0xff);
	note("elsewhere", config->channel);
	note("first", config->data[0]);
	return settings[0];
}

void fake_set(xsMachine *the);
void fake_notes(xsMachine *the);
void fake_hear(xsMachine *the);
void fake_report(xsMachine *the);
void fake_forget(xsMachine *the);
void fake_move(xsMachine *the);

/* (which, value) */
void fake_set(xsMachine *the)
{
	int which = xsmcToInteger(xsArg(0));

	settings[which] = xsmcToInteger(xsArg(1));
}

/* (buffer): length of what was noted since the last time */
void fake_notes(xsMachine *the)
{
	void *buffer;
	xsUnsignedValue size;

	xsmcGetBufferWritable(xsArg(0), &buffer, &size);
	xsmcSetInteger(xsResult, strlen(notes));
	memcpy(buffer, notes, strlen(notes) < size ? strlen(notes) : size);
	notes[0] = 0;
}

/* (mac and frame, length that the air claims, rssi) */
void fake_hear(xsMachine *the)
{
	int length = xsmcToInteger(xsArg(1));
	wifi_pkt_rx_ctrl_t control = { xsmcToInteger(xsArg(2)) };
	void *bytes;
	xsUnsignedValue size;
	esp_now_recv_info_t info;

	xsmcGetBufferReadable(xsArg(0), &bytes, &size);
	info = (esp_now_recv_info_t){ bytes, NULL, &control };
	if (onReceive != NULL)
		onReceive(&info, (uint8_t *)bytes + 6, length);
}

/* (delivered) */
void fake_report(xsMachine *the)
{
	bool delivered = xsmcToInteger(xsArg(0)) != 0;
	esp_now_send_info_t info = { NULL };

	if (onSend != NULL)
		onSend(&info, delivered ? ESP_NOW_SEND_SUCCESS : ESP_NOW_SEND_FAIL);
}

/* The chip loses its peers. */
void fake_forget(xsMachine *the)
{
	(void)the;
	peerCount = 0;
}

/* (channel): an access point moves the radio */
void fake_move(xsMachine *the)
{
	channel = xsmcToInteger(xsArg(0));
}
