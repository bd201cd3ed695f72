// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/treatment_filter.h"

#include "plugin/parameters.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 8192 };

static const double pi            = 3.14159265358979323846;
static const double highest_share = 0.49; ///< Of the rate, for a corner

typedef struct {
  unsigned bands;
  float    gains[TREATMENT_MAX_BANDS];
} BandGains;

/// Half a cosine in dB over log frequency from centre to centre, where its slope is 0
static double
between_bands(const void* const handle, const double hertz)
{
  const BandGains* const bands = (const BandGains*)handle;
  const double           first = treatment_centre(bands->bands, 0);
  const double           ratio = log(treatment_centre(bands->bands, 1) / first);
  const double           place = hertz > first ? log(hertz / first) / ratio : 0.0;
  const unsigned         below = (unsigned)fmin(place, bands->bands - 2.0);
  const double           share = 0.5 - 0.5 * cos(pi * fmin(place - below, 1.0));
  return (1.0 - share) * (double)bands->gains[below] + share * (double)bands->gains[below + 1U];
}

static bool
is_flat(const float* const gains, const unsigned n)
{
  for (unsigned b = 0; b < n; ++b) {
    if (gains[b] != 0.0f) {
      return false;
    }
  }
  return true;
}

static EquusStatus
design_bands(const Treatment* const treatment,
             const double           rate,
             TreatmentFilter* const filter,
             EquusError* const      error)
{
  BandGains bands = { .bands = treatment_gains(treatment, bands.gains) };
  if (bands.bands == TREATMENT_MAX_BANDS) {
    if (is_flat(bands.gains, bands.bands)) {
      return EQUUS_OK;
    }
    filter->kind = FILTER_FIR;
    return fir_design_minimum_phase(&filter->fir, between_bands, &bands, rate, error);
  }
  if (bands.bands != 8U && bands.bands != 10U && bands.bands != CURVE_MAX_BANDS) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "an equaliser has 8, 10, 31 or 96 bands, not %u", treatment->bands);
  }
  filter->kind        = FILTER_PLUGIN;
  filter->eq          = eq_settings_flat();
  filter->curve.bands = bands.bands;
  memcpy(filter->curve.gains, bands.gains, bands.bands * sizeof(float));
  return EQUUS_OK;
}

static EquusStatus
design_low_pass(const double hertz, const double rate, TreatmentFilter* const filter, EquusError* const error)
{
  if (!(hertz > 0.0 && hertz < highest_share * rate)) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "a low-pass at %g Hz needs a rate above %g Hz, not %g Hz",
                           hertz,
                           hertz / highest_share,
                           rate);
  }
  filter->kind        = FILTER_BUTTERWORTH;
  filter->butterworth = butterworth_new(4, hertz, false, rate);
  return EQUUS_OK;
}

EquusStatus
treatment_filter_design(const Treatment* const treatment,
                        const double           rate,
                        TreatmentFilter* const filter,
                        EquusError* const      error)
{
  static const ButterworthWish rumble = { .pass = 40.0, .loss = 1.0, .stop = 20.0, .attenuation = 30.0 };
  static const double          steep  = 66.0; // Holds 60 dB at the very edges

  *filter = (TreatmentFilter){ .kind = FILTER_NONE, .curve = curve_settings_flat() };
  switch (treatment->kind) {
  case TREATMENT_HIGH_PASS:
    filter->kind        = FILTER_BUTTERWORTH;
    filter->butterworth = butterworth_granting(&rumble, rate);
    return EQUUS_OK;
  case TREATMENT_STEEP_HIGH_PASS:
    filter->kind = FILTER_FIR;
    return fir_design_high_pass(&filter->fir, 19.0, 20.0, steep, rate, error);
  case TREATMENT_LOW_PASS:
    return design_low_pass(treatment->hertz, rate, filter, error);
  case TREATMENT_CLOUD:
  case TREATMENT_CURVE:
    return design_bands(treatment, rate, filter, error);
  case TREATMENT_PRESET:
    filter->kind = FILTER_PLUGIN;
    parameters_to_eq(treatment->parameters, &filter->eq);
    parameters_to_curve(treatment->parameters, &filter->curve);
    return EQUUS_OK;
  default:
    return EQUUS_OK;
  }
}

void
treatment_filter_clear(TreatmentFilter* const filter)
{
  fir_clear(&filter->fir);
}

/// The plug-in's own two stages, one behind the other
static void
run_stages(Eq* const eq, Curve* const curve, const Sound* const dry, Sound* const wet)
{
  for (size_t at = 0; at < dry->n; at += BLOCK) {
    const uint32_t n                    = (uint32_t)(dry->n - at < BLOCK ? dry->n - at : BLOCK);
    const float*   in[EQ_MAX_CHANNELS]  = { NULL };
    float*         out[EQ_MAX_CHANNELS] = { NULL };
    for (unsigned c = 0; c < dry->channels; ++c) {
      in[c]  = dry->channel[c] + at;
      out[c] = wet->channel[c] + at;
    }
    eq_process(eq, in, out, n);
    curve_process(curve, (const float* const*)out, out, n);
  }
}

static EquusStatus
run_plugin(const TreatmentFilter* const filter, const Sound* const dry, Sound* const wet, EquusError* const error)
{
  Eq* const    eq    = eq_new(dry->rate, dry->channels);
  Curve* const curve = curve_new(dry->rate, dry->channels);
  const bool   fine  = eq && curve;
  if (fine) {
    eq_set(eq, &filter->eq);
    eq_reset(eq);
    curve_set(curve, &filter->curve);
    curve_reset(curve);
    run_stages(eq, curve, dry, wet);
  }
  eq_free(eq);
  curve_free(curve);
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

EquusStatus
treatment_filter_apply(const TreatmentFilter* const filter,
                       const Sound* const           dry,
                       Sound* const                 wet,
                       EquusError* const            error)
{
  EquusStatus status = filter->kind == FILTER_PLUGIN ? run_plugin(filter, dry, wet, error) : EQUUS_OK;
  for (unsigned c = 0; !status && c < dry->channels; ++c) {
    const float* const in  = dry->channel[c];
    float* const       out = wet->channel[c];
    if (filter->kind == FILTER_BUTTERWORTH) {
      butterworth_apply(&filter->butterworth, in, dry->n, out);
    } else if (filter->kind == FILTER_FIR) {
      status = fir_apply(&filter->fir, in, dry->n, out, error);
    } else if (filter->kind == FILTER_NONE) {
      memcpy(out, in, dry->n * sizeof(float));
    }
  }
  return status;
}

bool
treatment_filter_response(const TreatmentFilter* const filter,
                          const double                 rate,
                          const double* const          hertz,
                          const unsigned               n,
                          double* const                decibels)
{
  if (filter->kind == FILTER_FIR) {
    return fir_response(&filter->fir, rate, hertz, n, decibels);
  }
  if (filter->kind == FILTER_PLUGIN) {
    curve_response(&filter->curve, rate, hertz, n, decibels);
  }
  for (unsigned i = 0; i < n; ++i) {
    if (filter->kind == FILTER_PLUGIN) {
      decibels[i] += eq_settings_response(&filter->eq, rate, hertz[i]);
    } else {
      decibels[i] =
        filter->kind == FILTER_BUTTERWORTH ? butterworth_response(&filter->butterworth, rate, hertz[i]) : 0.0;
    }
  }
  return true;
}
