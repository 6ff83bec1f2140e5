/* What the SDK's Bluetooth modules lack: an address of our choice, and a way to give up connecting. */
#include "esp_mac.h"

#include "xsmc.h"

/* Of NimBLE, host/ble_gap.h, which is on nobody's path but the SDK's own modules'. */
int ble_gap_conn_cancel(void);

void xs_kith_ble_identify(xsMachine *the);
void xs_kith_ble_cancel_connect(xsMachine *the);

/* (network tag, address): before the controller starts, which reads it then */
void xs_kith_ble_identify(xsMachine *the)
{
	int tag = xsmcToInteger(xsArg(0));
	int address = xsmcToInteger(xsArg(1));
	const uint8_t mac[6] = { 0x02, 0x6b, (uint8_t)(tag >> 8), (uint8_t)tag, (uint8_t)(address >> 8), (uint8_t)address };

	if (esp_iface_mac_addr_set(mac, ESP_MAC_BT) != ESP_OK)
		xsUnknownError("this chip takes no Bluetooth address");
}

void xs_kith_ble_cancel_connect(xsMachine *the)
{
	(void)the;
	ble_gap_conn_cancel();
}
