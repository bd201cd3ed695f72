// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/treatment.h"

#include "dsp/random.h"
#include "tools/conversion.h"
#include "tools/treatment_filter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

const char*
treatment_kind_name(const TreatmentKind kind)
{
  static const char* const names[TREATMENT_KINDS] = { "bypass",    "polarity",        "delay",    "swap",  "resample",
                                                      "high-pass", "steep-high-pass", "low-pass", "cloud", "curve",
                                                      "gain",      "noise",           "preset",   "insert" };
  return names[kind];
}

void
treatment_describe(const Treatment* const t, char* const text, const size_t size)
{
  const unsigned long long seed = t->seed;
  switch (t->kind) {
  case TREATMENT_BYPASS:
    snprintf(text, size, "nothing changed");
    break;
  case TREATMENT_POLARITY:
    snprintf(text, size, "polarity turned");
    break;
  case TREATMENT_DELAY:
    snprintf(text, size, "one sample later");
    break;
  case TREATMENT_SWAP:
    snprintf(text, size, "channels swapped");
    break;
  case TREATMENT_RESAMPLE:
    snprintf(text, size, "converted to %g Hz", t->rate);
    break;
  case TREATMENT_HIGH_PASS:
    snprintf(text, size, "high-pass, Butterworth: 30 dB down at 20 Hz, 1 dB at 40 Hz");
    break;
  case TREATMENT_STEEP_HIGH_PASS:
    snprintf(text, size, "high-pass, linear phase: 60 dB down at 19 Hz, nothing from 20 Hz");
    break;
  case TREATMENT_LOW_PASS:
    snprintf(text, size, "low-pass, 4th-order Butterworth, %g Hz", t->hertz);
    break;
  case TREATMENT_CLOUD:
    snprintf(text, size, "%u random bands within ±%g dB, draw %u of seed %llu", t->bands, t->decibels, t->draw, seed);
    break;
  case TREATMENT_CURVE:
    snprintf(text, size, "%u bands", t->bands);
    break;
  case TREATMENT_GAIN:
    snprintf(text, size, "gain %+g dB", t->decibels);
    break;
  case TREATMENT_NOISE:
    snprintf(text, size, "white noise, %g dB SNR, draw %u of seed %llu", t->decibels, t->draw, seed);
    break;
  case TREATMENT_INSERT:
    snprintf(text, size, "%s: %s", insert_name(t->insert), insert_settings(t->insert));
    break;
  default:
    snprintf(text, size, "%s", t->name);
    break;
  }
}

bool
treatment_is_matched(const Treatment* const treatment)
{
  return treatment->kind > TREATMENT_RESAMPLE && treatment->kind != TREATMENT_GAIN;
}

double
treatment_centre(const unsigned bands, const unsigned band)
{
  return bands == TREATMENT_MAX_BANDS ? 20.0 * exp2(10.0 * (band + 0.5) / bands) : curve_centre(bands, band);
}

/// The stream of this draw
static Random
stream(const Treatment* const treatment)
{
  Random seeds  = { treatment->seed };
  Random random = { random_bits(&seeds) };
  for (unsigned i = 0; i < treatment->draw; ++i) {
    random.state = random_bits(&seeds);
  }
  return random;
}

unsigned
treatment_gains(const Treatment* const treatment, float* const gains)
{
  const bool has = treatment->kind == TREATMENT_CLOUD || treatment->kind == TREATMENT_CURVE;
  if (!has || treatment->bands > TREATMENT_MAX_BANDS) {
    return 0;
  }
  Random random = stream(treatment);
  for (unsigned b = 0; b < treatment->bands; ++b) {
    gains[b] = treatment->kind == TREATMENT_CURVE
                 ? treatment->gains[b]
                 : (float)random_between(&random, -treatment->decibels, treatment->decibels);
  }
  return treatment->bands;
}

/// Two independent numbers with a mean of 0 and a variance of 1
static void
draw_pair(Random* const random, double pair[2])
{
  const double radius = sqrt(-2.0 * log(1.0 - random_between(random, 0.0, 1.0)));
  const double angle  = random_between(random, 0.0, 2.0 * pi);
  pair[0]             = radius * cos(angle);
  pair[1]             = radius * sin(angle);
}

/// Add noise of this height to `wet`; returns the sum of squares of what is drawn before that
static double
add_noise(const Treatment* const treatment, const double height, Sound* const wet)
{
  Random random  = stream(treatment);
  double pair[2] = { 0.0, 0.0 };
  double sum     = 0.0;
  for (size_t i = 0; i < wet->n; ++i) {
    if (!(i & 1U)) {
      draw_pair(&random, pair);
    }
    const double sample = pair[i & 1U];
    sum += sample * sample;
    for (unsigned c = 0; height > 0.0 && c < wet->channels; ++c) {
      wet->channel[c][i] = (float)((double)wet->channel[c][i] + height * sample);
    }
  }
  return sum;
}

static void
make_noisy(const Treatment* const treatment, Sound* const wet)
{
  double power = 0.0;
  for (size_t i = 0; i < wet->n; ++i) {
    power += sound_mono(wet, i) * sound_mono(wet, i);
  }
  if (power > 0.0) {
    const double drawn = add_noise(treatment, 0.0, wet);
    add_noise(treatment, sqrt(power / drawn) * pow(10.0, -0.05 * treatment->decibels), wet);
  }
}

static void
delay(Sound* const wet)
{
  for (unsigned c = 0; wet->n && c < wet->channels; ++c) {
    memmove(wet->channel[c] + 1, wet->channel[c], (wet->n - 1U) * sizeof(float));
    wet->channel[c][0] = 0.0f;
  }
}

static void
negate(Sound* const wet)
{
  for (unsigned c = 0; c < wet->channels; ++c) {
    for (size_t i = 0; i < wet->n; ++i) {
      wet->channel[c][i] = -wet->channel[c][i];
    }
  }
}

static void
swap(Sound* const wet)
{
  if (wet->channels == 2U) {
    float* const left = wet->channel[0];
    wet->channel[0]   = wet->channel[1];
    wet->channel[1]   = left;
  }
}

/// Those that change a copy in its place
static EquusStatus
change(const Treatment* const treatment, const Sound* const dry, Sound* const wet, EquusError* const error)
{
  const EquusStatus status = sound_copy(dry, wet, error);
  if (status) {
    return status;
  }
  switch (treatment->kind) {
  case TREATMENT_POLARITY:
    negate(wet);
    break;
  case TREATMENT_DELAY:
    delay(wet);
    break;
  case TREATMENT_SWAP:
    swap(wet);
    break;
  case TREATMENT_GAIN:
    sound_amplify(wet, treatment->decibels);
    break;
  case TREATMENT_NOISE:
    make_noisy(treatment, wet);
    break;
  default:
    break;
  }
  return EQUUS_OK;
}

static EquusStatus
filter_sound(const TreatmentFilter* const filter, const Sound* const dry, Sound* const wet, EquusError* const error)
{
  EquusStatus status = sound_init(wet, dry->rate, dry->channels, dry->n, error);
  if (!status) {
    status = treatment_filter_apply(filter, dry, wet, error);
    if (status) {
      sound_clear(wet);
    }
  }
  return status;
}

EquusStatus
treatment_apply(const Treatment* const treatment, const Sound* const dry, Sound* const wet, EquusError* const error)
{
  *wet = (Sound){ .n = 0 };
  if (treatment->kind == TREATMENT_RESAMPLE) {
    return conversion_apply(dry, treatment->rate, wet, error);
  }
  if (treatment->kind == TREATMENT_INSERT) {
    return insert_apply(treatment->insert, dry, wet, NULL, error);
  }
  TreatmentFilter filter;
  EquusStatus     status = treatment_filter_design(treatment, dry->rate, &filter, error);
  if (!status) {
    status = filter.kind == FILTER_NONE ? change(treatment, dry, wet, error) : filter_sound(&filter, dry, wet, error);
  }
  treatment_filter_clear(&filter);
  return status;
}

/// Of what is a filter of this program's own, or leaves all frequencies alike
static bool
own_response(const Treatment* const treatment,
             const double           rate,
             const double* const    hertz,
             const unsigned         n,
             double* const          decibels)
{
  TreatmentFilter filter;
  const bool      fine = !treatment_filter_design(treatment, rate, &filter, NULL) &&
                    treatment_filter_response(&filter, rate, hertz, n, decibels);
  treatment_filter_clear(&filter);
  for (unsigned i = 0; fine && treatment->kind == TREATMENT_GAIN && i < n; ++i) {
    decibels[i] = treatment->decibels;
  }
  return fine;
}

bool
treatment_response(const Treatment* const treatment,
                   const double           rate,
                   const double* const    hertz,
                   const unsigned         n,
                   double* const          decibels)
{
  const InsertResponse* const response = treatment->response;
  if (treatment->kind == TREATMENT_NOISE) {
    return false;
  }
  if (treatment->kind != TREATMENT_INSERT) {
    return own_response(treatment, rate, hertz, n, decibels);
  }
  for (unsigned i = 0; response && response->linear && i < n; ++i) {
    decibels[i] = insert_response_at(response, hertz[i]);
  }
  return response && response->linear;
}

double
treatment_strength(const Treatment* const treatment, const double rate, const double match)
{
  enum { POINTS = 512 };
  double hertz[POINTS];
  double decibels[POINTS];
  double sum = 0.0;
  for (unsigned i = 0; i < POINTS; ++i) {
    hertz[i] = 20.0 * pow(400.0, (i + 0.5) / POINTS);
  }
  if (!treatment_response(treatment, rate, hertz, POINTS, decibels)) {
    return NAN;
  }
  for (unsigned i = 0; i < POINTS; ++i) {
    sum += (decibels[i] + match) * (decibels[i] + match);
  }
  return sqrt(sum / POINTS);
}
