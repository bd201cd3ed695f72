// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_proof.h"

#include "dsp/eq.h"
#include "dsp/resampler.h"
#include "plugin/taps.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096, CHANNELS = 2, POINTS = 512 };

static const double most_match = 24.0; // dB; what the output gain can

struct FlipProof {
  double     rate;
  unsigned   channels;
  Eq*        eq;
  Curve*     curve;
  Taps*      taps;
  Resampler* resampler;
  float*     wet[CHANNELS]; ///< [BLOCK]
  float      frames[CHANNELS * BLOCK];
};

FlipProof*
flip_proof_new(const double rate, const unsigned channels, const double model_rate)
{
  FlipProof* const proof = channels < 1U || channels > CHANNELS ? NULL : (FlipProof*)calloc(1, sizeof(FlipProof));
  if (!proof) {
    return NULL;
  }
  proof->rate      = rate;
  proof->channels  = channels;
  proof->eq        = eq_new(rate, channels);
  proof->curve     = curve_new(rate, channels);
  proof->taps      = taps_new(channels, BLOCK);
  proof->resampler = resampler_new(rate, model_rate);
  proof->wet[0]    = (float*)calloc(BLOCK, sizeof(float));
  proof->wet[1]    = (float*)calloc(BLOCK, sizeof(float));
  if (!proof->eq || !proof->curve || !proof->taps || !proof->resampler || !proof->wet[0] || !proof->wet[1]) {
    flip_proof_free(proof);
    return NULL;
  }
  return proof;
}

void
flip_proof_free(FlipProof* const proof)
{
  if (proof) {
    eq_free(proof->eq);
    curve_free(proof->curve);
    taps_free(proof->taps);
    resampler_free(proof->resampler);
    free(proof->wet[0]);
    free(proof->wet[1]);
    free(proof);
  }
}

uint32_t
flip_proof_lookahead(const FlipProof* const proof)
{
  return resampler_lookahead(proof->resampler);
}

static void
start(const FlipProof* const proof, const CurveSettings* const curve, const double gain)
{
  EqSettings settings  = eq_settings_flat();
  settings.output_gain = (float)gain;
  eq_reset(proof->eq);
  eq_set(proof->eq, &settings);
  curve_reset(proof->curve);
  curve_set(proof->curve, curve);
  resampler_reset(proof->resampler);
}

/// The next block through equaliser and curve; returns its size
static uint32_t
filter_block(const FlipProof* const proof, const FlipMusic* const music, const size_t at)
{
  const uint32_t     n        = (uint32_t)(music->n - at < BLOCK ? music->n - at : BLOCK);
  const float*       in[]     = { music->channels[0] + at, music->channels[music->n_channels - 1U] + at };
  float* const       out[]    = { proof->wet[0], proof->wet[1] };
  const float* const middle[] = { proof->wet[0], proof->wet[1] };
  eq_process(proof->eq, in, out, n);
  curve_process(proof->curve, middle, out, n);
  return n;
}

/// Integrated loudness of what comes out, LUFS
static EquusStatus
measure(FlipProof* const           proof,
        const FlipMusic* const     music,
        const CurveSettings* const curve,
        double* const              loudness,
        EquusError* const          error)
{
  ebur128_state* meter  = ebur128_init(proof->channels, (unsigned long)(proof->rate + 0.5), EBUR128_MODE_I);
  bool           failed = !meter;
  start(proof, curve, 0.0);
  for (size_t at = 0; !failed && at < music->n; at += BLOCK) {
    const uint32_t n = filter_block(proof, music, at);
    for (uint32_t i = 0; i < n; ++i) {
      for (unsigned c = 0; c < proof->channels; ++c) {
        proof->frames[i * proof->channels + c] = proof->wet[c][i];
      }
    }
    failed = ebur128_add_frames_float(meter, proof->frames, n);
  }
  if (!failed) {
    ebur128_loudness_global(meter, loudness);
  }
  if (meter) {
    ebur128_destroy(&meter);
  }
  return failed ? equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory") : EQUUS_OK;
}

/// The gain that makes the curve as loud as no curve, dB
static EquusStatus
match_level(FlipProof* const           proof,
            const FlipMusic* const     music,
            const CurveSettings* const curve,
            double* const              match,
            EquusError* const          error)
{
  const CurveSettings flat = curve_settings_flat();
  double              dry = -HUGE_VAL, wet = -HUGE_VAL;
  *match             = 0.0;
  EquusStatus status = EQUUS_OK;
  if (!curve_settings_are_flat(curve)) {
    status = measure(proof, music, &flat, &dry, error);
    status = status ? status : measure(proof, music, curve, &wet, error);
    *match = isfinite(dry) && isfinite(wet) ? fmin(fmax(dry - wet, -most_match), most_match) : 0.0;
  }
  return status;
}

EquusStatus
flip_proof_filter(FlipProof* const           proof,
                  const FlipMusic* const     music,
                  const CurveSettings* const curve,
                  float** const              samples,
                  size_t* const              n,
                  FlipProven* const          proven,
                  EquusError* const          error)
{
  const size_t most   = resampler_max_output(proof->resampler, BLOCK);
  EquusStatus  status = match_level(proof, music, curve, &proven->match, error);
  *n                  = 0U;
  *samples            = status ? NULL : (float*)calloc(most * (music->n / BLOCK + 1U) + 1U, sizeof(float));
  if (!status && !*samples) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  start(proof, curve, proven->match);
  for (size_t at = 0; !status && at < music->n; at += BLOCK) {
    const float* const wet[] = { proof->wet[0], proof->wet[1] };
    const uint32_t     part  = filter_block(proof, music, at);
    taps_mix(proof->taps, TAP_WET, wet, part);
    *n += resampler_process(proof->resampler, taps_mono(proof->taps, TAP_WET), part, *samples + *n);
  }
  proven->strength = flip_strength(curve, proof->rate, proven->match);
  return status;
}

EquusStatus
flip_proof_run(FlipProof* const           proof,
               Hearing* const             hearing,
               const FlipMusic* const     music,
               const HearingMusic* const  windows,
               const CurveSettings* const curve,
               FlipProven* const          proven,
               EquusError* const          error)
{
  HearingMusic heard   = *windows;
  float*       samples = NULL;
  EquusStatus  status  = flip_proof_filter(proof, music, curve, &samples, &heard.n, proven, error);
  heard.samples        = samples;
  status               = status ? status : hearing_listen(hearing, &heard, error);
  if (!status) {
    hearing_read_all(hearing, proven->raw);
  }
  free(samples);
  return status;
}

double
flip_strength(const CurveSettings* const curve, const double rate, const double match)
{
  double hertz[POINTS];
  double decibels[POINTS];
  double sum = 0.0;
  for (unsigned i = 0; i < POINTS; ++i) {
    hertz[i] = fmin(20.0 * pow(400.0, (i + 0.5) / POINTS), 0.499 * rate);
  }
  curve_response(curve, rate, hertz, POINTS, decibels);
  for (unsigned i = 0; i < POINTS; ++i) {
    sum += (decibels[i] + match) * (decibels[i] + match);
  }
  return sqrt(sum / POINTS);
}
