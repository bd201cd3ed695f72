// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_FEATURE_H
#define EQUUS_DSP_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   The features that a FeatureExtractor computes.

   Of mono at 22,050 Hz in frames of 2,048 samples each 512, centred, as librosa 0.11 with its
   defaults, unless FeatureInfo says otherwise.  A frame feature has a value a frame and statistics
   over spans of frames; a summary has a value for a whole span.
*/
typedef enum {
  FEATURE_RMS,
  FEATURE_ZERO_CROSSING_RATE,
  FEATURE_CENTROID,
  FEATURE_BANDWIDTH,
  FEATURE_ROLLOFF,
  FEATURE_FLATNESS,
  FEATURE_FLUX,
  FEATURE_CONTRAST,
  FEATURE_CHROMA,
  FEATURE_MFCC,
  FEATURE_ONSET,
  FEATURE_LOUDNESS,
  FEATURE_PITCH,
  FEATURE_PITCH_STRENGTH,
  FEATURE_SPECTROGRAM,
  FEATURE_MEL,
  FEATURE_TEMPOGRAM,
  FEATURE_PITCH_SALIENCE,
  // Summaries
  FEATURE_TUNING,
  FEATURE_TEMPO,
  FEATURE_BEAT_TEMPO,
  FEATURE_BEATS,
  FEATURE_BEAT_HISTOGRAM,
  N_FEATURES
} FeatureId;

/// Numbers of features that have more than one, and of the frames
enum {
  FEATURE_RATE             = 22050, ///< Hz
  FEATURE_FFT_SIZE         = 2048,
  FEATURE_HOP              = 512,
  FEATURE_BINS             = FEATURE_FFT_SIZE / 2 + 1,
  FEATURE_MEL_BANDS        = 128,
  FEATURE_MFCCS            = 20,
  FEATURE_TEMPOGRAM_WINDOW = 384, ///< Frames; 8.9 s
  FEATURE_TEMPO_WINDOW     = 344, ///< Frames; 8 s, for the tempo alone
  FEATURE_MAX_WIDTH        = FEATURE_BINS
};

/// What the statistics and summaries are over; a length in frames is feature_span_frames()
typedef enum {
  FEATURE_SPAN_3_S,
  FEATURE_SPAN_30_S,
  FEATURE_SPAN_ALL, ///< Since reset
  N_FEATURE_SPANS
} FeatureSpan;

typedef struct {
  const char* name;  ///< As in columns and on the command line, e.g. "spectral_centroid"
  const char* unit;  ///< "" for a plain number
  uint32_t    width; ///< Values
  bool        is_summary;
  bool        of_whole; ///< librosa's definition takes something from the whole signal: see FeatureWhole
  const char* definition;
} FeatureInfo;

/// Constant
const FeatureInfo* feature_info(FeatureId feature);

/// The feature of that name, or N_FEATURES
FeatureId feature_named(const char* name);

/// Bit of a feature in a mask
static inline uint64_t
feature_bit(const FeatureId feature)
{
  return (uint64_t)1U << feature;
}

/// All features but those that are wider than 100 values
uint64_t features_narrow(void);

enum { FEATURE_LABEL_SIZE = 48 };

/**
   Name of one value: the feature's own where it has one, else with its number from 1, its pitch class or what it is
   called, e.g. "mfcc1", "chroma_stft_C#", "beat_p1".
   @param label [FEATURE_LABEL_SIZE]
   @return `label`
*/
const char* feature_label(FeatureId feature, uint32_t element, char* label);

/// Frames in a span of 3 or 30 s, to the nearest; 0 for all
uint32_t feature_span_frames(FeatureSpan span);

/// Frames per second, 43.07
double feature_frame_rate(void);

#endif // EQUUS_DSP_FEATURE_H
