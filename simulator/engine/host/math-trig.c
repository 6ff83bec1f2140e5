/*
 * Trigonometric functions and hypot, for the same reason and in the same way as math-exp.c. Arguments of any size are
 * reduced with as many bits of 2/pi as they need (M. Payne and R. Hanek, "Radian reduction for trigonometric
 * functions", ACM SIGNUM Newsletter 18, 1983).
 */
#include "double-double.h"

static const DD PI = { 0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53 };
static const DD PI_OVER_2 = { 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54 };

/* 2/pi after the binary point. */
#define WORDS 40
static const uint32_t TWO_OVER_PI[WORDS] = {
	0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB, 0xDEBBC561,
	0xB7246E3A, 0x424DD2E0, 0x06492EEA, 0x09D1921C, 0xFE1DEB1C, 0xB129A73E, 0xE88235F5, 0x2EBB4484,
	0xE99C7026, 0xB45F7E41, 0x3991D639, 0x835339F4, 0x9C845F8B, 0xBDF9283B, 0x1FF897FF, 0xDE05980F,
	0xEF2F118B, 0x5A0A6D1F, 0x6D367ECF, 0x27CB09B7, 0x4F463F66, 0x9E5FEA2D, 0x7527BAC7, 0xEBE5F17B,
	0x3D0739F7, 0x8A5292EA, 0x6BFB5FB1, 0x1F8D5D08, 0x56033046, 0xFC7B6BAB, 0xF0CFBC20, 0x9AF4361D,
};

/* 32 bits of 2/pi from the bit of weight 2^-first on; zeros before its start. */
static uint32_t bits_from(int first)
{
	int index = first - 1, word, shift;
	uint64_t pair;
	word = index >= 0 ? index / 32 : -((31 - index) / 32);
	shift = index - word * 32;
	pair = (uint64_t)((word >= 0) && (word < WORDS) ? TWO_OVER_PI[word] : 0) << 32;
	pair |= (word + 1 >= 0) && (word + 1 < WORDS) ? TWO_OVER_PI[word + 1] : 0;
	return (uint32_t)(pair >> (32 - shift));
}

/*
 * |x| = r + n pi/2 with |r| <= pi/4. Gives n modulo 4. x = mantissa * 2^exponent; bits of 2/pi that make multiples of
 * 4 are left out, the next 256 give the product with 254 bits after the point.
 */
static int reduce(double x, DD* r)
{
	double fraction;
	uint32_t product[8];
	uint64_t mantissa, carry = 0, high = 0;
	int exponent, quadrant, negative;
	DD sum = dd(0, 0);
	if ((x < 0.7853981633974483) && (x > -0.7853981633974483)) {
		*r = dd(fabs(x), 0);
		return 0;
	}
	exponent = split_exponent(fabs(x), &fraction) - 52;
	mantissa = (bits_of(fraction) & 0x000FFFFFFFFFFFFFu) | 0x0010000000000000u;
	for (int index = 7; index >= 0; index--) {
		/* Words from the least significant on; the part beyond 256 bits falls off. */
		uint64_t word = bits_from(exponent - 1 + 32 * index);
		uint64_t low = word * (mantissa & 0xFFFFFFFF), top = word * (mantissa >> 32);
		uint64_t here = (low & 0xFFFFFFFF) + (carry & 0xFFFFFFFF);
		product[index] = (uint32_t)here;
		high = (carry >> 32) + (low >> 32) + (here >> 32);
		carry = high + top;
	}
	quadrant = (int)(product[0] >> 30);
	product[0] &= 0x3FFFFFFF;
	negative = product[0] >= 0x20000000;
	if (negative) {
		uint64_t borrow = 1;
		quadrant++;
		for (int index = 7; index >= 0; index--) {
			uint64_t word = (uint64_t)(uint32_t)~product[index] + borrow;
			product[index] = (uint32_t)word;
			borrow = word >> 32;
		}
		product[0] &= 0x3FFFFFFF;
	}
	for (int index = 7; index >= 0; index--)
		sum = dd_add(dd((double)product[index] * power_of_two(2 - 32 * (index + 1)), 0), sum);
	sum = dd_multiply(sum, PI_OVER_2);
	*r = negative ? dd_negate(sum) : sum;
	return quadrant & 3;
}

static DD series(DD x, DD first, int n)
{
	DD square = dd_multiply(x, x), sum = dd(1, 0);
	for (int k = n; k >= 2; k -= 2)
		sum = dd_subtract(dd(1, 0), dd_divide(dd_multiply(sum, square), dd((double)k * (k - 1), 0)));
	return dd_multiply(first, sum);
}

/* |x| <= pi/4 */
static DD dd_sin(DD x)
{
	return series(x, x, 29);
}

static DD dd_cos(DD x)
{
	return series(x, dd(1, 0), 30);
}

double kith_sin(double x)
{
	DD r;
	int quadrant;
	double result;
	if ((x != x) || (fabs(x) == INFINITY))
		return NAN;
	if (fabs(x) < 0x1p-30)
		return x;
	quadrant = reduce(x, &r);
	result = dd_round(quadrant & 1 ? dd_cos(r) : dd_sin(r));
	return ((quadrant & 2) != 0) != (x < 0) ? -result : result;
}

double kith_cos(double x)
{
	DD r;
	int quadrant;
	double result;
	if ((x != x) || (fabs(x) == INFINITY))
		return NAN;
	quadrant = reduce(x, &r);
	result = dd_round(quadrant & 1 ? dd_sin(r) : dd_cos(r));
	return (quadrant == 1) || (quadrant == 2) ? -result : result;
}

double kith_tan(double x)
{
	DD r, sine, cosine;
	int quadrant;
	double result;
	if ((x != x) || (fabs(x) == INFINITY))
		return NAN;
	if (fabs(x) < 0x1p-30)
		return x;
	quadrant = reduce(x, &r);
	sine = dd_sin(r);
	cosine = dd_cos(r);
	result = quadrant & 1 ? -dd_round(dd_divide(cosine, sine)) : dd_round(dd_divide(sine, cosine));
	return x < 0 ? -result : result;
}

/* 0 <= x <= 1: a first guess in doubles, then one step with sine and cosine in full precision. */
static DD dd_atan(DD x)
{
	double t = x.hi, square, guess = 0, d;
	DD sine, cosine, step;
	for (int n = 0; n < 3; n++)
		t = t / (1 + __builtin_sqrt(1 + t * t));
	square = t * t;
	for (int n = 19; n >= 1; n -= 2)
		guess = 1.0 / n - guess * square;
	guess = 8 * t * guess;
	if (guess > 0.7853981633974483)
		guess = 0.7853981633974483;
	sine = dd_sin(dd(guess, 0));
	cosine = dd_cos(dd(guess, 0));
	step = dd_divide(dd_subtract(dd_multiply(x, cosine), sine), dd_add(cosine, dd_multiply(x, sine)));
	d = step.hi;
	return dd_add(dd(guess, 0), dd_subtract(step, dd(d * d * d / 3, 0)));
}

/* The angle of a point with x >= 0, y >= 0, not both zero, in extended precision. */
static DD angle(DD y, DD x)
{
	if (y.hi > x.hi)
		return dd_subtract(PI_OVER_2, dd_atan(dd_divide(x, y)));
	return dd_atan(dd_divide(y, x));
}

double kith_atan(double x)
{
	double size = fabs(x), result;
	if ((x != x) || (size < 0x1p-30))
		return x;
	result = size > 0x1p80 ? PI_OVER_2.hi : dd_round(angle(dd(size, 0), dd(1, 0)));
	return x < 0 ? -result : result;
}

/* Of |y| and |x|, neither NaN; `left` when x is negative. */
static double quadrant_angle(double y, double x, int left)
{
	double fy, fx;
	int ey, ex;
	DD r;
	if (y == 0)
		return left ? PI.hi : 0;
	if (x == 0)
		return PI_OVER_2.hi;
	if ((y == INFINITY) || (x == INFINITY)) {
		if (y != x)
			return y == INFINITY ? PI_OVER_2.hi : left ? PI.hi : 0;
		y = x = 1;
	}
	ey = split_exponent(y, &fy);
	ex = split_exponent(x, &fx);
	if (ey - ex > 80)
		return PI_OVER_2.hi;
	if (ex - ey > 80)
		return left ? PI.hi : y / x;
	r = angle(dd(fy * power_of_two(ey - ex), 0), dd(fx, 0));
	return dd_round(left ? dd_subtract(PI, r) : r);
}

double kith_atan2(double y, double x)
{
	double result;
	if ((x != x) || (y != y))
		return x + y;
	result = quadrant_angle(fabs(y), fabs(x), signbit(x) != 0);
	return signbit(y) ? -result : result;
}

/* sqrt(1 - x^2) */
static DD co_leg(double x)
{
	return dd_sqrt(dd_multiply(dd_two_sum(1, -x), dd_two_sum(1, x)));
}

double kith_asin(double x)
{
	double size = fabs(x), result;
	if ((x != x) || (size < 0x1p-30))
		return x;
	if (size > 1)
		return NAN;
	result = dd_round(angle(dd(size, 0), co_leg(size)));
	return x < 0 ? -result : result;
}

double kith_acos(double x)
{
	double size = fabs(x);
	DD r;
	if (x != x)
		return x;
	if (size > 1)
		return NAN;
	r = angle(co_leg(size), dd(size, 0));
	return dd_round(x < 0 ? dd_subtract(PI, r) : r);
}

double kith_hypot(double x, double y)
{
	double fraction, power;
	int exponent, down;
	DD sum;
	x = fabs(x);
	y = fabs(y);
	if ((x == INFINITY) || (y == INFINITY))
		return INFINITY;
	if ((x != x) || (y != y))
		return NAN;
	if ((x == 0) || (y == 0))
		return x + y;
	exponent = split_exponent(x > y ? x : y, &fraction);
	down = exponent / 2;
	power = power_of_two(-down);
	x = x * power * power_of_two(down - exponent);
	y = y * power * power_of_two(down - exponent);
	sum = dd_sqrt(dd_add(dd_two_product(x, x), dd_two_product(y, y)));
	return dd_round(sum) * power_of_two(down) * power_of_two(exponent - down);
}
