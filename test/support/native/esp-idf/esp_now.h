/* As much of ESP-IDF 6.0's as the radio uses, with its names and numbers; fake-idf.c is behind it. */
#ifndef KITH_TEST_ESP_NOW_H
#define KITH_TEST_ESP_NOW_H

#include "esp_wifi.h"

#define ESP_ERR_ESPNOW_BASE 0x3064
#define ESP_ERR_ESPNOW_NOT_INIT (ESP_ERR_ESPNOW_BASE + 1)
#define ESP_ERR_ESPNOW_ARG (ESP_ERR_ESPNOW_BASE + 2)
#define ESP_ERR_ESPNOW_NO_MEM (ESP_ERR_ESPNOW_BASE + 3)
#define ESP_ERR_ESPNOW_FULL (ESP_ERR_ESPNOW_BASE + 4)
#define ESP_ERR_ESPNOW_NOT_FOUND (ESP_ERR_ESPNOW_BASE + 5)
#define ESP_ERR_ESPNOW_INTERNAL (ESP_ERR_ESPNOW_BASE + 6)
#define ESP_ERR_ESPNOW_EXIST (ESP_ERR_ESPNOW_BASE + 7)
#define ESP_ERR_ESPNOW_IF (ESP_ERR_ESPNOW_BASE + 8)

typedef enum { ESP_NOW_SEND_SUCCESS, ESP_NOW_SEND_FAIL } esp_now_send_status_t;
typedef struct {
	uint8_t peer_addr[6];
	uint8_t lmk[16];
	uint8_t channel;
	wifi_interface_t ifidx;
	bool encrypt;
	void *priv;
} esp_now_peer_info_t;
typedef struct {
	signed rssi : 8;
} wifi_pkt_rx_ctrl_t;
typedef struct {
	uint8_t *src_addr;
	uint8_t *des_addr;
	wifi_pkt_rx_ctrl_t *rx_ctrl;
} esp_now_recv_info_t;
typedef struct {
	uint8_t *des_addr;
} esp_now_send_info_t;
typedef struct {
	int phymode;
	int rate;
} esp_now_rate_config_t;
typedef struct {
	wifi_action_tx_t type;
	uint8_t channel;
	wifi_second_chan_t sec_channel;
	uint32_t wait_time_ms;
	uint8_t op_id;
	uint8_t dest_mac[6];
	uint16_t data_len;
	uint8_t data[0];
} esp_now_switch_channel_t;
enum { WIFI_PHY_MODE_LR = 0, WIFI_PHY_RATE_LORA_250K = 41 };

typedef void (*esp_now_recv_cb_t)(const esp_now_recv_info_t *info, const uint8_t *data, int length);
typedef void (*esp_now_send_cb_t)(const esp_now_send_info_t *info, esp_now_send_status_t status);

esp_err_t esp_now_init(void);
esp_err_t esp_now_deinit(void);
esp_err_t esp_now_get_version(uint32_t *version);
esp_err_t esp_now_register_recv_cb(esp_now_recv_cb_t callback);
esp_err_t esp_now_register_send_cb(esp_now_send_cb_t callback);
esp_err_t esp_now_send(const uint8_t *mac, const uint8_t *data, size_t length);
esp_err_t esp_now_add_peer(const esp_now_peer_info_t *peer);
esp_err_t esp_now_del_peer(const uint8_t *mac);
esp_err_t esp_now_set_peer_rate_config(const uint8_t *mac, esp_now_rate_config_t *config);
esp_err_t esp_now_switch_channel_tx(esp_now_switch_channel_t *config);
esp_err_t esp_now_set_wake_window(uint16_t window);

#endif
