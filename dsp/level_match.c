// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/level_match.h"

#include "dsp/loudness_meter.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_CHANNELS = 2 };

static const double steps_per_second = 100.0;
static const double time_constant    = 3.0;   // s
static const double fade_seconds     = 0.05;  // From matched to unmatched and back
static const double largest_gain     = 12.0;  // dB
static const double quietest         = -70.0; // LUFS; measures nothing worth matching below

struct LevelMatch {
  unsigned       channels;
  LoudnessMeter* dry;
  LoudnessMeter* wet;
  uint32_t       step_size; // Frames
  uint32_t       filled;    // Frames of this step so far
  double         match;     // dB; follows the difference whether it is applied or not
  double         amount;    // Share of it that is applied, 0 to 1, at the end of this step
  double         from;      // The gain as a factor at the step's beginning
  double         to;        // ... and end
};

LevelMatch*
level_match_new(const double rate, const unsigned channels)
{
  LevelMatch* const match = (LevelMatch*)calloc(1, sizeof(LevelMatch));
  if (!match) {
    return NULL;
  }
  match->channels = channels;
  match->dry      = loudness_meter_new(rate, channels);
  match->wet      = loudness_meter_new(rate, channels);
  if (!match->dry || !match->wet) {
    level_match_free(match);
    return NULL;
  }
  match->step_size = (uint32_t)(rate / steps_per_second + 0.5);
  level_match_reset(match);
  return match;
}

void
level_match_free(LevelMatch* const match)
{
  if (match) {
    loudness_meter_free(match->wet);
    loudness_meter_free(match->dry);
    free(match);
  }
}

void
level_match_reset(LevelMatch* const match)
{
  loudness_meter_reset(match->dry);
  loudness_meter_reset(match->wet);
  match->filled = 0U;
  match->match  = 0.0;
  match->amount = 0.0;
  match->from   = 1.0;
  match->to     = 1.0;
}

/// Move towards what the meters say
static void
follow(LevelMatch* const match)
{
  const double dry = loudness_meter_short_term(match->dry);
  const double wet = loudness_meter_short_term(match->wet);
  if (dry >= quietest && wet >= quietest) {
    const double target = fmin(fmax(dry - wet, -largest_gain), largest_gain);
    match->match += (target - match->match) * (1.0 - exp(-1.0 / (steps_per_second * time_constant)));
  }
}

static void
begin_step(LevelMatch* const match, const bool active)
{
  const double change = 1.0 / (steps_per_second * fade_seconds);
  follow(match);
  match->amount = active ? fmin(1.0, match->amount + change) : fmax(0.0, match->amount - change);
  match->from   = match->to;
  match->to     = pow(10.0, match->amount * match->match / 20.0);
}

static void
apply(const LevelMatch* const match, float* const wet, const uint32_t n)
{
  const double slope = (match->to - match->from) / match->step_size;
  for (uint32_t i = 0; i < n; ++i) {
    wet[i] *= (float)(match->from + slope * (match->filled + i + 1U));
  }
}

void
level_match_process(LevelMatch* const         match,
                    const float* const* const dry,
                    float* const* const       wet,
                    const uint32_t            n,
                    const bool                active)
{
  for (uint32_t done = 0; done < n;) {
    if (match->filled == 0U) {
      begin_step(match, active);
    }
    const uint32_t left    = match->step_size - match->filled;
    const uint32_t part    = left < n - done ? left : n - done;
    const unsigned last    = match->channels - 1U;
    const float*   dries[] = { dry[0] + done, dry[last] + done };
    const float*   wets[]  = { wet[0] + done, wet[last] + done };
    loudness_meter_push(match->dry, dries, part);
    loudness_meter_push(match->wet, wets, part);
    for (unsigned c = 0; c < match->channels && (match->from != 1.0 || match->to != 1.0); ++c) {
      apply(match, wet[c] + done, part);
    }
    done += part;
    match->filled = (match->filled + part) % match->step_size;
  }
}

float
level_match_gain(const LevelMatch* const match)
{
  return (float)(match->amount * match->match);
}
