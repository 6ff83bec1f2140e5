/*
 * Numbers of about 106 bits as the unevaluated sum of two doubles (T. J. Dekker, "A floating-point technique for
 * extending the available precision", Numerische Mathematik 18, 1971). Only + - * / and sqrt of IEEE 754 doubles, in a
 * fixed order: every computer that follows the standard gets the same bits.
 */
#ifndef KITH_DOUBLE_DOUBLE_H
#define KITH_DOUBLE_DOUBLE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct DD {
	double hi;
	double lo;
} DD;

static inline DD dd(double hi, double lo)
{
	DD r = { hi, lo };
	return r;
}

static inline DD dd_two_sum(double a, double b)
{
	double s = a + b, t = s - a;
	return dd(s, (a - (s - t)) + (b - t));
}

/* |a| >= |b| */
static inline DD dd_quick_sum(double a, double b)
{
	double s = a + b;
	return dd(s, b - (s - a));
}

static inline DD dd_two_product(double a, double b)
{
	double p = a * b;
	double c = 134217729.0 * a, ah = c - (c - a), al = a - ah;
	double d = 134217729.0 * b, bh = d - (d - b), bl = b - bh;
	return dd(p, ((ah * bh - p) + ah * bl + al * bh) + al * bl);
}

static inline DD dd_add(DD a, DD b)
{
	DD s = dd_two_sum(a.hi, b.hi), t = dd_two_sum(a.lo, b.lo);
	s = dd_quick_sum(s.hi, s.lo + t.hi);
	return dd_quick_sum(s.hi, s.lo + t.lo);
}

static inline DD dd_negate(DD a)
{
	return dd(-a.hi, -a.lo);
}

static inline DD dd_subtract(DD a, DD b)
{
	return dd_add(a, dd_negate(b));
}

static inline DD dd_multiply(DD a, DD b)
{
	DD p = dd_two_product(a.hi, b.hi);
	return dd_quick_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

/* By a power of two. */
static inline DD dd_scale(DD a, double power)
{
	return dd(a.hi * power, a.lo * power);
}

static inline DD dd_divide(DD a, DD b)
{
	double q1 = a.hi / b.hi, q2, q3;
	DD r = dd_subtract(a, dd_multiply(b, dd(q1, 0)));
	q2 = r.hi / b.hi;
	r = dd_subtract(r, dd_multiply(b, dd(q2, 0)));
	q3 = r.hi / b.hi;
	return dd_add(dd_quick_sum(q1, q2), dd(q3, 0));
}

static inline DD dd_sqrt(DD a)
{
	double s;
	DD r;
	if (a.hi <= 0)
		return dd(0, 0);
	s = __builtin_sqrt(a.hi);
	r = dd_subtract(a, dd_two_product(s, s));
	return dd_quick_sum(s, r.hi / (2 * s));
}

static inline double dd_round(DD a)
{
	return a.hi + a.lo;
}

/* 2^exponent, -1022 to 1023 */
static inline double power_of_two(int exponent)
{
	uint64_t bits = (uint64_t)(exponent + 1023) << 52;
	double r;
	memcpy(&r, &bits, sizeof(r));
	return r;
}

static inline uint64_t bits_of(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

/* A finite number that is not zero: x = fraction * 2^result, fraction 1 to 2. */
static inline int split_exponent(double x, double* fraction)
{
	int extra = 0;
	uint64_t bits = bits_of(x);
	if (!(bits & 0x7FF0000000000000u)) {
		bits = bits_of(x * 18014398509481984.0);
		extra = -54;
	}
	extra += (int)((bits >> 52) & 0x7FF) - 1023;
	bits = (bits & 0x800FFFFFFFFFFFFFu) | 0x3FF0000000000000u;
	memcpy(fraction, &bits, sizeof(bits));
	return extra;
}

static const DD DD_LN2 = { 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56 };
static const DD DD_ONE = { 1, 0 };

/* math-exp.c */
extern DD dd_small_expm1(DD x); /* |x| < 0.35 */
extern DD dd_expm1(DD x);
extern DD dd_scaled_exp(DD x, int* exponent); /* e^x = result * 2^*exponent, |x| < 2000 */
extern double dd_compose(DD a, int exponent); /* a * 2^exponent, rounded */
extern DD dd_log_near_one(DD t); /* log(1 + t), 1 + t in 0.7 to 1.42 */
extern DD dd_log(DD x); /* x > 0 and finite */

#endif
