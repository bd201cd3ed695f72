// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/rhythm.h"

#include "dsp/beat_histogram.h"
#include "dsp/onset.h"
#include "dsp/pulse.h"
#include "dsp/tempogram.h"

#include <stdlib.h>

enum { PULSES = 2 }; // FEATURE_TEMPO and FEATURE_BEAT_TEMPO

struct Rhythm {
  Onset*         onset;
  Tempogram*     tempogram;                             // NULL unless asked for
  Pulse*         pulses[PULSES];                        // The same
  BeatHistogram* beats;                                 // The same
  uint32_t       windows[RUNNING_STATISTICS_MAX_SPANS]; // Of the beat histogram in each span
};

static uint64_t
of_beats(void)
{
  return feature_bit(FEATURE_BEATS) | feature_bit(FEATURE_BEAT_HISTOGRAM);
}

uint64_t
rhythm_features(void)
{
  return rhythm_of_onset() | of_beats();
}

uint64_t
rhythm_of_onset(void)
{
  return feature_bit(FEATURE_ONSET) | feature_bit(FEATURE_TEMPOGRAM) | feature_bit(FEATURE_TEMPO) |
         feature_bit(FEATURE_BEAT_TEMPO);
}

static bool
make_stages(Rhythm* const rhythm, const uint64_t features, const uint32_t* const lengths, const unsigned n)
{
  rhythm->onset = onset_new(FEATURE_MEL_BANDS);
  bool complete = rhythm->onset;
  if (features & feature_bit(FEATURE_TEMPOGRAM)) {
    rhythm->tempogram = tempogram_new(FEATURE_TEMPOGRAM_WINDOW);
    complete          = complete && rhythm->tempogram;
  }
  for (unsigned p = 0; p < PULSES; ++p) {
    if (n && features & feature_bit((FeatureId)(FEATURE_TEMPO + p))) {
      rhythm->pulses[p] = pulse_new(feature_frame_rate(), FEATURE_TEMPO_WINDOW, lengths, n);
      complete          = complete && rhythm->pulses[p];
    }
  }
  if (features & of_beats()) {
    rhythm->beats = beat_histogram_new();
    complete      = complete && rhythm->beats;
  }
  for (unsigned s = 0; s < n; ++s) {
    rhythm->windows[s] = (uint32_t)((double)lengths[s] * FEATURE_HOP / BEAT_HISTOGRAM_HOP + 0.5);
  }
  return complete;
}

Rhythm*
rhythm_new(const uint64_t features, const uint32_t* const lengths, const unsigned n)
{
  Rhythm* const rhythm = (Rhythm*)calloc(1, sizeof(Rhythm));
  if (rhythm && !make_stages(rhythm, features, lengths, n)) {
    rhythm_free(rhythm);
    return NULL;
  }
  return rhythm;
}

void
rhythm_free(Rhythm* const rhythm)
{
  if (rhythm) {
    for (unsigned p = 0; p < PULSES; ++p) {
      pulse_free(rhythm->pulses[p]);
    }
    beat_histogram_free(rhythm->beats);
    tempogram_free(rhythm->tempogram);
    onset_free(rhythm->onset);
    free(rhythm);
  }
}

void
rhythm_reset(Rhythm* const rhythm)
{
  onset_reset(rhythm->onset);
  if (rhythm->tempogram) {
    tempogram_reset(rhythm->tempogram);
  }
  for (unsigned p = 0; p < PULSES; ++p) {
    if (rhythm->pulses[p]) {
      pulse_reset(rhythm->pulses[p]);
    }
  }
  if (rhythm->beats) {
    beat_histogram_reset(rhythm->beats);
  }
}

void
rhythm_hear(Rhythm* const rhythm, const float* const in, const uint32_t n)
{
  if (rhythm->beats) {
    beat_histogram_push(rhythm->beats, in, n);
  }
}

/// Hand on a frame of the tempogram; false where there is none
static bool
hand_on(const float* const frame, FeatureTracks* const tracks)
{
  if (frame) {
    feature_tracks_push(tracks, FEATURE_TEMPOGRAM, frame);
  }
  return frame;
}

void
rhythm_process(Rhythm* const rhythm, const float* const decibels, const float least, FeatureTracks* const tracks)
{
  const OnsetFrame onset          = onset_process(rhythm->onset, decibels, least);
  const float      values[PULSES] = { onset.mean, onset.median };
  feature_tracks_push(tracks, FEATURE_ONSET, &onset.mean);
  if (rhythm->tempogram) {
    hand_on(tempogram_push(rhythm->tempogram, onset.mean), tracks);
  }
  for (unsigned p = 0; p < PULSES; ++p) {
    if (rhythm->pulses[p]) {
      pulse_push(rhythm->pulses[p], values[p]);
    }
  }
}

bool
rhythm_pad(Rhythm* const rhythm, FeatureTracks* const tracks)
{
  bool any = rhythm->tempogram && hand_on(tempogram_pad(rhythm->tempogram), tracks);
  for (unsigned p = 0; p < PULSES; ++p) {
    any = (rhythm->pulses[p] && pulse_pad(rhythm->pulses[p])) || any;
  }
  return any;
}

/// The beat histogram or what is said of it
static bool
find_beats(const Rhythm* const rhythm,
           const FeatureId     feature,
           const unsigned      span,
           const uint32_t      element,
           double* const       value)
{
  double bins[BEAT_HISTOGRAM_BINS];
  if (!rhythm->beats || !beat_histogram_get(rhythm->beats, rhythm->windows[span], bins)) {
    return false;
  }
  const BeatHistogramSummary s        = beat_histogram_summarise(bins);
  const double               values[] = { s.a0, s.a1, s.ra, s.p1, s.p2, s.sum };
  *value                              = feature == FEATURE_BEATS ? values[element] : bins[element];
  return true;
}

bool
rhythm_summary(const Rhythm* const rhythm,
               const FeatureId     feature,
               const unsigned      span,
               const uint32_t      element,
               double* const       value)
{
  if (feature_bit(feature) & of_beats()) {
    return find_beats(rhythm, feature, span, element, value);
  }
  if (feature != FEATURE_TEMPO && feature != FEATURE_BEAT_TEMPO) {
    return false;
  }
  const Pulse* const pulse = rhythm->pulses[feature == FEATURE_BEAT_TEMPO];
  return pulse && pulse_tempo(pulse, span, value);
}
