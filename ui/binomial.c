// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/binomial.h"

#include <math.h>

double
binomial_at_least(unsigned trials, unsigned right)
{
  double term = ldexp(1.0, -(int)trials); // Of all heads; then of one head fewer each
  double sum  = 0.0;
  for (unsigned heads = trials + 1; heads-- > right;) {
    sum += term;
    term *= (double)heads / (double)(trials - heads + 1);
  }
  return fmin(sum, 1.0);
}
