/* Hyperbolic functions and their inverses, for the same reason and in the same way as math-exp.c. */
#include "double-double.h"

/* sinh and cosh of |x| >= 0.3: (e^x -+ e^-x) / 2 */
static double half_exp(double x, int sign)
{
	int exponent;
	DD r;
	if (x > 711)
		return INFINITY;
	r = dd_scaled_exp(dd(x, 0), &exponent);
	if (x < 40) {
		DD other = dd_scale(dd_divide(DD_ONE, r), power_of_two(-2 * exponent));
		r = dd_add(r, dd_scale(other, sign));
	}
	return dd_compose(r, exponent - 1);
}

double kith_sinh(double x)
{
	double size = fabs(x), result;
	if ((x != x) || (size < 0x1p-30))
		return x;
	if (size < 0.3) {
		DD e = dd_small_expm1(dd(size, 0));
		result = dd_round(dd_scale(dd_add(e, dd_divide(e, dd_add(e, DD_ONE))), 0.5));
	}
	else
		result = half_exp(size, -1);
	return x < 0 ? -result : result;
}

double kith_cosh(double x)
{
	return x != x ? x : half_exp(fabs(x), 1);
}

double kith_tanh(double x)
{
	double size = fabs(x), result = 1;
	if ((x != x) || (size < 0x1p-30))
		return x;
	if (size < 40) {
		DD e = dd_expm1(dd(2 * size, 0));
		result = dd_round(dd_divide(e, dd_add(e, dd(2, 0))));
	}
	return x < 0 ? -result : result;
}

double kith_asinh(double x)
{
	double size = fabs(x), result;
	if ((x != x) || (size < 0x1p-30) || (size == INFINITY))
		return x;
	if (size > 0x1p60)
		result = dd_round(dd_add(dd_log(dd(size, 0)), DD_LN2));
	else {
		/* log(1 + x + x^2 / (1 + sqrt(1 + x^2))) */
		DD square = dd_two_product(size, size);
		DD t = dd_add(dd(size, 0), dd_divide(square, dd_add(DD_ONE, dd_sqrt(dd_add(DD_ONE, square)))));
		result = dd_round(t.hi < 0.4 ? dd_log_near_one(t) : dd_log(dd_add(DD_ONE, t)));
	}
	return x < 0 ? -result : result;
}

double kith_acosh(double x)
{
	DD t, root;
	if ((x != x) || (x == INFINITY))
		return x;
	if (x < 1)
		return NAN;
	if (x > 0x1p60)
		return dd_round(dd_add(dd_log(dd(x, 0)), DD_LN2));
	t = dd(x - 1, 0);
	if (x > 2)
		t = dd_two_sum(x, -1);
	root = dd_sqrt(dd_multiply(t, dd_add(t, dd(2, 0))));
	t = dd_add(t, root);
	return dd_round(t.hi < 0.4 ? dd_log_near_one(t) : dd_log(dd_add(DD_ONE, t)));
}

double kith_atanh(double x)
{
	double size = fabs(x), result;
	DD t;
	if ((x != x) || (size < 0x1p-30))
		return x;
	if (size > 1)
		return NAN;
	if (size == 1)
		return x < 0 ? -INFINITY : INFINITY;
	t = dd_divide(dd(2 * size, 0), dd_two_sum(1, -size));
	result = dd_round(dd_scale(t.hi < 0.4 ? dd_log_near_one(t) : dd_log(dd_add(DD_ONE, t)), 0.5));
	return x < 0 ? -result : result;
}
