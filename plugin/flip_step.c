// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_step.h"

#include <math.h>

enum { MOST_SWEEPS = 40, BISECTIONS = 14, ROUNDS = 2, MOST_DOUBLINGS = 21 };

static const double small_change = 1e-3; // dB

static double
product(const unsigned n, const double* const a, const double* const b)
{
  double sum = 0.0;
  for (unsigned i = 0; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/// The gain of one band that is best where the others are
static double
best_gain(const FlipStep* const step, const double* const pull, const unsigned band, const double* const x)
{
  const double others = product(step->n, step->square[band], x) - step->square[band][band] * x[band];
  const double free   = (pull[band] - others) / step->square[band][band];
  return fmin(fmax(free, step->low[band]), step->high[band]);
}

/// Solve for given multipliers, beginning at x
static void
descend(const FlipStep* const step, const double* const multipliers, double* const x)
{
  double pull[CURVE_MAX_BANDS];
  for (unsigned b = 0; b < step->n; ++b) {
    pull[b] = -step->linear[b];
    for (unsigned i = 0; i < step->conditions; ++i) {
      pull[b] += multipliers[i] * step->slopes[i][b];
    }
  }
  double change = HUGE_VAL;
  for (unsigned sweep = 0; sweep < MOST_SWEEPS && change > small_change; ++sweep) {
    change = 0.0;
    for (unsigned b = 0; b < step->n; ++b) {
      const double gain = best_gain(step, pull, b, x);
      change            = fmax(change, fabs(gain - x[b]));
      x[b]              = gain;
    }
  }
}

static bool
is_met(const FlipStep* const step, const unsigned condition, const double* const x)
{
  return product(step->n, step->slopes[condition], x) >= step->least[condition];
}

/// Double a condition's multiplier until it is met; 0 if the box doesn't allow that, the condition met as well as can
/// be
static double
enough(const FlipStep* const step, const unsigned condition, double* const multipliers, double* const x)
{
  const double slope = product(step->n, step->slopes[condition], step->slopes[condition]);
  const double unit  = slope > 0.0 ? step->square[0][0] / slope : 0.0;
  for (int power = 0; power < MOST_DOUBLINGS && unit > 0.0; power += 3) {
    multipliers[condition] = ldexp(unit, power);
    descend(step, multipliers, x);
    if (is_met(step, condition, x)) {
      return multipliers[condition];
    }
  }
  return 0.0;
}

/// The smallest multiplier of one condition that meets it
static void
raise(const FlipStep* const step, const unsigned condition, double* const multipliers, double* const x)
{
  multipliers[condition] = 0.0;
  descend(step, multipliers, x);
  double high = is_met(step, condition, x) ? 0.0 : enough(step, condition, multipliers, x);
  double low  = 0.0;
  for (unsigned i = 0; i < BISECTIONS && high > 0.0; ++i) {
    multipliers[condition] = 0.5 * (low + high);
    descend(step, multipliers, x);
    *(is_met(step, condition, x) ? &high : &low) = multipliers[condition];
  }
  if (high > 0.0) {
    multipliers[condition] = high;
    descend(step, multipliers, x);
  }
}

void
flip_step_solve(const FlipStep* const step, double* const x)
{
  double multipliers[FLIP_STEP_CONDITIONS] = { 0.0 };
  for (unsigned b = 0; b < step->n; ++b) {
    x[b] = fmin(fmax(0.0, step->low[b]), step->high[b]);
  }
  descend(step, multipliers, x);
  for (unsigned round = 0; round < (step->conditions > 1U ? ROUNDS : 1U); ++round) {
    for (unsigned i = 0; i < step->conditions; ++i) {
      raise(step, i, multipliers, x);
    }
  }
}
