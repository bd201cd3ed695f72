// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/svf_stage.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const double smallest_state = 1e-30; // Smaller ones become 0 before they turn denormal

void
svf_stages_clear(SvfStage* const stages, const unsigned n_stages)
{
  for (unsigned s = 0; s < n_stages; ++s) {
    stages[s].s1 = (SvfFrame){ 0.0, 0.0 };
    stages[s].s2 = (SvfFrame){ 0.0, 0.0 };
  }
}

void
svf_stages_flush(SvfStage* const stages, const unsigned n_stages)
{
  for (unsigned s = 0; s < n_stages; ++s) {
    SvfStage* const stage = &stages[s];
    for (unsigned c = 0; c < SVF_CHANNELS; ++c) {
      stage->s1[c] = fabs(stage->s1[c]) < smallest_state ? 0.0 : stage->s1[c];
      stage->s2[c] = fabs(stage->s2[c]) < smallest_state ? 0.0 : stage->s2[c];
    }
  }
}

/// One sample through a stage with these coefficients
static inline SvfFrame
tick(SvfStage* const stage, const Svf* const c, const double a1, const SvfFrame x)
{
  const double   a2 = c->g * a1;
  const double   a3 = c->g * a2;
  const SvfFrame v3 = x - stage->s2;
  const SvfFrame v1 = a1 * stage->s1 + a2 * v3;
  const SvfFrame v2 = stage->s2 + a2 * stage->s1 + a3 * v3;
  stage->s1         = 2.0 * v1 - stage->s1;
  stage->s2         = 2.0 * v2 - stage->s2;
  return c->m0 * x + c->m1 * v1 + c->m2 * v2;
}

static double
first_coefficient(const Svf* const c)
{
  return 1.0 / (1.0 + c->g * (c->g + c->k));
}

static void
filter_gliding(SvfStage* const stage, const uint32_t phase, SvfFrame* const x, const uint32_t n)
{
  const Svf* const from = &stage->from;
  const Svf* const to   = &stage->to;
  for (uint32_t i = 0; i < n; ++i) {
    const double t = (phase + i + 1U) * (1.0 / SVF_SUB_BLOCK);
    const Svf    c = { from->g + (to->g - from->g) * t,
                       from->k + (to->k - from->k) * t,
                       from->m0 + (to->m0 - from->m0) * t,
                       from->m1 + (to->m1 - from->m1) * t,
                       from->m2 + (to->m2 - from->m2) * t };
    x[i]           = tick(stage, &c, first_coefficient(&c), x[i]);
  }
}

static void
filter_settled(SvfStage* const stage, SvfFrame* const x, const uint32_t n)
{
  SvfStage     local = *stage; // In registers
  const Svf    c     = stage->to;
  const double a1    = first_coefficient(&c);
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = tick(&local, &c, a1, x[i]);
  }
  stage->s1 = local.s1;
  stage->s2 = local.s2;
}

/// Filter x [n], samples `phase` and on of the sub-block, in place
static void
filter(SvfStage* const stages, const unsigned n_stages, const uint32_t phase, SvfFrame* const x, const uint32_t n)
{
  for (unsigned s = 0; s < n_stages; ++s) {
    if (stages[s].is_gliding) {
      filter_gliding(&stages[s], phase, x, n);
    } else if (!stages[s].is_identity) {
      filter_settled(&stages[s], x, n);
    }
  }
}

static bool
is_bad(const SvfFrame x)
{
  return !isfinite(x[0]) || !isfinite(x[1]);
}

/// Make a bad sample 0 and forget the past of its channel
static SvfFrame
repaired(SvfStage* const stages, const unsigned n_stages, SvfFrame x)
{
  for (unsigned c = 0; c < SVF_CHANNELS; ++c) {
    if (!isfinite(x[c])) {
      x[c] = 0.0;
      for (unsigned s = 0; s < n_stages; ++s) {
        stages[s].s1[c] = 0.0;
        stages[s].s2[c] = 0.0;
      }
    }
  }
  return x;
}

void
svf_stages_filter(SvfStage* const      stages,
                  const unsigned       n_stages,
                  const SvfPart* const part,
                  SvfFrame* const      dry,
                  SvfFrame* const      wet)
{
  const float* const left  = part->in[0] + part->offset;
  const float* const right = part->channels > 1U ? part->in[1] + part->offset : NULL;
  for (uint32_t i = 0; i < part->n; ++i) {
    wet[i] = (SvfFrame){ (double)left[i], right ? (double)right[i] : 0.0 };
  }

  uint32_t begin = 0;
  for (uint32_t i = 0; i < part->n; ++i) {
    if (is_bad(wet[i])) {
      filter(stages, n_stages, part->phase + begin, wet + begin, i - begin);
      wet[i] = repaired(stages, n_stages, wet[i]);
      begin  = i;
    }
    dry[i] = wet[i];
  }
  filter(stages, n_stages, part->phase + begin, wet + begin, part->n - begin);
}

/// Keeps what is too large for a float finite
static float
to_float(const double x)
{
  const double largest = (double)FLT_MAX;
  return (float)(x > largest ? largest : x < -largest ? -largest : x);
}

void
svf_part_write(const SvfPart* const part, const SvfFrame* const x)
{
  for (uint32_t i = 0; i < part->n; ++i) {
    for (unsigned c = 0; c < part->channels; ++c) {
      part->out[c][part->offset + i] = to_float(x[i][c]);
    }
  }
}

void
svf_part_copy(const SvfPart* const part)
{
  float x[SVF_CHANNELS][SVF_SUB_BLOCK];
  for (unsigned c = 0; c < part->channels; ++c) {
    memcpy(x[c], part->in[c] + part->offset, part->n * sizeof(float));
  }
  for (unsigned c = 0; c < part->channels; ++c) {
    memcpy(part->out[c] + part->offset, x[c], part->n * sizeof(float));
  }
}
