// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/rhythm.h"

#include "dsp/onset.h"
#include "dsp/pulse.h"
#include "dsp/tempogram.h"

#include <stdlib.h>

enum { PULSES = 2 }; // FEATURE_TEMPO and FEATURE_BEAT_TEMPO

struct Rhythm {
  Onset*     onset;
  Tempogram* tempogram;      // NULL unless asked for
  Pulse*     pulses[PULSES]; // The same
};

uint64_t
rhythm_features(void)
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

bool
rhythm_summary(const Rhythm* const rhythm, const FeatureId feature, const unsigned span, double* const value)
{
  const Pulse* const pulse = rhythm->pulses[feature == FEATURE_BEAT_TEMPO];
  return pulse && pulse_tempo(pulse, span, value);
}
