/*
 * exp, log and what follows from them, for Math.* of the guest. The C library's versions differ between computers in
 * the last bit, and a simulation that hangs on them gives other results elsewhere. These compute with about 100 bits
 * and round once, so they are also within one unit in the last place of anybody's good version.
 */
#include "double-double.h"

static const DD ONE_OVER_LN2 = { 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56 };
static const DD ONE_OVER_LN10 = { 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57 };

/* e^x - 1 for |x| < 0.35: Taylor's series of x/512, then nine times e^2x - 1 = 2(e^x - 1) + (e^x - 1)^2. */
DD dd_small_expm1(DD x)
{
	DD y = dd_scale(x, 1.0 / 512), sum = DD_ONE;
	for (int n = 9; n >= 2; n--)
		sum = dd_add(DD_ONE, dd_divide(dd_multiply(sum, y), dd(n, 0)));
	sum = dd_multiply(sum, y);
	for (int n = 0; n < 9; n++)
		sum = dd_add(dd_scale(sum, 2), dd_multiply(sum, sum));
	return sum;
}

/* e^x = result * 2^*exponent, for |x| < 2000 */
DD dd_scaled_exp(DD x, int* exponent)
{
	double n = floor(x.hi * ONE_OVER_LN2.hi + 0.5);
	DD r = dd_subtract(x, dd_multiply(DD_LN2, dd(n, 0)));
	*exponent = (int)n;
	return dd_add(DD_ONE, dd_small_expm1(r));
}

/* Rounds a * 2^exponent, also where it overflows or underflows. */
double dd_compose(DD a, int exponent)
{
	double x = dd_round(a);
	while (exponent > 1000) {
		x *= power_of_two(1000);
		exponent -= 1000;
	}
	while (exponent < -1000) {
		/* Only the last step may lose bits. */
		int step = exponent + 1000 < -1000 ? -1000 : exponent + 900;
		x *= power_of_two(step);
		exponent -= step;
	}
	return x * power_of_two(exponent);
}

DD dd_expm1(DD x)
{
	int exponent;
	DD r;
	if ((x.hi > -0.34) && (x.hi < 0.34))
		return dd_small_expm1(x);
	r = dd_scaled_exp(x, &exponent);
	return dd_subtract(dd_scale(r, power_of_two(exponent)), DD_ONE);
}

/* log(1 + t) = 2 atanh(t / (2 + t)), for 1 + t in 0.7 to 1.42 */
DD dd_log_near_one(DD t)
{
	DD f = dd_divide(t, dd_add(dd(2, 0), t)), square = dd_multiply(f, f), sum = dd(0, 0);
	for (int n = 47; n >= 1; n -= 2)
		sum = dd_add(dd_divide(DD_ONE, dd(n, 0)), dd_multiply(sum, square));
	return dd_scale(dd_multiply(f, sum), 2);
}

/* x > 0 and finite */
DD dd_log(DD x)
{
	double fraction;
	int exponent = split_exponent(x.hi, &fraction), half = exponent / 2;
	if (fraction > 1.4142135623730951) {
		exponent++;
		half = exponent / 2;
	}
	x = dd_scale(dd_scale(x, power_of_two(-half)), power_of_two(half - exponent));
	return dd_add(dd_multiply(DD_LN2, dd(exponent, 0)), dd_log_near_one(dd_subtract(x, DD_ONE)));
}

double kith_exp(double x)
{
	int exponent;
	DD r;
	if (x != x)
		return x;
	if (x > 710)
		return INFINITY;
	if (x < -746)
		return 0;
	r = dd_scaled_exp(dd(x, 0), &exponent);
	return dd_compose(r, exponent);
}

double kith_expm1(double x)
{
	if ((x != x) || ((x > -0x1p-54) && (x < 0x1p-54)))
		return x;
	if (x > 710)
		return INFINITY;
	if (x < -40)
		return -1;
	if (x > 40)
		return kith_exp(x);
	return dd_round(dd_expm1(dd(x, 0)));
}

/* What log and its kin give for numbers that are not positive and finite; true when x is one of them. */
static int log_special(double x, double* result)
{
	if (x != x)
		*result = x;
	else if (x < 0)
		*result = NAN;
	else if (x == 0)
		*result = -INFINITY;
	else if (x == INFINITY)
		*result = x;
	else
		return 0;
	return 1;
}

double kith_log(double x)
{
	double result;
	return log_special(x, &result) ? result : dd_round(dd_log(dd(x, 0)));
}

double kith_log2(double x)
{
	double result;
	return log_special(x, &result) ? result : dd_round(dd_multiply(dd_log(dd(x, 0)), ONE_OVER_LN2));
}

double kith_log10(double x)
{
	double result;
	return log_special(x, &result) ? result : dd_round(dd_multiply(dd_log(dd(x, 0)), ONE_OVER_LN10));
}

double kith_log1p(double x)
{
	double result;
	if ((x > -0x1p-54) && (x < 0x1p-54))
		return x;
	if (log_special(x + 1, &result))
		return result;
	if ((x > -0.25) && (x < 0.4))
		return dd_round(dd_log_near_one(dd(x, 0)));
	return dd_round(dd_log(dd_two_sum(1, x)));
}

/* 0: no integer, 1: odd, 2: even */
static int parity(double y)
{
	if ((floor(y) != y) || (fabs(y) == INFINITY))
		return 0;
	return floor(y / 2) * 2 == y ? 2 : 1;
}

/* The cases of C99 F.9.4.4 that need no arithmetic. */
static int pow_special(double x, double y, double* result)
{
	double size = fabs(x);
	int odd = parity(y) == 1;
	if ((y == 0) || (x == 1))
		*result = 1;
	else if ((x != x) || (y != y))
		*result = x + y;
	else if (fabs(y) == INFINITY)
		*result = size == 1 ? 1 : (size > 1) == (y > 0) ? INFINITY : 0;
	else if ((size == 0) || (size == INFINITY)) {
		*result = (size == 0) == (y < 0) ? INFINITY : 0;
		if (odd && signbit(x))
			*result = -*result;
	}
	else if ((x < 0) && !parity(y))
		*result = NAN;
	else
		return 0;
	return 1;
}

double kith_pow(double x, double y)
{
	double result;
	int exponent;
	DD product;
	if (pow_special(x, y, &result))
		return result;
	product = dd_log(dd(fabs(x), 0));
	if (fabs(product.hi * y) > 1000)
		result = product.hi * y > 0 ? INFINITY : 0;
	else if (fabs(y) < 0x1p-200)
		result = 1;
	else {
		product = dd_scaled_exp(dd_multiply(product, dd(y, 0)), &exponent);
		result = dd_compose(product, exponent);
	}
	return (x < 0) && (parity(y) == 1) ? -result : result;
}

double kith_cbrt(double x)
{
	int exponent;
	DD r;
	if ((x != x) || (x == 0) || (fabs(x) == INFINITY))
		return x;
	r = dd_scaled_exp(dd_divide(dd_log(dd(fabs(x), 0)), dd(3, 0)), &exponent);
	return x < 0 ? -dd_compose(r, exponent) : dd_compose(r, exponent);
}
