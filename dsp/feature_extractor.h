// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_FEATURE_EXTRACTOR_H
#define EQUUS_DSP_FEATURE_EXTRACTOR_H

#include "dsp/feature.h"
#include "dsp/rt.h"
#include "dsp/running_statistics.h"

/**
   Frame features of a signal as it goes by, with their running statistics.

   Takes one or two channels at any rate, resamples their mean to FEATURE_RATE
   and computes what was asked for and what that rests on, nothing more.  Samples
   that aren't finite count as 0, others as at most 120 dB above full scale.  What comes out depends on
   the samples alone, not on how they were cut into blocks.

   Frame t, centred on the time t · FEATURE_HOP / FEATURE_RATE, comes as soon as the
   last sample that it takes (1,024 after its middle, and the resampler's look-ahead).  The tempogram's
   frames come half its window later; see feature_extractor_frames().
*/
typedef struct FeatureExtractor FeatureExtractor;

/**
   What librosa takes from a whole signal: where it isn't known beforehand (NAN), the extractor takes
   what there has been since reset.

   The three levels are the largest of the signal; what lies 80 dB below counts as that.
*/
typedef struct {
  double tuning;  ///< Semitones: chroma.  Running, it is looked up each second.
  double mel;     ///< Largest of the mel spectrogram, dB: MFCC, onset strength and what follows from it
  double peaks;   ///< Largest peak of spectral contrast, dB
  double valleys; ///< Largest valley of it, dB
} FeatureWhole;

typedef struct {
  double       rate;     ///< 1,000 to 1,000,000 Hz
  unsigned     channels; ///< 1 or 2
  uint64_t     features; ///< Mask of feature_bit(), at least one
  unsigned     spans;    ///< Mask of 1 << FeatureSpan that statistics are kept of; memory grows with the 30 s
  FeatureWhole whole;
} FeatureExtractorSettings;

/// Frames come one at a time to who feeds no more than so many samples at once
enum { FEATURE_EXTRACTOR_STEP = 16 };

/// Nothing known
FeatureWhole feature_whole_unknown(void);

/// NULL if out of memory or range; free with feature_extractor_free().  Takes the FFT planner's mutex: never on the
/// audio thread.
FeatureExtractor* feature_extractor_new(const FeatureExtractorSettings* settings);

/**
   As feature_extractor_new(), but hear at another rate than FEATURE_RATE, 8,000 to 192,000 Hz, as models do whose
   training data were analysed so.  Frames keep their 2,048 samples each 512; what counts seconds, tempo and the spans
   but FEATURE_SPAN_ALL, is out of range.
*/
FeatureExtractor* feature_extractor_new_at(const FeatureExtractorSettings* settings, double hearing_rate);

void feature_extractor_free(FeatureExtractor* extractor);

void feature_extractor_reset(FeatureExtractor* extractor) EQUUS_RT;

/// Feed `n` samples of each channel; returns how many frames there have been since reset
uint64_t feature_extractor_process(FeatureExtractor* extractor, const float* const* in, uint32_t n) EQUUS_RT;

/**
   The signal has ended: complete the next of the frames that reach beyond it, as librosa's padding does.

   There will be 1 + ⌊n / FEATURE_HOP⌋ frames of n = ⌈samples · FEATURE_RATE / rate⌉, and as many of the tempogram.
   Only a reset may follow.
   @return False if there was none left.
*/
bool feature_extractor_finish(FeatureExtractor* extractor) EQUUS_RT;

/// Frames of one frame feature since reset; 0 where it wasn't asked for
uint64_t feature_extractor_frames(const FeatureExtractor* extractor, FeatureId feature) EQUUS_RT;

/// The newest frame [width] of a frame feature that was asked for; zeros before the first
const float* feature_extractor_frame(const FeatureExtractor* extractor, FeatureId feature) EQUUS_RT;

/// Statistics of one value of a frame feature over a span; all 0 where either wasn't asked for
Statistics feature_extractor_statistics(const FeatureExtractor* extractor,
                                        FeatureId               feature,
                                        FeatureSpan             span,
                                        uint32_t                element) EQUUS_RT;

/// The same of all of its values together
Statistics feature_extractor_pooled(const FeatureExtractor* extractor, FeatureId feature, FeatureSpan span) EQUUS_RT;

/**
   Value of a summary that was asked for over a span that statistics are kept of.

   Searches a few hundred values: at most some 30 µs, but FEATURE_TUNING, which is that of the last look-up.
   @return False where it isn't known yet: then `value` is 0.
*/
bool feature_extractor_summary(const FeatureExtractor* extractor,
                               FeatureId               feature,
                               FeatureSpan             span,
                               uint32_t                element,
                               double*                 value) EQUUS_RT;

/// What there has been since reset, for a second pass; NAN for what no feature that was asked for needs
FeatureWhole feature_extractor_whole(const FeatureExtractor* extractor) EQUUS_RT;

#endif // EQUUS_DSP_FEATURE_EXTRACTOR_H
