// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_task.h"

#include "models/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 4096 };

static const float silence = 1e-5f; ///< -100 dB of full scale

/// True if a model that is shown has this value
static bool
has_value(const SearchTask* task, ModelKind kind, const char* value)
{
  Model* const model = task->model[kind][0] ? model_load(task->bundled, task->model[kind], NULL) : NULL;
  const bool   has   = model && sidecar_label(model_sidecar(model), value) >= 0;
  if (model) {
    model_release(model);
  }
  return has;
}

ModelKind
search_task_kind(const SearchTask* task, const char* value)
{
  if (!value || !strcmp(value, "valence") || !strcmp(value, "arousal")) {
    return MODEL_MOOD;
  }
  return !has_value(task, MODEL_TAGS, value) && has_value(task, MODEL_MOOD, value) ? MODEL_MOOD : MODEL_TAGS;
}

const char*
search_task_model(const SearchTask* task, ModelKind kind, EquusError* error)
{
  if (!task->model[kind][0]) {
    equus_error_set(error,
                    EQUUS_ERR_NOT_FOUND,
                    kind == MODEL_TAGS ? "No tag model runs: choose one" : "No mood model runs: choose one");
    return NULL;
  }
  return task->model[kind];
}

static bool
is_silent(const float* samples, size_t n)
{
  size_t i = 0;
  while (i < n && fabsf(samples[i]) < silence) {
    ++i;
  }
  return i == n;
}

static bool
make_room(SearchMusic* music, unsigned channels, uint32_t n)
{
  if (music->n != n || music->channels != channels) {
    search_music_clear(music);
    music->samples  = (float*)calloc((size_t)n * channels, sizeof(float));
    music->n        = music->samples ? n : 0;
    music->channels = channels;
    for (unsigned c = 0; music->samples && c < channels; ++c) {
      music->channel[c] = music->samples + (size_t)c * n;
    }
  }
  return music->samples;
}

MusicState
search_music_take(SearchMusic* music, const SearchTask* task, uint32_t n)
{
  const RecorderSpan span = recorder_span(task->recorder);
  if (span.end - span.first < n || !make_room(music, task->channels, n)) {
    return MUSIC_TOO_LITTLE;
  }
  for (unsigned c = 0; c < task->channels; ++c) {
    if (!recorder_copy_dry(task->recorder, &span, c, span.end - n, n, music->samples + (size_t)c * n)) {
      return MUSIC_TOO_LITTLE;
    }
  }
  music->end = span.end;
  return is_silent(music->samples, (size_t)n * task->channels) ? MUSIC_SILENT : MUSIC_HEARD;
}

void
search_music_clear(SearchMusic* music)
{
  free(music->samples);
  memset(music, 0, sizeof(*music));
}

uint32_t
search_music_needed(const SearchTask* task, const Resampler* resampler, double rate, uint64_t n)
{
  return (uint32_t)ceil((double)n * task->rate / rate) + resampler_lookahead(resampler) + 2;
}

static void
mix(const SearchMusic* music, uint32_t from, uint32_t n, float* mono)
{
  const float* const left  = music->channel[0] + from;
  const float* const right = music->channel[music->channels - 1] + from;
  for (uint32_t i = 0; i < n; ++i) {
    mono[i] = music->channels == 1 ? left[i] : 0.5f * (left[i] + right[i]);
  }
}

float*
search_music_resample(const SearchMusic* music, Resampler* resampler, uint64_t n)
{
  float        mono[PART];
  const size_t most    = resampler_max_output(resampler, PART);
  float* const samples = (float*)calloc(most * (music->n / PART + 1) + 1, sizeof(float));
  uint64_t     made    = 0;
  resampler_reset(resampler);
  for (uint32_t at = 0; samples && at < music->n; at += PART) {
    const uint32_t part = music->n - at < PART ? music->n - at : PART;
    mix(music, at, part, mono);
    made += resampler_process(resampler, mono, part, samples + made);
  }
  if (made < n) {
    free(samples);
    return NULL;
  }
  return samples;
}
