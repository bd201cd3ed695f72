// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/audio_path.h"

#include "dsp/curve.h"
#include "dsp/eq.h"
#include "dsp/level_match.h"
#include "plugin/side_chain.h"

#include <stdlib.h>
#include <string.h>

enum { ROUND = AUDIO_PATH_ROUND };

/// What can be played
typedef enum { SOURCE_INPUT, SOURCE_SIDE, SOURCE_WET, SOURCE_COUNT } Source;

/// What matched wet is used for
enum { USE_PLAYED, USE_HEARD };

static const double fade_seconds = 0.010;

struct AudioPath {
  unsigned    channels;
  Eq*         eq;
  Curve*      curve;
  LevelMatch* match;
  SideChain*  side;

  // What the parameters say
  bool     match_wanted, side_wanted, shadow;
  uint32_t delay;
  Listen   listening;

  uint64_t     position;    ///< Frames since the reset
  bool         transparent; ///< Wet was dry, bit for bit, when this multiple of ROUND began
  double       fade_step;   ///< Of a weight, in a frame
  double       weights[SOURCE_COUNT];
  float        input[EQ_MAX_CHANNELS][ROUND];
  float        wet[EQ_MAX_CHANNELS][ROUND];
  const float* heard[TAP_COUNT][EQ_MAX_CHANNELS];
};

AudioPath*
audio_path_new(double rate, unsigned channels)
{
  AudioPath* const path = (AudioPath*)calloc(1, sizeof(AudioPath));
  if (!path) {
    return NULL;
  }
  path->channels  = channels;
  path->fade_step = 1.0 / (rate * fade_seconds);
  path->eq        = eq_new(rate, channels);
  path->curve     = curve_new(rate, channels);
  path->match     = level_match_new(rate, channels);
  path->side      = side_chain_new(rate, channels, ROUND);
  if (!path->eq || !path->curve || !path->match || !path->side) {
    audio_path_free(path);
    return NULL;
  }
  audio_path_reset(path);
  return path;
}

void
audio_path_free(AudioPath* path)
{
  if (path) {
    side_chain_free(path->side);
    level_match_free(path->match);
    curve_free(path->curve);
    eq_free(path->eq);
    free(path);
  }
}

void
audio_path_reset(AudioPath* path)
{
  path->position = 0;
  eq_reset(path->eq);
  curve_reset(path->curve);
  level_match_reset(path->match);
  side_chain_reset(path->side);
}

bool
audio_path_follows(unsigned index)
{
  switch (index) {
  case PARAM_ENABLED:
  case PARAM_OUTPUT_GAIN:
  case PARAM_LEVEL_MATCH:
  case PARAM_SHADOW:
  case PARAM_DRY_SOURCE:
  case PARAM_DRY_DELAY:
    return true;
  default:
    return parameter_is_of_band(index) || parameter_is_of_curve(index);
  }
}

void
audio_path_set(AudioPath* path, const float* parameters)
{
  EqSettings    settings;
  CurveSettings curve;
  parameters_to_eq(parameters, &settings);
  parameters_to_curve(parameters, &curve);
  if (!settings.enabled) {
    curve = curve_settings_flat();
  }
  eq_set(path->eq, &settings);
  curve_set(path->curve, &curve);
  path->match_wanted = parameters[PARAM_LEVEL_MATCH] > 0.0f;
  path->side_wanted  = parameters[PARAM_DRY_SOURCE] == (float)DRY_SIDE_CHAIN;
  path->shadow       = parameters[PARAM_SHADOW] > 0.0f;
  path->delay        = (uint32_t)parameters[PARAM_DRY_DELAY];
}

void
audio_path_listen(AudioPath* path, Listen listening)
{
  path->listening = listening;
}

static Source
wanted_source(const AudioPath* path, bool side)
{
  switch (path->listening) {
  case LISTEN_DRY:
    return side ? SOURCE_SIDE : SOURCE_INPUT;
  case LISTEN_WET:
    return SOURCE_WET;
  case LISTEN_AS_SET:
  case LISTEN_COUNT:
    break;
  }
  return path->shadow ? SOURCE_INPUT : SOURCE_WET;
}

/// Move the weights one frame towards the wanted source; their sum stays 1
static void
step_fade(AudioPath* path, Source wanted)
{
  const double from  = path->weights[wanted];
  const double to    = from + path->fade_step < 1.0 ? from + path->fade_step : 1.0;
  const double scale = from < 1.0 ? (1.0 - to) / (1.0 - from) : 0.0;
  for (unsigned s = 0; s < SOURCE_COUNT; ++s) {
    path->weights[s] *= scale;
  }
  path->weights[wanted] = to;
}

/// Write what is played over wet, which is in `out`
static void
play(AudioPath* path, const float* const* side, float* const* out, uint32_t n)
{
  const Source wanted = wanted_source(path, side);
  if (path->position == 0) {
    memset(path->weights, 0, sizeof(path->weights));
    path->weights[wanted] = 1.0;
  }
  uint32_t faded = 0;
  for (; faded < n && path->weights[wanted] < 1.0; ++faded) {
    step_fade(path, wanted);
    for (unsigned c = 0; c < path->channels; ++c) {
      const float sources[SOURCE_COUNT] = { path->input[c][faded], side ? side[c][faded] : 0.0f, out[c][faded] };
      double      mix                   = 0.0;
      for (unsigned s = 0; s < SOURCE_COUNT; ++s) {
        mix += path->weights[s] > 0.0 ? path->weights[s] * (double)sources[s] : 0.0;
      }
      out[c][faded] = (float)mix;
    }
  }
  for (unsigned c = 0; c < path->channels && wanted != SOURCE_WET; ++c) {
    const float* const source = wanted == SOURCE_SIDE ? side[c] : path->input[c];
    memcpy(out[c] + faded, source + faded, (n - faded) * sizeof(float));
  }
}

/// Note what the models hear
static void
hear(AudioPath* path, const float* const* dry, const float* const* wet)
{
  for (unsigned c = 0; c < EQ_MAX_CHANNELS; ++c) {
    path->heard[TAP_DRY][c] = dry[c];
    path->heard[TAP_WET][c] = wet[c];
  }
}

void
audio_path_process(AudioPath* path, const float* const* in, const float* const* side, float* const* out, uint32_t n)
{
  const unsigned            last                   = path->channels - 1;
  const float* const        input[EQ_MAX_CHANNELS] = { path->input[0], path->input[last] };
  float* const              wet[EQ_MAX_CHANNELS]   = { path->wet[0], path->wet[last] };
  const float* const        made[EQ_MAX_CHANNELS]  = { path->wet[0], path->wet[last] };
  const float* const* const taken                  = side_chain_take(path->side, side, n, path->delay);
  const float* const* const beside                 = path->side_wanted ? taken : NULL;
  const float* const* const dry                    = beside ? beside : input;
  for (unsigned c = 0; c < path->channels; ++c) {
    memcpy(path->input[c], in[c], n * sizeof(float));
  }

  if (path->position % ROUND == 0) {
    path->transparent = eq_is_transparent(path->eq) && curve_is_transparent(path->curve);
  }
  eq_process(path->eq, input, wet, n);
  curve_process(path->curve, made, wet, n);
  const bool          changes = beside || !path->transparent;
  const bool          played  = path->listening != LISTEN_AS_SET || (path->match_wanted && !beside);
  const LevelMatchUse uses[]  = {
     [USE_PLAYED] = { out, changes && played }, [USE_HEARD] = { wet, changes && path->match_wanted }
  };
  level_match_process(path->match, dry, made, uses, n);
  play(path, beside, out, n);
  hear(path, dry, made);
  path->position += n;
}

const float* const*
audio_path_heard(const AudioPath* path, Tap tap)
{
  return path->heard[tap];
}

float
audio_path_match(const AudioPath* path)
{
  return level_match_gain(path->match, USE_HEARD);
}

bool
audio_path_side_connected(const AudioPath* path)
{
  return side_chain_is_connected(path->side);
}

bool
audio_path_side_silent(const AudioPath* path)
{
  return side_chain_is_silent(path->side);
}

bool
audio_path_dry_is_side(const AudioPath* path)
{
  return path->side_wanted && side_chain_is_connected(path->side);
}

bool
audio_path_lacks_side(const AudioPath* path)
{
  return path->side_wanted && !side_chain_is_connected(path->side);
}
