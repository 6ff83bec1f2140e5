#ifndef KITH_TEST_ESP_WIFI_H
#define KITH_TEST_ESP_WIFI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int esp_err_t;
enum { ESP_OK = 0, ESP_FAIL = -1, ESP_ERR_NO_MEM = 0x101, ESP_ERR_INVALID_STATE = 0x103, ESP_ERR_WIFI_NOT_INIT = 0x3001 };
typedef enum { WIFI_IF_STA } wifi_interface_t;
typedef enum { WIFI_MODE_NULL, WIFI_MODE_STA } wifi_mode_t;
typedef enum { WIFI_PS_NONE, WIFI_PS_MIN_MODEM } wifi_ps_type_t;
typedef enum { WIFI_SECOND_CHAN_NONE } wifi_second_chan_t;
typedef enum { WIFI_OFFCHAN_TX_CANCEL, WIFI_OFFCHAN_TX_REQ } wifi_action_tx_t;
typedef enum { WIFI_STORAGE_FLASH, WIFI_STORAGE_RAM } wifi_storage_t;
enum { WIFI_PROTOCOL_11B = 1, WIFI_PROTOCOL_11G = 2, WIFI_PROTOCOL_11N = 4, WIFI_PROTOCOL_LR = 8 };
typedef struct {
	int nvs_enable;
} wifi_init_config_t;
#define WIFI_INIT_CONFIG_DEFAULT() { 1 }

esp_err_t esp_wifi_init(const wifi_init_config_t *config);
esp_err_t esp_wifi_deinit(void);
esp_err_t esp_wifi_get_mode(wifi_mode_t *mode);
esp_err_t esp_wifi_set_mode(wifi_mode_t mode);
esp_err_t esp_wifi_set_storage(wifi_storage_t storage);
esp_err_t esp_wifi_start(void);
esp_err_t esp_wifi_stop(void);
esp_err_t esp_wifi_set_mac(wifi_interface_t interface, const uint8_t mac[6]);
esp_err_t esp_wifi_set_protocol(wifi_interface_t interface, uint8_t protocols);
esp_err_t esp_wifi_set_ps(wifi_ps_type_t type);
esp_err_t esp_wifi_set_channel(uint8_t primary, wifi_second_chan_t second);
esp_err_t esp_wifi_get_channel(uint8_t *primary, wifi_second_chan_t *second);
esp_err_t esp_wifi_connectionless_module_set_wake_interval(uint16_t interval);

#endif
