// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/eq.h"

#include "dsp/eq_section.h"
#include "dsp/glide.h"
#include "dsp/svf_stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double min_rate     = 1e3;
static const double max_rate     = 1e6;
static const double fade_seconds = 0.010;

typedef struct {
  EqSection target;
  EqSection lag; // Between now and target, so that a glide also starts softly
  EqSection now; // At the end of this sub-block
} Section;

_Static_assert((int)EQ_SUB_BLOCK == (int)SVF_SUB_BLOCK, "sections step with their filters");
_Static_assert((int)EQ_MAX_CHANNELS == (int)SVF_CHANNELS, "a filter takes all channels at once");

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
  SvfStage   stages[EQ_SECTIONS]; // Their filters
};

Eq*
eq_new(const double rate, const unsigned channels)
{
  if (!(rate >= min_rate && rate <= max_rate) || channels < 1U || channels > EQ_MAX_CHANNELS) {
    return NULL;
  }
  Eq* const eq = (Eq*)aligned_alloc(sizeof(SvfFrame), sizeof(Eq));
  if (eq) {
    memset(eq, 0, sizeof(Eq));
    eq->rate                  = rate;
    eq->channels              = channels;
    eq->glide                 = glide_share(rate, EQ_SUB_BLOCK);
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

void
eq_reset(Eq* const eq)
{
  svf_stages_clear(eq->stages, EQ_SECTIONS);
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
update_filter(Eq* const eq, const unsigned index)
{
  const EqSection* const now   = &eq->sections[index].now;
  SvfStage* const        stage = &eq->stages[index];
  stage->to                    = eq_section_filter(now, index, eq->rate);
  stage->is_identity           = eq_section_is_identity(now, index);
}

static void
snap_section(Eq* const eq, const unsigned index)
{
  Section* const section = &eq->sections[index];
  if (eq->is_fresh || !has_arrived(section)) {
    section->lag = section->target;
    section->now = section->target;
    update_filter(eq, index);
  }
  eq->stages[index].from       = eq->stages[index].to;
  eq->stages[index].is_gliding = false;
}

/// Take to its target at once what can't be heard, as the section passes its input unchanged
static void
snap_inaudible(Eq* const eq, const unsigned index)
{
  Section* const section = &eq->sections[index];
  section->now.frequency = section->target.frequency;
  section->now.q         = section->target.q;
  section->now.gain      = section->now.mix == 0.0 ? section->target.gain : section->now.gain;
  section->lag           = section->now;
  update_filter(eq, index);
}

/// Move a section through the next sub-block
static void
step_section(Eq* const eq, const unsigned index)
{
  Section* const  section = &eq->sections[index];
  SvfStage* const stage   = &eq->stages[index];
  stage->is_gliding       = !has_arrived(section);
  if (stage->is_gliding && stage->is_identity) {
    snap_inaudible(eq, index);
    stage->is_gliding = !has_arrived(section);
  }
  stage->from = stage->to;
  if (stage->is_gliding) {
    approach(&section->lag, &section->target, eq->glide);
    approach(&section->now, &section->lag, eq->glide);
    update_filter(eq, index);
  } else if (stage->is_identity) {
    svf_stages_clear(stage, 1U);
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
    snap_section(eq, s);
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
    step_section(eq, s);
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
    if (eq->stages[s].is_gliding || !eq->stages[s].is_identity) {
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
    svf_stages_clear(eq->stages, EQ_SECTIONS);
  }
}

static double
ramp_at(const Ramp* const ramp, const uint32_t phase)
{
  return ramp->from + (ramp->to - ramp->from) * ((phase + 1U) * (1.0 / EQ_SUB_BLOCK));
}

static void
filter_part(Eq* const eq, const SvfPart* const part)
{
  SvfFrame x[EQ_SUB_BLOCK];
  SvfFrame dry[EQ_SUB_BLOCK];
  svf_stages_filter(eq->stages, EQ_SECTIONS, part, dry, x);
  for (uint32_t i = 0; i < part->n; ++i) {
    const SvfFrame wet = x[i] * ramp_at(&eq->amplitude, part->phase + i);
    x[i]               = dry[i] + ramp_at(&eq->wet, part->phase + i) * (wet - dry[i]);
  }
  svf_part_write(part, x);
}

void
eq_process(Eq* const eq, const float* const* const in, float* const* const out, const uint32_t n)
{
  for (uint32_t done = 0; done < n;) {
    if (eq->phase == 0U) {
      begin_sub_block(eq);
    }
    const uint32_t left = EQ_SUB_BLOCK - eq->phase;
    const SvfPart  part = { eq->channels, in, out, done, eq->phase, left < n - done ? left : n - done };
    if (eq->is_transparent) {
      svf_part_copy(&part);
    } else {
      filter_part(eq, &part);
    }
    done += part.n;
    eq->phase = (eq->phase + part.n) % EQ_SUB_BLOCK;
    if (eq->phase == 0U && !eq->is_transparent) {
      svf_stages_flush(eq->stages, EQ_SECTIONS);
    }
  }
}

bool
eq_is_transparent(const Eq* const eq)
{
  return eq->is_fresh ? !eq->settings.enabled || eq_settings_are_flat(&eq->settings) : eq->is_transparent;
}
