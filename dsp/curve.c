// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/curve.h"

#include "dsp/curve_bells.h"
#include "dsp/glide.h"
#include "dsp/svf_stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LAYOUTS = 3, STAGES = 8 + 10 + 31 };

static const unsigned layout_bands[LAYOUTS] = { 8U, 10U, 31U };

static const double min_rate = 1e3;
static const double max_rate = 1e6;
static const float  limit    = 24.0f; // dB

/// Gain of a bell, dB
typedef struct {
  double target;
  double lag; // Between now and target, so that a glide also starts softly
  double now; // At the end of this sub-block
} Gain;

struct Curve {
  unsigned      channels;
  double        glide; // Share of the way to the target in a sub-block
  CurveSettings settings;
  bool          is_fresh;  // No sample since reset: settings apply at once
  bool          is_moving; // Some gain has not arrived
  bool          is_transparent;
  uint32_t      phase; // Samples of this sub-block so far
  CurveBells    bells[LAYOUTS];
  Gain          gains[STAGES]; // Layout after layout
  SvfStage      stages[STAGES];
};

CurveSettings
curve_settings_flat(void)
{
  return (CurveSettings){ .bands = 10U };
}

CurveSettings
curve_settings_limited(const CurveSettings* const settings)
{
  CurveSettings result = curve_settings_flat();
  if (settings->bands == 8U || settings->bands == 31U) {
    result.bands = settings->bands;
  }
  for (unsigned b = 0; b < result.bands; ++b) {
    const float gain = settings->gains[b];
    result.gains[b]  = isfinite(gain) ? fminf(fmaxf(gain, -limit), limit) : 0.0f;
  }
  return result;
}

bool
curve_settings_are_flat(const CurveSettings* const settings)
{
  const CurveSettings limited = curve_settings_limited(settings);
  for (unsigned b = 0; b < limited.bands; ++b) {
    if (limited.gains[b] != 0.0f) {
      return false;
    }
  }
  return true;
}

void
curve_response(const CurveSettings* const settings,
               const double               rate,
               const double* const        hertz,
               const unsigned             n,
               double* const              decibels)
{
  const CurveSettings limited = curve_settings_limited(settings);
  const bool          flat    = curve_settings_are_flat(&limited);
  CurveBells          bells;
  double              solved[CURVE_MAX_BANDS] = { 0.0 };
  curve_bells_init(&bells, limited.bands, rate);
  curve_bells_solve(&bells, limited.gains, solved);
  memset(decibels, 0, n * sizeof(double));
  for (unsigned b = 0; b < bells.n && !flat; ++b) {
    const Svf filter = curve_bells_filter(&bells, b, solved[b]);
    for (unsigned i = 0; i < n; ++i) {
      decibels[i] += svf_response(&filter, hertz[i] / rate);
    }
  }
}

Curve*
curve_new(const double rate, const unsigned channels)
{
  if (!(rate >= min_rate && rate <= max_rate) || channels < 1U || channels > SVF_CHANNELS) {
    return NULL;
  }
  Curve* const curve = (Curve*)aligned_alloc(sizeof(SvfFrame), sizeof(Curve));
  if (curve) {
    memset(curve, 0, sizeof(Curve));
    curve->channels = channels;
    curve->glide    = glide_share(rate, SVF_SUB_BLOCK);
    curve->settings = curve_settings_flat();
    for (unsigned i = 0; i < LAYOUTS; ++i) {
      curve_bells_init(&curve->bells[i], layout_bands[i], rate);
    }
    curve_reset(curve);
  }
  return curve;
}

void
curve_free(Curve* const curve)
{
  free(curve);
}

void
curve_reset(Curve* const curve)
{
  svf_stages_clear(curve->stages, STAGES);
  curve->is_fresh       = true;
  curve->is_transparent = false;
  curve->phase          = 0U;
}

static bool
are_same(const CurveSettings* const a, const CurveSettings* const b)
{
  bool same = a->bands == b->bands;
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    same = same && a->gains[i] == b->gains[i];
  }
  return same;
}

void
curve_set(Curve* const curve, const CurveSettings* const settings)
{
  const CurveSettings limited = curve_settings_limited(settings);
  const bool          flat    = curve_settings_are_flat(&limited);
  if (are_same(&limited, &curve->settings)) {
    return;
  }
  curve->settings  = limited;
  curve->is_moving = true;
  Gain* gain       = curve->gains;
  for (unsigned i = 0; i < LAYOUTS; ++i) {
    double solved[CURVE_MAX_BANDS] = { 0.0 };
    if (!flat && layout_bands[i] == limited.bands) {
      curve_bells_solve(&curve->bells[i], limited.gains, solved);
    }
    for (unsigned b = 0; b < layout_bands[i]; ++b) {
      (gain++)->target = solved[b];
    }
  }
}

/// Move a bell through the next sub-block
static void
step_bell(const Curve* const      curve,
          const CurveBells* const bells,
          const unsigned          bell,
          Gain* const             gain,
          SvfStage* const         stage)
{
  stage->is_gliding = gain->now != gain->target || gain->lag != gain->target;
  if (stage->is_gliding) {
    glide(&gain->lag, gain->target, curve->glide);
    glide(&gain->now, gain->lag, curve->glide);
    stage->from = stage->to;
    stage->to   = curve_bells_filter(bells, bell, gain->now);
  }
}

static void
snap_bell(const CurveBells* const bells, const unsigned bell, Gain* const gain, SvfStage* const stage)
{
  gain->lag         = gain->target;
  gain->now         = gain->target;
  stage->to         = curve_bells_filter(bells, bell, gain->now);
  stage->is_gliding = false;
}

static void
begin_sub_block(Curve* const curve)
{
  Gain*     gain        = curve->gains;
  SvfStage* stage       = curve->stages;
  curve->is_moving      = false;
  curve->is_transparent = true;
  for (unsigned i = 0; i < LAYOUTS; ++i) {
    for (unsigned b = 0; b < layout_bands[i]; ++b, ++gain, ++stage) {
      if (curve->is_fresh) {
        snap_bell(&curve->bells[i], b, gain, stage);
      } else {
        step_bell(curve, &curve->bells[i], b, gain, stage);
      }
      stage->is_identity = gain->now == 0.0;
      if (stage->is_identity && !stage->is_gliding) {
        svf_stages_clear(stage, 1U);
      } else {
        curve->is_transparent = false;
      }
      curve->is_moving = curve->is_moving || stage->is_gliding;
    }
  }
  curve->is_fresh = false;
}

void
curve_process(Curve* const curve, const float* const* const in, float* const* const out, const uint32_t n)
{
  for (uint32_t done = 0; done < n;) {
    if (curve->phase == 0U && (curve->is_fresh || curve->is_moving)) {
      begin_sub_block(curve);
    }
    const uint32_t left = SVF_SUB_BLOCK - curve->phase;
    const SvfPart  part = { curve->channels, in, out, done, curve->phase, left < n - done ? left : n - done };
    if (curve->is_transparent) {
      svf_part_copy(&part);
    } else {
      SvfFrame dry[SVF_SUB_BLOCK];
      SvfFrame wet[SVF_SUB_BLOCK];
      svf_stages_filter(curve->stages, STAGES, &part, dry, wet);
      svf_part_write(&part, wet);
    }
    done += part.n;
    curve->phase = (curve->phase + part.n) % SVF_SUB_BLOCK;
    if (curve->phase == 0U && !curve->is_transparent) {
      svf_stages_flush(curve->stages, STAGES);
    }
  }
}

bool
curve_is_transparent(const Curve* const curve)
{
  return curve->is_fresh ? curve_settings_are_flat(&curve->settings) : curve->is_transparent;
}
