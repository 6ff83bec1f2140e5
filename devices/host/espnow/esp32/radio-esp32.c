/*
 * ESP-NOW of ESP-IDF 6.0. Its callbacks run in the Wi-Fi task, and carry no context.
 */
#include "radio.h"

#include "soc/soc_caps.h"
#if !SOC_WIFI_SUPPORTED
#error "This chip has no Wi-Fi, so no ESP-NOW: give its board the link over Bluetooth"
#endif

#include "esp_event.h"
#include "esp_netif.h"
#include "esp_now.h"
#include "esp_wifi.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"

#include <stdlib.h>
#include <string.h>

/* A broadcast on another channel keeps the radio there for so long: 2.5 ms for the longest frame, and waiting for a busy channel. */
enum { elsewhereMs = 20 };

const int kithRadioTickMs = 250;
const bool kithRadioReportsEverySend = true;

static kithLink *current;
static kithRadioOptions settings;
static SemaphoreHandle_t mutex;
/* Made for the first frame to another channel, and kept: nothing says when the driver has done with it. */
static esp_now_switch_channel_t *elsewhere;

void kithRadioLock(void)
{
	xSemaphoreTake(mutex, portMAX_DELAY);
}

void kithRadioUnlock(void)
{
	xSemaphoreGive(mutex);
}

static void onReceive(const esp_now_recv_info_t *info, const uint8_t *data, int length)
{
	if (current != NULL)
		kithLinkHeard(current, info->src_addr, data, length, info->rx_ctrl->rssi);
}

static void onSend(const esp_now_send_info_t *info, esp_now_send_status_t status)
{
	(void)info;
	if (current != NULL)
		kithLinkSent(current, status == ESP_NOW_SEND_SUCCESS);
}

/* As a station without an access point; the SDK's WiFi class finds it so, and goes on from there. */
static esp_err_t beginWifi(void)
{
	wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
	esp_err_t error = esp_netif_init();

	if (error == ESP_OK)
		error = esp_event_loop_create_default();
	if (error != ESP_OK && error != ESP_ERR_INVALID_STATE)
		return error;
	if (esp_netif_get_handle_from_ifkey("WIFI_STA_DEF") == NULL && esp_netif_create_default_wifi_sta() == NULL)
		return ESP_ERR_NO_MEM;
	config.nvs_enable = 0;
	error = esp_wifi_init(&config);
	if (error == ESP_OK)
		error = esp_wifi_set_storage(WIFI_STORAGE_RAM);
	return error == ESP_OK ? esp_wifi_set_mode(WIFI_MODE_STA) : error;
}

static esp_err_t startWifi(void)
{
	wifi_mode_t mode;
	esp_err_t error = ESP_OK;

	/* The address can be set only while the interface is down. */
	if (esp_wifi_get_mode(&mode) == ESP_OK)
		error = esp_wifi_stop();
	else
		error = beginWifi();
	if (error == ESP_OK)
		error = esp_wifi_set_mac(WIFI_IF_STA, settings.mac);
	if (error == ESP_OK && settings.rate == kithRateLongRange)
		error = esp_wifi_set_protocol(WIFI_IF_STA,
			WIFI_PROTOCOL_11B | WIFI_PROTOCOL_11G | WIFI_PROTOCOL_11N | WIFI_PROTOCOL_LR);
	if (error == ESP_OK)
		error = esp_wifi_start();
	/* In modem sleep the radio misses frames; but beside Bluetooth Wi-Fi aborts without it (espressif/esp-idf #9595). */
	if (error == ESP_OK)
		error = esp_wifi_set_ps(settings.besideBluetooth ? WIFI_PS_MIN_MODEM : WIFI_PS_NONE);
	/* Where an access point has decided the channel, this is refused, and rightly. */
	if (error == ESP_OK)
		esp_wifi_set_channel(settings.channel, WIFI_SECOND_CHAN_NONE);
	return error;
}

static esp_err_t startEspNow(void)
{
	esp_err_t error = esp_now_init();

	if (error == ESP_OK)
		error = esp_now_register_recv_cb(onReceive);
	if (error == ESP_OK)
		error = esp_now_register_send_cb(onSend);
	if (error == ESP_OK && settings.wakeWindow != 0) {
		error = esp_wifi_connectionless_module_set_wake_interval(settings.wakeInterval);
		if (error == ESP_OK)
			error = esp_now_set_wake_window(settings.wakeWindow);
	}
	return error;
}

const char *kithRadioStart(kithLink *link, const kithRadioOptions *options)
{
	uint32_t version;

	if (current != NULL)
		return "ESP-NOW is running already: a board has one";
	if (mutex == NULL)
		mutex = xSemaphoreCreateMutex();
	if (mutex == NULL)
		return "no memory for ESP-NOW";
	settings = *options;
	if (startWifi() != ESP_OK)
		return "Wi-Fi does not start";
	if (startEspNow() != ESP_OK)
		return "ESP-NOW does not start";
	if (link->mtu > kithMtuV1 && (esp_now_get_version(&version) != ESP_OK || version < 2))
		return "this ESP-NOW is version 1: its frames have at most 250 bytes";
	current = link;
	return NULL;
}

void kithRadioStop(kithLink *link)
{
	if (current != link)
		return;
	esp_now_deinit();
	current = NULL;
}

bool kithRadioRestart(kithLink *link, bool deep)
{
	(void)link;
	esp_now_deinit();
	if (deep) {
		esp_wifi_stop();
		esp_wifi_deinit();
		if (startWifi() != ESP_OK)
			return false;
	}
	return startEspNow() == ESP_OK;
}

static kithRadioResult resultOf(esp_err_t error)
{
	switch (error) {
	case ESP_OK:
	case ESP_ERR_ESPNOW_EXIST:
		return kithRadioDone;
	case ESP_ERR_ESPNOW_NO_MEM:
		return kithRadioNoMemory;
	case ESP_ERR_ESPNOW_NOT_FOUND:
		return kithRadioNoPeer;
	case ESP_ERR_ESPNOW_NOT_INIT:
	case ESP_ERR_ESPNOW_IF:
		/* Somebody stopped the radio: the next tick starts it. */
		current->running = false;
		return kithRadioFailed;
	default:
		return kithRadioFailed;
	}
}

kithRadioResult kithRadioAddPeer(const uint8_t mac[kithMacLength])
{
	/* Channel 0 is whichever the radio is on. */
	esp_now_peer_info_t peer = { .channel = 0, .ifidx = WIFI_IF_STA, .encrypt = false };
	kithRadioResult result;

	memcpy(peer.peer_addr, mac, kithMacLength);
	result = resultOf(esp_now_add_peer(&peer));
	if (result == kithRadioDone && settings.rate == kithRateLongRange) {
		esp_now_rate_config_t rate = { .phymode = WIFI_PHY_MODE_LR, .rate = WIFI_PHY_RATE_LORA_250K };

		esp_now_set_peer_rate_config(mac, &rate);
	}
	return result;
}

void kithRadioRemovePeer(const uint8_t mac[kithMacLength])
{
	esp_now_del_peer(mac);
}

kithRadioResult kithRadioSend(const uint8_t mac[kithMacLength], const uint8_t *frame, size_t length)
{
	return resultOf(esp_now_send(mac, frame, length));
}

kithRadioResult kithRadioSendElsewhere(int channel, const uint8_t *frame, size_t length)
{
	esp_err_t error;

	if (length > kithMtuV1)
		return kithRadioFailed;
	if (elsewhere == NULL)
		elsewhere = malloc(sizeof(*elsewhere) + kithMtuV1);
	if (elsewhere == NULL)
		return kithRadioNoMemory;
	memset(elsewhere, 0, sizeof(*elsewhere));
	elsewhere->type = WIFI_OFFCHAN_TX_REQ;
	elsewhere->channel = (uint8_t)channel;
	elsewhere->sec_channel = WIFI_SECOND_CHAN_NONE;
	elsewhere->wait_time_ms = elsewhereMs;
	memset(elsewhere->dest_mac, 0xff, kithMacLength);
	elsewhere->data_len = (uint16_t)length;
	memcpy(elsewhere->data, frame, length);
	error = esp_now_switch_channel_tx(elsewhere);
	return error == ESP_ERR_NO_MEM ? kithRadioNoMemory : resultOf(error);
}

int kithRadioChannel(void)
{
	uint8_t primary;
	wifi_second_chan_t second;

	return esp_wifi_get_channel(&primary, &second) == ESP_OK ? primary : 0;
}

bool kithRadioSetChannel(int channel)
{
	if (esp_wifi_set_channel((uint8_t)channel, WIFI_SECOND_CHAN_NONE) != ESP_OK)
		return false;
	settings.channel = (uint8_t)channel;
	return true;
}
