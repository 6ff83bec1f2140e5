/*
 * Virtual time. The TypeScript side sets it with every run; nothing in a machine can see the clock of the computer.
 * A board's own clock starts at the Unix epoch at its boot: it has no battery and knows no time zone.
 */
#include "host.h"

static uint64_t now_us;

void clock_set(uint64_t value)
{
	now_us = value;
}

static uint64_t since_boot(void)
{
	return board_current && (now_us > board_current->bootUs) ? now_us - board_current->bootUs : 0;
}

int32_t clock_milliseconds(void)
{
	return (int32_t)(uint32_t)(since_boot() / 1000);
}

int kith_gettimeofday(struct timeval* tv)
{
	uint64_t us = since_boot();
	tv->tv_sec = (time_t)(us / 1000000);
	tv->tv_usec = (suseconds_t)(us % 1000000);
	return 0;
}

/* Days since 1970-01-01 of a date of the Gregorian calendar; month 0 to 11. Counts years from March. */
static int64_t days_of(int64_t year, int month, int day)
{
	int64_t shifted = month < 2 ? year - 1 : year;
	int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int64_t ofEra = shifted - era * 400;
	int64_t dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1;
	return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719468;
}

kith_time kith_timegm(struct tm* tm)
{
	return ((days_of((int64_t)tm->tm_year + 1900, tm->tm_mon, tm->tm_mday) * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60
		+ tm->tm_sec;
}

struct tm* kith_gmtime(const kith_time* time)
{
	static struct tm tm;
	int64_t days = *time / 86400, seconds = *time % 86400;
	int64_t year = 1970;
	int month = 0;
	if (seconds < 0) {
		seconds += 86400;
		days--;
	}
	memset(&tm, 0, sizeof(tm));
	tm.tm_hour = (int)(seconds / 3600);
	tm.tm_min = (int)(seconds / 60 % 60);
	tm.tm_sec = (int)(seconds % 60);
	tm.tm_wday = (int)(((days + 4) % 7 + 7) % 7);
	/* A guess within one year of the truth, then corrected. */
	year += days * 400 / 146097;
	while (days_of(year, 0, 1) > days)
		year--;
	while (days_of(year + 1, 0, 1) <= days)
		year++;
	while ((month < 11) && (days_of(year, month + 1, 1) <= days))
		month++;
	tm.tm_year = (int)(year - 1900);
	tm.tm_mon = month;
	tm.tm_mday = (int)(days - days_of(year, month, 1)) + 1;
	tm.tm_yday = (int)(days - days_of(year, 0, 1));
	return &tm;
}
