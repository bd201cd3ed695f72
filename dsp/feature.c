// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/feature.h"

#include "dsp/beat_histogram.h"
#include "dsp/chroma.h"
#include "dsp/pitch.h"
#include "dsp/spectral.h"

#include <stdio.h>
#include <string.h>

enum { NARROW = 100 };

static const FeatureInfo features[N_FEATURES] = {
  [FEATURE_RMS]                = { "rms", "", 1U, false, false, "librosa.feature.rms; full scale is 1" },
  [FEATURE_ZERO_CROSSING_RATE] = { "zero_crossing_rate",
                                   "",
                                   1U,
                                   false,
                                   false,
                                   "librosa.feature.zero_crossing_rate; crossings per sample" },
  [FEATURE_CENTROID]           = { "spectral_centroid", "Hz", 1U, false, false, "librosa.feature.spectral_centroid" },
  [FEATURE_BANDWIDTH]          = { "spectral_bandwidth", "Hz", 1U, false, false, "librosa.feature.spectral_bandwidth" },
  [FEATURE_ROLLOFF]  = { "rolloff", "Hz", 1U, false, false, "librosa.feature.spectral_rolloff; 85 % of magnitude" },
  [FEATURE_FLATNESS] = { "spectral_flatness", "", 1U, false, false, "librosa.feature.spectral_flatness" },
  [FEATURE_FLUX]     = { "spectral_flux", "", 1U, false, false, "Essentia's Flux (L2) on librosa's magnitudes" },
  [FEATURE_CONTRAST] = { "spectral_contrast", "dB", SPECTRAL_BANDS, false, true, "librosa.feature.spectral_contrast" },
  [FEATURE_CHROMA]   = { "chroma_stft", "", CHROMA_CLASSES, false, true, "librosa.feature.chroma_stft" },
  [FEATURE_MFCC]     = { "mfcc", "", FEATURE_MFCCS, false, true, "librosa.feature.mfcc" },
  [FEATURE_ONSET]    = { "onset_strength", "dB", 1U, false, true, "librosa.onset.onset_strength" },
  [FEATURE_LOUDNESS] = { "loudness",
                         "LUFS",
                         1U,
                         false,
                         false,
                         "short-term loudness of the 3 s before, ITU-R BS.1770-4, of all channels at their own rate; "
                         "at "
                         "least -70" },
  [FEATURE_PITCH]    = { "pitch",
                         "Hz",
                         1U,
                         false,
                         false,
                         "predominant pitch: the most salient of Essentia's PitchSalienceFunction, with a preference for "
                            "the one before; 0 for silence" },
  [FEATURE_PITCH_STRENGTH] = { "pitch_strength",
                               "",
                               1U,
                               false,
                               false,
                               "salience of that pitch by the sum of the peaks' magnitudes" },
  [FEATURE_SPECTROGRAM]    = { "spectrogram", "", FEATURE_BINS, false, false, "magnitude of librosa.stft" },
  [FEATURE_MEL] = { "melspectrogram", "", FEATURE_MEL_BANDS, false, false, "librosa.feature.melspectrogram; power" },
  [FEATURE_TEMPOGRAM]      = { "tempogram",
                               "",
                               FEATURE_TEMPOGRAM_WINDOW,
                               false,
                               true,
                               "librosa.feature.tempogram; value l of a lag of l - 1 frames" },
  [FEATURE_PITCH_SALIENCE] = { "pitch_salience",
                               "",
                               PITCH_BINS,
                               false,
                               false,
                               "Essentia's PitchSalienceFunction on librosa's magnitudes; 10 cents a value from 55 "
                               "Hz" },
  [FEATURE_TUNING]         = { "tuning",
                               "semitones",
                               1U,
                               true,
                               false,
                               "librosa.estimate_tuning of the power spectrum, since reset" },
  [FEATURE_TEMPO]          = { "tempo", "BPM", 1U, true, true, "librosa.feature.tempo" },
  [FEATURE_BEAT_TEMPO]     = { "beat_tempo", "BPM", 1U, true, true, "tempo that librosa.beat.beat_track takes" },
  [FEATURE_BEATS]          = { "beat",
                               "",
                               6U,
                               true,
                               false,
                               "Tzanetakis and Cook 2002: the beat histogram's two largest peaks by its sum, their ratio, their "
                                        "tempi in BPM, and the sum" },
  [FEATURE_BEAT_HISTOGRAM] = { "beat_histogram",
                               "",
                               BEAT_HISTOGRAM_BINS,
                               true,
                               false,
                               "Tzanetakis and Cook 2002; 1 BPM a value from 40 BPM" },
};

static const char* const pitch_classes[CHROMA_CLASSES] = { "C",  "C#", "D",  "D#", "E",  "F",
                                                           "F#", "G",  "G#", "A",  "A#", "B" };

static const char* const beat_values[] = { "a0", "a1", "ra", "p1", "p2", "sum" };

const FeatureInfo*
feature_info(const FeatureId feature)
{
  return &features[feature];
}

FeatureId
feature_named(const char* const name)
{
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    if (!strcmp(features[f].name, name)) {
      return (FeatureId)f;
    }
  }
  return N_FEATURES;
}

uint64_t
features_narrow(void)
{
  uint64_t mask = 0U;
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    mask |= features[f].width <= NARROW ? feature_bit((FeatureId)f) : 0U;
  }
  return mask;
}

const char*
feature_label(const FeatureId feature, const uint32_t element, char* const label)
{
  const FeatureInfo* const info = &features[feature];
  if (feature == FEATURE_CHROMA) {
    snprintf(label, FEATURE_LABEL_SIZE, "%s_%s", info->name, pitch_classes[element]);
  } else if (feature == FEATURE_BEATS) {
    snprintf(label, FEATURE_LABEL_SIZE, "%s_%s", info->name, beat_values[element]);
  } else if (feature == FEATURE_BEAT_HISTOGRAM) {
    snprintf(label, FEATURE_LABEL_SIZE, "%s_%u", info->name, (unsigned)element + BEAT_HISTOGRAM_LOWEST);
  } else if (info->width > 1U) {
    snprintf(label, FEATURE_LABEL_SIZE, "%s%u", info->name, (unsigned)element + 1U);
  } else {
    snprintf(label, FEATURE_LABEL_SIZE, "%s", info->name);
  }
  return label;
}

double
feature_frame_rate(void)
{
  return (double)FEATURE_RATE / FEATURE_HOP;
}

uint32_t
feature_span_frames(const FeatureSpan span)
{
  static const double seconds[N_FEATURE_SPANS] = { 3.0, 30.0, 0.0 };
  return (uint32_t)(seconds[span] * feature_frame_rate() + 0.5);
}
