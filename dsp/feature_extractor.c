// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/feature_extractor.h"

#include "dsp/chroma.h"
#include "dsp/feature_tracks.h"
#include "dsp/loudness_meter.h"
#include "dsp/mel.h"
#include "dsp/mfcc.h"
#include "dsp/pitch.h"
#include "dsp/resampler.h"
#include "dsp/rhythm.h"
#include "dsp/spectral.h"
#include "dsp/spectrogram.h"
#include "dsp/temporal.h"
#include "dsp/tuning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHANNELS = 2, STEP = FEATURE_EXTRACTOR_STEP, TUNING_INTERVAL = 43 };

static const float  loudest_sample  = 1e6f;
static const float  smallest_power  = 1e-10f;
static const double dynamic_range   = 80.0;  // dB
static const double silent_loudness = -70.0; // LUFS
static const double unset_level     = -HUGE_VAL;

struct FeatureExtractor {
  FeatureExtractorSettings settings;
  double                   hearing_rate; // Hz that all is computed at
  uint64_t                 wanted;       // Features with those that they rest on
  unsigned                 span_index[N_FEATURE_SPANS];
  unsigned                 n_spans;
  uint32_t                 span_lengths[N_FEATURE_SPANS];

  float          stage[MAX_CHANNELS][STEP]; // Samples that wait for a whole step
  uint32_t       staged;
  uint64_t       samples; // Fed since reset
  uint64_t       heard;   // After resampling
  uint64_t       frames;
  bool           ended;
  uint64_t       length;   // Of an ended signal, after resampling
  double         loudness; // At the last step
  Resampler*     resampler;
  LoudnessMeter* meter;
  float*         resampled;

  Spectrogram* spectrogram;
  Temporal*    temporal;
  Spectral*    spectral;
  Mel*         mel;
  Mfcc*        mfcc;
  Chroma*      chroma;
  Tuning*      tuning;
  Pitch*       pitch;
  Rhythm*      rhythm;

  float          magnitude[FEATURE_BINS];
  float          bands[FEATURE_MEL_BANDS];
  float          decibels[FEATURE_MEL_BANDS];
  FeatureWhole   running; // Levels and tuning so far
  FeatureTracks* tracks;
};

FeatureWhole
feature_whole_unknown(void)
{
  return (FeatureWhole){ (double)NAN, (double)NAN, (double)NAN, (double)NAN };
}

static bool
wants(const FeatureExtractor* const extractor, const uint64_t mask)
{
  return (extractor->wanted & mask) != 0U;
}

static const uint64_t of_spectral = (uint64_t)1U << FEATURE_CENTROID | (uint64_t)1U << FEATURE_BANDWIDTH |
                                    (uint64_t)1U << FEATURE_ROLLOFF | (uint64_t)1U << FEATURE_FLATNESS |
                                    (uint64_t)1U << FEATURE_FLUX | (uint64_t)1U << FEATURE_CONTRAST;
static const uint64_t of_waveform = (uint64_t)1U << FEATURE_RMS | (uint64_t)1U << FEATURE_ZERO_CROSSING_RATE;
static const uint64_t of_pitch =
  (uint64_t)1U << FEATURE_PITCH | (uint64_t)1U << FEATURE_PITCH_STRENGTH | (uint64_t)1U << FEATURE_PITCH_SALIENCE;
static const uint64_t of_decibels = (uint64_t)1U << FEATURE_MFCC;

/// True unless what was asked for counts seconds, which it can't at another rate than FEATURE_RATE
static bool
hearing_rate_is_valid(const FeatureExtractorSettings* const settings, const double rate)
{
  const uint64_t tempo = feature_bit(FEATURE_TEMPO) | feature_bit(FEATURE_BEAT_TEMPO);
  return rate == FEATURE_RATE || (rate >= 8e3 && rate <= 192e3 && !(settings->features & tempo) &&
                                  !(settings->spans & ~(1U << FEATURE_SPAN_ALL)));
}

static bool
settings_are_valid(const FeatureExtractorSettings* const settings)
{
  return settings->rate >= 1e3 && settings->rate <= 1e6 && settings->channels >= 1U &&
         settings->channels <= MAX_CHANNELS && settings->features && settings->features >> N_FEATURES == 0U &&
         settings->spans >> N_FEATURE_SPANS == 0U;
}

static void
list_spans(FeatureExtractor* const extractor)
{
  for (unsigned s = 0; s < N_FEATURE_SPANS; ++s) {
    if (extractor->settings.spans >> s & 1U) {
      extractor->span_index[s]                      = extractor->n_spans;
      extractor->span_lengths[extractor->n_spans++] = feature_span_frames((FeatureSpan)s);
    }
  }
}

static bool
has_span(const FeatureExtractor* const extractor, const FeatureSpan span)
{
  return extractor->settings.spans >> span & 1U;
}

/// True unless something is lacking that was needed
static bool
make_input(FeatureExtractor* const extractor)
{
  const double rate      = extractor->settings.rate;
  extractor->resampler   = resampler_new(rate, extractor->hearing_rate);
  extractor->spectrogram = spectrogram_new(FEATURE_FFT_SIZE, FEATURE_HOP);
  extractor->temporal    = temporal_new(FEATURE_HOP);
  if (!extractor->resampler || !extractor->spectrogram || !extractor->temporal) {
    return false;
  }
  extractor->resampled = (float*)calloc(resampler_max_output(extractor->resampler, STEP), sizeof(float));
  if (wants(extractor, feature_bit(FEATURE_LOUDNESS))) {
    extractor->meter = loudness_meter_new(rate, extractor->settings.channels);
    return extractor->resampled && extractor->meter;
  }
  return extractor->resampled;
}

static bool
make_timbre(FeatureExtractor* const extractor)
{
  const double      rate = extractor->hearing_rate;
  const MelSettings mel  = {
     rate, FEATURE_FFT_SIZE, FEATURE_MEL_BANDS, 0.0, 0.5 * rate, MEL_SLANEY, true, false,
  };
  extractor->spectral = spectral_new(rate, FEATURE_FFT_SIZE);
  extractor->mel      = mel_new(&mel);
  extractor->mfcc     = mfcc_new(FEATURE_MEL_BANDS, FEATURE_MFCCS);
  return extractor->spectral && extractor->mel && extractor->mfcc;
}

static bool
make_harmony(FeatureExtractor* const extractor)
{
  const double known  = extractor->settings.whole.tuning;
  const bool   chroma = wants(extractor, feature_bit(FEATURE_CHROMA));
  const bool   tuning = wants(extractor, feature_bit(FEATURE_TUNING)) || (chroma && isnan(known));
  if (chroma) {
    extractor->chroma = chroma_new(extractor->hearing_rate, FEATURE_FFT_SIZE, isnan(known) ? 0.0 : known);
  }
  if (tuning) {
    extractor->tuning = tuning_new(extractor->hearing_rate, FEATURE_FFT_SIZE);
  }
  if (wants(extractor, of_pitch)) {
    extractor->pitch = pitch_new(FEATURE_RATE, FEATURE_FFT_SIZE);
    if (!extractor->pitch) {
      return false;
    }
  }
  return (extractor->chroma || !chroma) && (extractor->tuning || !tuning);
}

static bool
make_rhythm(FeatureExtractor* const extractor)
{
  if (!wants(extractor, rhythm_features())) {
    return true;
  }
  extractor->rhythm = rhythm_new(extractor->wanted, extractor->span_lengths, extractor->n_spans);
  return extractor->rhythm;
}

static bool
make_tracks(FeatureExtractor* const extractor)
{
  extractor->tracks = feature_tracks_new(extractor->wanted, extractor->span_lengths, extractor->n_spans);
  return extractor->tracks;
}

FeatureExtractor*
feature_extractor_new(const FeatureExtractorSettings* const settings)
{
  return feature_extractor_new_at(settings, FEATURE_RATE);
}

FeatureExtractor*
feature_extractor_new_at(const FeatureExtractorSettings* const settings, const double hearing_rate)
{
  if (!settings_are_valid(settings) || !hearing_rate_is_valid(settings, hearing_rate)) {
    return NULL;
  }
  FeatureExtractor* const extractor = (FeatureExtractor*)calloc(1, sizeof(FeatureExtractor));
  if (!extractor) {
    return NULL;
  }
  extractor->settings     = *settings;
  extractor->hearing_rate = hearing_rate;
  extractor->wanted       = settings->features;
  list_spans(extractor);
  if (!make_input(extractor) || !make_timbre(extractor) || !make_harmony(extractor) || !make_rhythm(extractor) ||
      !make_tracks(extractor)) {
    feature_extractor_free(extractor);
    return NULL;
  }
  feature_extractor_reset(extractor);
  return extractor;
}

void
feature_extractor_free(FeatureExtractor* const extractor)
{
  if (!extractor) {
    return;
  }
  feature_tracks_free(extractor->tracks);
  rhythm_free(extractor->rhythm);
  pitch_free(extractor->pitch);
  tuning_free(extractor->tuning);
  chroma_free(extractor->chroma);
  mfcc_free(extractor->mfcc);
  mel_free(extractor->mel);
  spectral_free(extractor->spectral);
  temporal_free(extractor->temporal);
  spectrogram_free(extractor->spectrogram);
  free(extractor->resampled);
  loudness_meter_free(extractor->meter);
  resampler_free(extractor->resampler);
  free(extractor);
}

static void
reset_stages(FeatureExtractor* const extractor)
{
  resampler_reset(extractor->resampler);
  spectrogram_reset(extractor->spectrogram);
  temporal_reset(extractor->temporal);
  spectral_reset(extractor->spectral);
  if (extractor->meter) {
    loudness_meter_reset(extractor->meter);
  }
  if (extractor->chroma) {
    chroma_reset(extractor->chroma);
  }
  if (extractor->tuning) {
    tuning_reset(extractor->tuning);
  }
  if (extractor->rhythm) {
    rhythm_reset(extractor->rhythm);
  }
  if (extractor->pitch) {
    pitch_reset(extractor->pitch);
  }
}

void
feature_extractor_reset(FeatureExtractor* const extractor)
{
  reset_stages(extractor);
  feature_tracks_reset(extractor->tracks);
  extractor->staged   = 0U;
  extractor->samples  = 0U;
  extractor->heard    = 0U;
  extractor->frames   = 0U;
  extractor->ended    = false;
  extractor->loudness = silent_loudness;
  extractor->running  = (FeatureWhole){ 0.0, unset_level, unset_level, unset_level };
}

static float
known_or(const double known, const double running)
{
  return (float)(isnan(known) ? running : known);
}

static void
set_contrast(FeatureExtractor* const extractor, const SpectralFrame* const frame)
{
  const FeatureWhole* const known   = &extractor->settings.whole;
  FeatureWhole* const       running = &extractor->running;
  for (unsigned b = 0; b < SPECTRAL_BANDS; ++b) {
    running->peaks   = fmax(running->peaks, frame->peaks[b]);
    running->valleys = fmax(running->valleys, frame->valleys[b]);
  }
  const double least_peak   = (isnan(known->peaks) ? running->peaks : known->peaks) - dynamic_range;
  const double least_valley = (isnan(known->valleys) ? running->valleys : known->valleys) - dynamic_range;
  float        contrast[SPECTRAL_BANDS];
  for (unsigned b = 0; b < SPECTRAL_BANDS; ++b) {
    contrast[b] = (float)(fmax(frame->peaks[b], least_peak) - fmax(frame->valleys[b], least_valley));
  }
  feature_tracks_push(extractor->tracks, FEATURE_CONTRAST, contrast);
}

static void
take_shape(FeatureExtractor* const extractor)
{
  SpectralFrame frame;
  spectral_process(extractor->spectral, extractor->magnitude, &frame);
  feature_tracks_push_one(extractor->tracks, FEATURE_CENTROID, frame.centroid);
  feature_tracks_push_one(extractor->tracks, FEATURE_BANDWIDTH, frame.bandwidth);
  feature_tracks_push_one(extractor->tracks, FEATURE_ROLLOFF, frame.rolloff);
  feature_tracks_push_one(extractor->tracks, FEATURE_FLATNESS, frame.flatness);
  feature_tracks_push_one(extractor->tracks, FEATURE_FLUX, frame.flux);
  set_contrast(extractor, &frame);
}

static void
take_harmony(FeatureExtractor* const extractor, const float* const power)
{
  if (extractor->tuning) {
    tuning_process(extractor->tuning, power);
    if ((extractor->frames + 1U) % TUNING_INTERVAL == 0U) {
      extractor->running.tuning = tuning_estimate(extractor->tuning);
    }
  }
  if (extractor->chroma) {
    float classes[CHROMA_CLASSES];
    if (isnan(extractor->settings.whole.tuning)) {
      chroma_tune(extractor->chroma, extractor->running.tuning);
    }
    chroma_process(extractor->chroma, power, classes);
    feature_tracks_push(extractor->tracks, FEATURE_CHROMA, classes);
  }
}

/// Mel bands, their decibels, and what follows from them
static void
take_mel(FeatureExtractor* const extractor, const float* const power)
{
  mel_apply(extractor->mel, power, extractor->bands);
  feature_tracks_push(extractor->tracks, FEATURE_MEL, extractor->bands);
  if (!wants(extractor, of_decibels | rhythm_of_onset())) {
    return;
  }
  float largest = -HUGE_VALF;
  for (unsigned b = 0; b < FEATURE_MEL_BANDS; ++b) {
    extractor->decibels[b] = 10.0f * log10f(fmaxf(extractor->bands[b], smallest_power));
    largest                = fmaxf(largest, extractor->decibels[b]);
  }
  extractor->running.mel = fmax(extractor->running.mel, (double)largest);
  const float least      = known_or(extractor->settings.whole.mel, extractor->running.mel) - (float)dynamic_range;
  if (wants(extractor, of_decibels)) {
    float coefficients[FEATURE_MFCCS];
    mfcc_process(extractor->mfcc, extractor->decibels, least, coefficients);
    feature_tracks_push(extractor->tracks, FEATURE_MFCC, coefficients);
  }
  if (wants(extractor, rhythm_of_onset())) {
    rhythm_process(extractor->rhythm, extractor->decibels, least, extractor->tracks);
  }
}

static void
take_pitch(FeatureExtractor* const extractor)
{
  const PitchFrame frame = pitch_process(extractor->pitch, extractor->magnitude);
  feature_tracks_push_one(extractor->tracks, FEATURE_PITCH, frame.hertz);
  feature_tracks_push_one(extractor->tracks, FEATURE_PITCH_STRENGTH, frame.strength);
  feature_tracks_push(extractor->tracks, FEATURE_PITCH_SALIENCE, frame.salience);
}

/// All features of a frame
static void
take_frame(FeatureExtractor* const extractor, const float* const power, const TemporalFrame* const waveform)
{
  if (wants(extractor, of_spectral | of_pitch | feature_bit(FEATURE_SPECTROGRAM))) {
    for (unsigned k = 0; k < FEATURE_BINS; ++k) {
      extractor->magnitude[k] = sqrtf(power[k]);
    }
    feature_tracks_push(extractor->tracks, FEATURE_SPECTROGRAM, extractor->magnitude);
  }
  if (wants(extractor, of_spectral)) {
    take_shape(extractor);
  }
  if (extractor->pitch) {
    take_pitch(extractor);
  }
  if (wants(extractor, of_waveform)) {
    feature_tracks_push_one(extractor->tracks, FEATURE_RMS, waveform->rms);
    feature_tracks_push_one(extractor->tracks, FEATURE_ZERO_CROSSING_RATE, waveform->zero_crossing_rate);
  }
  take_harmony(extractor, power);
  if (wants(extractor, of_decibels | rhythm_of_onset() | feature_bit(FEATURE_MEL))) {
    take_mel(extractor, power);
  }
  feature_tracks_push_one(extractor->tracks, FEATURE_LOUDNESS, extractor->loudness);
  ++extractor->frames;
}

/// Samples that may be fed to both framings at once
static uint32_t
needed(const FeatureExtractor* const extractor)
{
  const uint32_t a = spectrogram_needed(extractor->spectrogram);
  const uint32_t b = temporal_needed(extractor->temporal);
  return a < b ? a : b;
}

/// Feed samples at FEATURE_RATE
static void
hear(FeatureExtractor* const extractor, const float* const in, const uint32_t n)
{
  if (extractor->rhythm) {
    rhythm_hear(extractor->rhythm, in, n);
  }
  for (uint32_t used = 0; used < n;) {
    const uint32_t             lacking  = needed(extractor);
    const uint32_t             take     = lacking < n - used ? lacking : n - used;
    const TemporalFrame* const waveform = temporal_push(extractor->temporal, in + used, take);
    const float* const         power    = spectrogram_push(extractor->spectrogram, in + used, take);
    used += take;
    extractor->heard += take;
    if (power) {
      take_frame(extractor, power, waveform);
    }
  }
}

/// Resample and hear mono [n], at most a step; of an ended signal no more than belongs to it
static void
hear_mono(FeatureExtractor* const extractor, const float* const mono, const uint32_t n)
{
  uint32_t written = resampler_process(extractor->resampler, mono, n, extractor->resampled);
  if (extractor->ended && extractor->heard + written > extractor->length) {
    written = (uint32_t)(extractor->length - extractor->heard);
  }
  hear(extractor, extractor->resampled, written);
}

static void
process_step(FeatureExtractor* const extractor)
{
  const uint32_t n          = extractor->staged;
  const float*   channels[] = { extractor->stage[0], extractor->stage[1] };
  float          mono[STEP];
  for (uint32_t i = 0; i < n; ++i) {
    mono[i] = extractor->settings.channels == 2U ? 0.5f * (channels[0][i] + channels[1][i]) : channels[0][i];
  }
  if (extractor->meter) {
    loudness_meter_push(extractor->meter, channels, n);
    extractor->loudness = fmax(loudness_meter_short_term(extractor->meter), silent_loudness);
  }
  extractor->staged = 0U;
  hear_mono(extractor, mono, n);
}

static float
sane(const float x)
{
  return isfinite(x) ? fmaxf(-loudest_sample, fminf(x, loudest_sample)) : 0.0f;
}

uint64_t
feature_extractor_process(FeatureExtractor* const extractor, const float* const* const in, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < extractor->settings.channels; ++c) {
      extractor->stage[c][extractor->staged] = sane(in[c][i]);
    }
    if (++extractor->staged == STEP) {
      process_step(extractor);
    }
  }
  extractor->samples += n;
  return extractor->frames;
}

static void
end_signal(FeatureExtractor* const extractor)
{
  extractor->ended  = true;
  extractor->length = (uint64_t)ceil((double)extractor->samples * (extractor->hearing_rate / extractor->settings.rate));
  process_step(extractor);
}

/// Feed what comes after the end until there is a further frame
static void
complete_frame(FeatureExtractor* const extractor)
{
  static const float zeros[FEATURE_HOP] = { 0.0f };
  const uint64_t     before             = extractor->frames;
  while (extractor->frames == before && extractor->heard < extractor->length) {
    hear_mono(extractor, zeros, STEP);
  }
  while (extractor->frames == before) {
    const uint32_t             n        = needed(extractor);
    const TemporalFrame* const waveform = temporal_pad(extractor->temporal, n);
    const float* const         power    = spectrogram_push(extractor->spectrogram, zeros, n);
    if (power) {
      take_frame(extractor, power, waveform);
    }
  }
}

bool
feature_extractor_finish(FeatureExtractor* const extractor)
{
  const uint64_t before = extractor->frames;
  if (!extractor->ended) {
    end_signal(extractor);
  }
  if (extractor->frames > before) {
    return true;
  }
  if (extractor->frames < extractor->length / FEATURE_HOP + 1U) {
    complete_frame(extractor);
    return true;
  }
  if (extractor->tuning) {
    extractor->running.tuning = tuning_estimate(extractor->tuning);
  }
  return extractor->rhythm && rhythm_pad(extractor->rhythm, extractor->tracks);
}

uint64_t
feature_extractor_frames(const FeatureExtractor* const extractor, const FeatureId feature)
{
  return feature_tracks_frames(extractor->tracks, feature);
}

const float*
feature_extractor_frame(const FeatureExtractor* const extractor, const FeatureId feature)
{
  return feature_tracks_frame(extractor->tracks, feature);
}

Statistics
feature_extractor_statistics(const FeatureExtractor* const extractor,
                             const FeatureId               feature,
                             const FeatureSpan             span,
                             const uint32_t                element)
{
  const RunningStatistics* const running = feature_tracks_running(extractor->tracks, feature);
  const Statistics               none    = { 0U, 0.0, 0.0, 0.0 };
  return running && has_span(extractor, span) ? running_statistics_get(running, extractor->span_index[span], element)
                                              : none;
}

Statistics
feature_extractor_pooled(const FeatureExtractor* const extractor, const FeatureId feature, const FeatureSpan span)
{
  const RunningStatistics* const running = feature_tracks_running(extractor->tracks, feature);
  const Statistics               none    = { 0U, 0.0, 0.0, 0.0 };
  return running && has_span(extractor, span) ? running_statistics_pooled(running, extractor->span_index[span]) : none;
}

bool
feature_extractor_summary(const FeatureExtractor* const extractor,
                          const FeatureId               feature,
                          const FeatureSpan             span,
                          const uint32_t                element,
                          double* const                 value)
{
  *value = 0.0;
  if (feature == FEATURE_TUNING && extractor->tuning && span == FEATURE_SPAN_ALL) {
    *value = extractor->running.tuning;
    return extractor->frames > 0U;
  }
  return extractor->rhythm && has_span(extractor, span) &&
         rhythm_summary(extractor->rhythm, feature, extractor->span_index[span], element, value);
}

static double
level_or_nan(const double level)
{
  return isfinite(level) ? level : (double)NAN;
}

FeatureWhole
feature_extractor_whole(const FeatureExtractor* const extractor)
{
  const FeatureWhole* const running = &extractor->running;
  return (FeatureWhole){
    extractor->tuning ? running->tuning : (double)NAN,
    level_or_nan(running->mel),
    level_or_nan(running->peaks),
    level_or_nan(running->valleys),
  };
}
