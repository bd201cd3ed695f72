// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/eq.h"

#include "dsp/eq_section.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double min_rate       = 1e3;
static const double max_rate       = 1e6;
static const double glide_seconds  = 0.004; // Time constant of either of two lags; 95 % of the way in 19 ms
static const double glide_end      = 1e-5;  // Arrived when this near, in the parameter's own unit
static const double fade_seconds   = 0.010;
static const double smallest_state = 1e-30; // Smaller ones become 0 before they turn denormal

/// One sample of both channels; a mono equaliser leaves the second at 0
typedef double Frame __attribute__((vector_size(16)));

typedef struct {
  EqSection target;
  EqSection lag;        // Between now and target, so that a glide also starts softly
  EqSection now;        // At the end of this sub-block
  Svf       from;       // At its beginning
  Svf       to;         // At its end
  bool      is_gliding; // from != to
  bool      is_identity;
  Frame     s1; // The integrators' states
  Frame     s2;
} Section;

/// A factor that moves linearly through a sub-block
typedef struct {
  double from;
  double to;
} Ramp;

struct Eq {
  double     rate;
  unsigned   channels;
  double     glide; // Share of the way to the target in a sub-block
  double     fade;  // Step of the bypass in a sub-block
  EqSettings settings;
  bool       is_fresh; // No sample since reset: settings apply at once
  bool       is_transparent;
  uint32_t   phase; // Samples of this sub-block so far
  double     gain_lag;
  double     gain;      // dB, output gain at the end of this sub-block
  Ramp       amplitude; // The same as a factor
  Ramp       wet;       // 0 bypassed, 1 enabled
  Section    sections[EQ_SECTIONS];
};

Eq*
eq_new(const double rate, const unsigned channels)
{
  if (!(rate >= min_rate && rate <= max_rate) || channels < 1U || channels > EQ_MAX_CHANNELS) {
    return NULL;
  }
  Eq* const eq = (Eq*)aligned_alloc(sizeof(Frame), sizeof(Eq));
  if (eq) {
    memset(eq, 0, sizeof(Eq));
    eq->rate                  = rate;
    eq->channels              = channels;
    eq->glide                 = 1.0 - exp(-EQ_SUB_BLOCK / (rate * glide_seconds));
    eq->fade                  = fmin(1.0, EQ_SUB_BLOCK / (rate * fade_seconds));
    const EqSettings settings = eq_settings_flat();
    eq_set(eq, &settings);
    eq_reset(eq);
  }
  return eq;
}

void
eq_free(Eq* const eq)
{
  free(eq);
}

static void
clear_states(Eq* const eq)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    eq->sections[s].s1 = (Frame){ 0.0, 0.0 };
    eq->sections[s].s2 = (Frame){ 0.0, 0.0 };
  }
}

void
eq_reset(Eq* const eq)
{
  clear_states(eq);
  eq->is_fresh       = true;
  eq->is_transparent = false;
  eq->phase          = 0U;
}

void
eq_set(Eq* const eq, const EqSettings* const settings)
{
  eq->settings = eq_settings_limited(settings);
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    eq->sections[s].target = eq_section_target(&eq->settings, s, eq->rate);
  }
}

static void
glide(double* const value, const double target, const double share)
{
  *value += share * (target - *value);
  if (fabs(target - *value) < glide_end) {
    *value = target;
  }
}

static void
approach(EqSection* const section, const EqSection* const target, const double share)
{
  glide(&section->frequency, target->frequency, share);
  glide(&section->gain, target->gain, share);
  glide(&section->q, target->q, share);
  glide(&section->mix, target->mix, share);
}

static bool
is_same(const EqSection* const a, const EqSection* const b)
{
  return a->frequency == b->frequency && a->gain == b->gain && a->q == b->q && a->mix == b->mix;
}

static bool
has_arrived(const Section* const section)
{
  return is_same(&section->now, &section->target) && is_same(&section->lag, &section->target);
}

/// Set the filter that the parameters ask for now
static void
update_filter(const Eq* const eq, const unsigned index, Section* const section)
{
  section->to          = eq_section_filter(&section->now, index, eq->rate);
  section->is_identity = eq_section_is_identity(&section->now, index);
}

static void
snap_section(const Eq* const eq, const unsigned index, Section* const section)
{
  if (eq->is_fresh || !has_arrived(section)) {
    section->lag = section->target;
    section->now = section->target;
    update_filter(eq, index, section);
  }
  section->from       = section->to;
  section->is_gliding = false;
}

/// Take to its target at once what can't be heard, as the section passes its input unchanged
static void
snap_inaudible(const Eq* const eq, const unsigned index, Section* const section)
{
  section->now.frequency = section->target.frequency;
  section->now.q         = section->target.q;
  section->now.gain      = section->now.mix == 0.0 ? section->target.gain : section->now.gain;
  section->lag           = section->now;
  update_filter(eq, index, section);
}

/// Move a section through the next sub-block
static void
step_section(const Eq* const eq, const unsigned index, Section* const section)
{
  section->is_gliding = !has_arrived(section);
  if (section->is_gliding && section->is_identity) {
    snap_inaudible(eq, index, section);
    section->is_gliding = !has_arrived(section);
  }
  section->from = section->to;
  if (section->is_gliding) {
    approach(&section->lag, &section->target, eq->glide);
    approach(&section->now, &section->lag, eq->glide);
    update_filter(eq, index, section);
  } else if (section->is_identity) {
    section->s1 = (Frame){ 0.0, 0.0 };
    section->s2 = (Frame){ 0.0, 0.0 };
  }
}

static double
amplitude_of(const double gain)
{
  return pow(10.0, gain / 20.0);
}

static void
snap_all(Eq* const eq)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    snap_section(eq, s, &eq->sections[s]);
  }
  if (eq->is_fresh || eq->gain != (double)eq->settings.output_gain) {
    eq->gain_lag     = (double)eq->settings.output_gain;
    eq->gain         = eq->gain_lag;
    eq->amplitude.to = amplitude_of(eq->gain);
  }
  eq->amplitude.from = eq->amplitude.to;
}

static void
step_all(Eq* const eq)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    step_section(eq, s, &eq->sections[s]);
  }
  eq->amplitude.from = eq->amplitude.to;
  if (eq->gain != (double)eq->settings.output_gain || eq->gain_lag != eq->gain) {
    glide(&eq->gain_lag, (double)eq->settings.output_gain, eq->glide);
    glide(&eq->gain, eq->gain_lag, eq->glide);
    eq->amplitude.to = amplitude_of(eq->gain);
  }
}

static bool
changes_nothing(const Eq* const eq)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    if (eq->sections[s].is_gliding || !eq->sections[s].is_identity) {
      return false;
    }
  }
  return eq->amplitude.from == 1.0 && eq->amplitude.to == 1.0;
}

static void
begin_sub_block(Eq* const eq)
{
  const double wet = eq->settings.enabled ? 1.0 : 0.0;
  eq->wet.from     = eq->is_fresh ? wet : eq->wet.to;
  eq->wet.to       = fmin(fmax(wet, eq->wet.from - eq->fade), eq->wet.from + eq->fade);

  const bool is_bypassed = eq->wet.from == 0.0 && eq->wet.to == 0.0;
  if (eq->is_fresh || eq->wet.from == 0.0) {
    snap_all(eq);
  } else {
    step_all(eq);
  }
  eq->is_fresh       = false;
  eq->is_transparent = is_bypassed || changes_nothing(eq);
  if (eq->is_transparent) {
    clear_states(eq);
  }
}

static double
ramp_at(const Ramp* const ramp, const uint32_t phase)
{
  return ramp->from + (ramp->to - ramp->from) * ((phase + 1U) * (1.0 / EQ_SUB_BLOCK));
}

/// One sample through a section's filter with these coefficients
static inline Frame
tick(Section* const section, const Svf* const c, const double a1, const Frame x)
{
  const double a2 = c->g * a1;
  const double a3 = c->g * a2;
  const Frame  v3 = x - section->s2;
  const Frame  v1 = a1 * section->s1 + a2 * v3;
  const Frame  v2 = section->s2 + a2 * section->s1 + a3 * v3;
  section->s1     = 2.0 * v1 - section->s1;
  section->s2     = 2.0 * v2 - section->s2;
  return c->m0 * x + c->m1 * v1 + c->m2 * v2;
}

static double
first_coefficient(const Svf* const c)
{
  return 1.0 / (1.0 + c->g * (c->g + c->k));
}

static void
filter_gliding(Section* const section, const uint32_t phase, Frame* const x, const uint32_t n)
{
  const Svf* const from = &section->from;
  const Svf* const to   = &section->to;
  for (uint32_t i = 0; i < n; ++i) {
    const double t = (phase + i + 1U) * (1.0 / EQ_SUB_BLOCK);
    const Svf    c = { from->g + (to->g - from->g) * t,
                       from->k + (to->k - from->k) * t,
                       from->m0 + (to->m0 - from->m0) * t,
                       from->m1 + (to->m1 - from->m1) * t,
                       from->m2 + (to->m2 - from->m2) * t };
    x[i]           = tick(section, &c, first_coefficient(&c), x[i]);
  }
}

static void
filter_settled(Section* const section, Frame* const x, const uint32_t n)
{
  Section      local = *section; // In registers
  const Svf    c     = section->to;
  const double a1    = first_coefficient(&c);
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = tick(&local, &c, a1, x[i]);
  }
  section->s1 = local.s1;
  section->s2 = local.s2;
}

/// Filter x [n], samples `phase` and on of this sub-block, in place
static void
filter(Eq* const eq, const uint32_t phase, Frame* const x, const uint32_t n)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    Section* const section = &eq->sections[s];
    if (section->is_gliding) {
      filter_gliding(section, phase, x, n);
    } else if (!section->is_identity) {
      filter_settled(section, x, n);
    }
  }
}

static bool
is_bad(const Frame x)
{
  return !isfinite(x[0]) || !isfinite(x[1]);
}

/// Make a bad sample 0 and forget the past of its channel
static Frame
repaired(Eq* const eq, Frame x)
{
  for (unsigned c = 0; c < EQ_MAX_CHANNELS; ++c) {
    if (!isfinite(x[c])) {
      x[c] = 0.0;
      for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
        eq->sections[s].s1[c] = 0.0;
        eq->sections[s].s2[c] = 0.0;
      }
    }
  }
  return x;
}

/// Keeps what is too large for a float finite
static float
to_float(const double x)
{
  const double largest = (double)FLT_MAX;
  return (float)(x > largest ? largest : x < -largest ? -largest : x);
}

/// Part of a sub-block: frames `offset` ... `offset` + `n` - 1 of the buffers
static void
filter_part(Eq* const                 eq,
            const float* const* const in,
            float* const* const       out,
            const uint32_t            offset,
            const uint32_t            n)
{
  Frame x[EQ_SUB_BLOCK];
  Frame dry[EQ_SUB_BLOCK];
  for (uint32_t i = 0; i < n; ++i) {
    x[i] = (Frame){ (double)in[0][offset + i], eq->channels > 1U ? (double)in[1][offset + i] : 0.0 };
  }

  uint32_t begin = 0;
  for (uint32_t i = 0; i < n; ++i) {
    if (is_bad(x[i])) {
      filter(eq, eq->phase + begin, x + begin, i - begin);
      x[i]  = repaired(eq, x[i]);
      begin = i;
    }
    dry[i] = x[i];
  }
  filter(eq, eq->phase + begin, x + begin, n - begin);

  for (uint32_t i = 0; i < n; ++i) {
    const Frame wet = x[i] * ramp_at(&eq->amplitude, eq->phase + i);
    const Frame mix = dry[i] + ramp_at(&eq->wet, eq->phase + i) * (wet - dry[i]);
    for (unsigned c = 0; c < eq->channels; ++c) {
      out[c][offset + i] = to_float(mix[c]);
    }
  }
}

static void
copy_part(const Eq* const           eq,
          const float* const* const in,
          float* const* const       out,
          const uint32_t            offset,
          const uint32_t            n)
{
  float x[EQ_MAX_CHANNELS][EQ_SUB_BLOCK];
  for (unsigned c = 0; c < eq->channels; ++c) {
    memcpy(x[c], in[c] + offset, n * sizeof(float));
  }
  for (unsigned c = 0; c < eq->channels; ++c) {
    memcpy(out[c] + offset, x[c], n * sizeof(float));
  }
}

/// Zero what has nearly died away, so that silence costs no more than sound
static void
flush_states(Eq* const eq)
{
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    Section* const section = &eq->sections[s];
    for (unsigned c = 0; c < EQ_MAX_CHANNELS; ++c) {
      section->s1[c] = fabs(section->s1[c]) < smallest_state ? 0.0 : section->s1[c];
      section->s2[c] = fabs(section->s2[c]) < smallest_state ? 0.0 : section->s2[c];
    }
  }
}

void
eq_process(Eq* const eq, const float* const* const in, float* const* const out, const uint32_t n)
{
  for (uint32_t done = 0; done < n;) {
    if (eq->phase == 0U) {
      begin_sub_block(eq);
    }
    const uint32_t left = EQ_SUB_BLOCK - eq->phase;
    const uint32_t part = left < n - done ? left : n - done;
    if (eq->is_transparent) {
      copy_part(eq, in, out, done, part);
    } else {
      filter_part(eq, in, out, done, part);
    }
    done += part;
    eq->phase = (eq->phase + part) % EQ_SUB_BLOCK;
    if (eq->phase == 0U && !eq->is_transparent) {
      flush_states(eq);
    }
  }
}

bool
eq_is_transparent(const Eq* const eq)
{
  return eq->is_fresh ? !eq->settings.enabled || eq_settings_are_flat(&eq->settings) : eq->is_transparent;
}
