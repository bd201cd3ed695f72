// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/level_match.h"

#include "dsp/loudness_meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHANNELS = 2 };

static const double steps_per_second = 100.0;
static const double time_constant    = 3.0;   // s
static const double fade_seconds     = 0.05;  // From matched to unmatched and back
static const double largest_gain     = 12.0;  // dB
static const double quietest         = -70.0; // LUFS; measures nothing worth matching below

/// What of the match is applied for a use
typedef struct {
  double amount; // Share, 0 to 1, at the end of this step
  double from;   // The gain as a factor at the step's beginning
  double to;     // ... and end
} Gain;

struct LevelMatch {
  unsigned       channels;
  LoudnessMeter* dry;
  LoudnessMeter* wet;
  uint32_t       step_size; // Frames
  uint32_t       filled;    // Frames of this step so far
  double         match;     // dB; follows the difference whether it is applied or not
  Gain           gains[LEVEL_MATCH_USES];
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
  for (unsigned use = 0; use < LEVEL_MATCH_USES; ++use) {
    match->gains[use] = (Gain){ 0.0, 1.0, 1.0 };
  }
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
begin_step(LevelMatch* const match, const LevelMatchUse* const uses)
{
  const double change = 1.0 / (steps_per_second * fade_seconds);
  follow(match);
  for (unsigned use = 0; use < LEVEL_MATCH_USES; ++use) {
    Gain* const gain = &match->gains[use];
    gain->amount     = uses[use].active ? fmin(1.0, gain->amount + change) : fmax(0.0, gain->amount - change);
    gain->from       = gain->to;
    gain->to         = pow(10.0, gain->amount * match->match / 20.0);
  }
}

/// Write one channel with this gain
static void
apply(const LevelMatch* const match, const Gain* const gain, const float* const wet, float* const out, const uint32_t n)
{
  if (gain->from == 1.0 && gain->to == 1.0) {
    memmove(out, wet, n * sizeof(float));
    return;
  }
  const double slope = (gain->to - gain->from) / match->step_size;
  for (uint32_t i = 0; i < n; ++i) {
    out[i] = wet[i] * (float)(gain->from + slope * (match->filled + i + 1U));
  }
}

/// `n` frames at `done` that don't cross a step
static void
process_part(LevelMatch* const          match,
             const float* const* const  dry,
             const float* const* const  wet,
             const LevelMatchUse* const uses,
             const uint32_t             done,
             const uint32_t             n)
{
  const unsigned last    = match->channels - 1U;
  const float*   dries[] = { dry[0] + done, dry[last] + done };
  const float*   wets[]  = { wet[0] + done, wet[last] + done };
  loudness_meter_push(match->dry, dries, n);
  loudness_meter_push(match->wet, wets, n);
  for (unsigned use = 0; use < LEVEL_MATCH_USES; ++use) {
    for (unsigned c = 0; c < match->channels && uses[use].out; ++c) {
      apply(match, &match->gains[use], wets[c], uses[use].out[c] + done, n);
    }
  }
}

void
level_match_process(LevelMatch* const          match,
                    const float* const* const  dry,
                    const float* const* const  wet,
                    const LevelMatchUse* const uses,
                    const uint32_t             n)
{
  for (uint32_t done = 0; done < n;) {
    if (match->filled == 0U) {
      begin_step(match, uses);
    }
    const uint32_t left = match->step_size - match->filled;
    const uint32_t part = left < n - done ? left : n - done;
    process_part(match, dry, wet, uses, done, part);
    done += part;
    match->filled = (match->filled + part) % match->step_size;
  }
}

float
level_match_gain(const LevelMatch* const match, const unsigned use)
{
  return (float)(match->gains[use].amount * match->match);
}
