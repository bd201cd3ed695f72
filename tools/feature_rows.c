// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/feature_rows.h"

#include "dsp/feature_extractor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_asked(const FeatureRequest* const request, const FeatureId feature)
{
  return (request->features & feature_bit(feature)) && !(request->frames && feature_info(feature)->is_summary);
}

static void
name_column(FeatureColumn* const column, const FeatureId feature, const uint32_t element, const char* const suffix)
{
  char label[FEATURE_LABEL_SIZE];
  snprintf(column->name, sizeof(column->name), "%s%s", feature_label(feature, element, label), suffix);
  column->feature = feature;
  column->unit    = feature_info(feature)->unit;
}

uint32_t
feature_request_columns(const FeatureRequest* const request, FeatureColumn* const columns)
{
  uint32_t n = 0U;
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    const FeatureInfo* const info = feature_info((FeatureId)f);
    const bool               both = !request->frames && !info->is_summary;
    for (uint32_t i = 0; i < info->width && is_asked(request, (FeatureId)f); ++i) {
      if (columns) {
        name_column(&columns[n], (FeatureId)f, i, both ? "_mean" : "");
      }
      if (columns && both) {
        name_column(&columns[n + 1U], (FeatureId)f, i, "_std");
      }
      n += both ? 2U : 1U;
    }
  }
  return n;
}

static FeatureExtractor*
make_extractor(const FeatureRequest* const request, const Sound* const sound, const FeatureWhole whole)
{
  const FeatureExtractorSettings settings = {
    sound->rate, sound->channels, request->features, request->frames ? 0U : 1U << request->span, whole,
  };
  return feature_extractor_new(&settings);
}

/// Feed the next step; false at the end
static bool
feed(FeatureExtractor* const extractor, const Sound* const sound, size_t* const done)
{
  const size_t   left       = sound->n - *done;
  const uint32_t n          = (uint32_t)(left < FEATURE_EXTRACTOR_STEP ? left : FEATURE_EXTRACTOR_STEP);
  const float*   channels[] = { sound->channel[0] + *done, sound->channels > 1U ? sound->channel[1] + *done : NULL };
  if (!n) {
    return feature_extractor_finish(extractor);
  }
  feature_extractor_process(extractor, channels, n);
  *done += n;
  return true;
}

/// What the definitions of the features asked for take from all of the recording
static EquusStatus
take_whole(const FeatureRequest* const request,
           const Sound* const          sound,
           FeatureWhole* const         whole,
           EquusError* const           error)
{
  FeatureRequest first = { 0U, true, FEATURE_SPAN_ALL };
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    const bool wanted = is_asked(request, (FeatureId)f) && feature_info((FeatureId)f)->of_whole;
    if (wanted) {
      first.features |= f == FEATURE_CHROMA     ? feature_bit(FEATURE_TUNING)
                        : f == FEATURE_CONTRAST ? feature_bit(FEATURE_CONTRAST)
                                                : feature_bit(FEATURE_MFCC);
    }
  }
  *whole = feature_whole_unknown();
  if (!first.features) {
    return EQUUS_OK;
  }
  FeatureExtractor* const extractor = make_extractor(&first, sound, *whole);
  if (!extractor) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  size_t done = 0U;
  while (feed(extractor, sound, &done)) {
  }
  *whole = feature_extractor_whole(extractor);
  feature_extractor_free(extractor);
  return EQUUS_OK;
}

static uint32_t
frames_of(const Sound* const sound)
{
  return (uint32_t)(ceil((double)sound->n * (FEATURE_RATE / sound->rate)) / FEATURE_HOP) + 1U;
}

static EquusStatus
check(const FeatureRequest* const request, const Sound* const sound, const char* const name, EquusError* const error)
{
  const uint32_t span = request->frames ? 0U : feature_span_frames(request->span);
  if (sound->n == 0U) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "%s: is empty", name);
  }
  if (!(sound->rate >= 1e3 && sound->rate <= 1e6)) {
    return equus_error_set(
      error, EQUUS_ERR_RANGE, "%s: has a rate of %.9g Hz, but it must be 1000 to 1000000", name, sound->rate);
  }
  if (frames_of(sound) < span) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s: is %.3g s long, but a span needs %.3g s: choose a shorter --span, or all",
                           name,
                           (double)sound->n / sound->rate,
                           span / feature_frame_rate());
  }
  return EQUUS_OK;
}

static EquusStatus
allocate(const FeatureRequest* const request,
         const Sound* const          sound,
         FeatureRows* const          rows,
         EquusError* const           error)
{
  const uint32_t frames = frames_of(sound);
  const uint32_t span   = feature_span_frames(request->span);
  rows->columns         = feature_request_columns(request, NULL);
  rows->rows            = request->frames ? frames : span ? frames / span : 1U;
  const size_t values   = (size_t)rows->rows * rows->columns;
  rows->times           = (double*)calloc(2U * (size_t)rows->rows, sizeof(double));
  rows->values          = (double*)malloc((values + 1U) * sizeof(double));
  if (!rows->times || !rows->values) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (size_t i = 0; i < values; ++i) {
    rows->values[i] = (double)NAN;
  }
  return EQUUS_OK;
}

/// Write the newest frame of each feature that has a new one to its row; seen [N_FEATURES] counts them
static void
keep_frames(const FeatureRequest* const   request,
            const FeatureExtractor* const extractor,
            uint64_t* const               seen,
            FeatureRows* const            rows)
{
  uint32_t column = 0U;
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    if (!is_asked(request, (FeatureId)f)) {
      continue;
    }
    const uint32_t     width  = feature_info((FeatureId)f)->width;
    const uint64_t     frames = feature_extractor_frames(extractor, (FeatureId)f);
    const float* const values = feature_extractor_frame(extractor, (FeatureId)f);
    for (uint32_t i = 0; i < width && frames > seen[f]; ++i) {
      rows->values[(frames - 1U) * rows->columns + column + i] = (double)values[i];
    }
    seen[f] = frames;
    column += width;
  }
}

/// Write statistics and summaries to a row [columns]
static void
keep_span(const FeatureRequest* const request, const FeatureExtractor* const extractor, double* row)
{
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    const FeatureInfo* const info = feature_info((FeatureId)f);
    for (uint32_t i = 0; i < info->width && is_asked(request, (FeatureId)f); ++i) {
      if (info->is_summary) {
        double     value = 0.0;
        const bool known = feature_extractor_summary(extractor, (FeatureId)f, request->span, i, &value);
        *row++           = known ? value : (double)NAN;
      } else {
        const Statistics s = feature_extractor_statistics(extractor, (FeatureId)f, request->span, i);
        *row++             = s.frames ? s.mean : (double)NAN;
        *row++             = s.frames ? s.deviation : (double)NAN;
      }
    }
  }
}

static void
fill_frames(const FeatureRequest* const request,
            FeatureExtractor* const     extractor,
            const Sound* const          sound,
            FeatureRows* const          rows)
{
  uint64_t seen[N_FEATURES] = { 0U };
  size_t   done             = 0U;
  while (feed(extractor, sound, &done)) {
    keep_frames(request, extractor, seen, rows);
  }
  for (uint32_t r = 0; r < rows->rows; ++r) {
    rows->times[2U * (size_t)r] = rows->times[2U * (size_t)r + 1U] = r / feature_frame_rate();
  }
}

static void
fill_spans(const FeatureRequest* const request,
           FeatureExtractor* const     extractor,
           const Sound* const          sound,
           FeatureRows* const          rows)
{
  const uint32_t span = feature_span_frames(request->span);
  uint32_t       row  = 0U;
  size_t         done = 0U;
  while (feed(extractor, sound, &done)) {
    const uint64_t frames = feature_extractor_process(extractor, NULL, 0U);
    if (span && row < rows->rows && frames == (uint64_t)span * (row + 1U)) {
      rows->times[2U * (size_t)row]      = row * span / feature_frame_rate();
      rows->times[2U * (size_t)row + 1U] = (row + 1U) * span / feature_frame_rate();
      keep_span(request, extractor, rows->values + (size_t)row * rows->columns);
      ++row;
    }
  }
  if (!span) {
    rows->times[1] = (double)sound->n / sound->rate;
    keep_span(request, extractor, rows->values);
  }
}

EquusStatus
feature_rows_take(const FeatureRequest* const request,
                  const Sound* const          sound,
                  const char* const           name,
                  FeatureRows* const          rows,
                  EquusError* const           error)
{
  FeatureWhole whole;
  *rows              = (FeatureRows){ 0U, 0U, NULL, NULL };
  EquusStatus status = check(request, sound, name, error);
  status             = status ? status : take_whole(request, sound, &whole, error);
  status             = status ? status : allocate(request, sound, rows, error);
  if (status) {
    feature_rows_clear(rows);
    return status;
  }
  FeatureExtractor* const extractor = make_extractor(request, sound, whole);
  if (!extractor) {
    feature_rows_clear(rows);
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  (request->frames ? fill_frames : fill_spans)(request, extractor, sound, rows);
  feature_extractor_free(extractor);
  return EQUUS_OK;
}

void
feature_rows_clear(FeatureRows* const rows)
{
  free(rows->values);
  free(rows->times);
  *rows = (FeatureRows){ 0U, 0U, NULL, NULL };
}
