// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/response.h"

#include "ui/equaliser_map.h"
#include "ui/slots.h"

#include <math.h>
#include <string.h>

static const double fallback_rate = 48000.0; ///< Until the plug-in has told its own

double
response_rate(const Snapshot* snapshot)
{
  return snapshot->status.host_rate > 0.0 ? snapshot->status.host_rate : fallback_rate;
}

static bool
is_up_to_date(const Response* response, const Snapshot* snapshot, unsigned n)
{
  if (!response->valid || response->n != n || response->rate != response_rate(snapshot)) {
    return false;
  }
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (slots_hold(i) && response->values[i] != snapshot->parameters[i]) {
      return false;
    }
  }
  return true;
}

/// Add what the curve does after the bands
static void
add_curve(Response* response, const double* hertz)
{
  CurveSettings curve;
  double        gains[RESPONSE_MAX];
  parameters_to_curve(response->values, &curve);
  if (curve_settings_are_flat(&curve)) {
    return;
  }
  curve_response(&curve, response->rate, hertz, response->n, gains);
  for (unsigned i = 0; i < response->n; ++i) {
    response->total[i] += gains[i];
  }
}

bool
response_update(Response* response, const Snapshot* snapshot, unsigned n)
{
  double     hertz[RESPONSE_MAX];
  EqSettings settings;
  n = n < 2 ? 2 : n > RESPONSE_MAX ? RESPONSE_MAX : n;
  if (is_up_to_date(response, snapshot, n)) {
    return false;
  }

  response->valid = true;
  response->n     = n;
  response->rate  = response_rate(snapshot);
  memcpy(response->values, snapshot->parameters, sizeof(response->values));
  for (unsigned i = 0; i < n; ++i) {
    const double t = (double)i / (n - 1);
    hertz[i]       = fmin(EQUALISER_LOWEST * pow(EQUALISER_HIGHEST / EQUALISER_LOWEST, t), 0.49 * response->rate);
  }
  parameters_to_eq(response->values, &settings);
  eq_settings_responses(&settings, response->rate, hertz, n, response->bands, response->total);
  add_curve(response, hertz);
  return true;
}
