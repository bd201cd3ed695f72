// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: features of known signals are what they must be at any rate, the same bits however the signal is cut and
// after a reset, and silence and bad samples leave numbers.

#include "dsp/feature_extractor.h"
#include "dsp/random.h"
#include "tests/dsp/signals.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ALL_SPANS = (1 << N_FEATURE_SPANS) - 1 };

static const uint64_t all_features = ((uint64_t)1U << N_FEATURES) - 1U;

static void
assert_near(const double actual, const double expected, const double tolerance)
{
  assert_true(fabs(actual - expected) <= tolerance);
}

static FeatureExtractor*
make(const double rate, const uint64_t features)
{
  const FeatureExtractorSettings settings = { rate, 1U, features, ALL_SPANS, feature_whole_unknown() };
  FeatureExtractor* const        e        = feature_extractor_new(&settings);
  assert_non_null(e);
  return e;
}

/// Feed in blocks of `block` samples, and finish
static void
feed(FeatureExtractor* const e, const float* const signal, const uint32_t n, const uint32_t block)
{
  for (uint32_t i = 0; i < n; i += block) {
    const float* const in = signal + i;
    feature_extractor_process(e, &in, n - i < block ? n - i : block);
  }
  while (feature_extractor_finish(e)) {
  }
}

static float*
sine(const double rate, const uint32_t n, const double hertz, const double amplitude)
{
  float* const signal = (float*)calloc(n, sizeof(float));
  for (uint32_t i = 0; i < n; ++i) {
    signal[i] = (float)(amplitude * sin(2.0 * TEST_PI * hertz * i / rate));
  }
  return signal;
}

static double
mean_of(const FeatureExtractor* const e, const FeatureId feature, const FeatureSpan span)
{
  return feature_extractor_statistics(e, feature, span, 0U).mean;
}

static void
test_tone_at_any_rate(void** const state)
{
  (void)state;
  const double rates[] = { 8000.0, 22050.0, 44100.0, 44123.45, 192000.0 };
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    const uint32_t          n      = (uint32_t)(5.0 * rates[r]);
    float* const            signal = sine(rates[r], n, 1000.0, 0.5);
    FeatureExtractor* const e      = make(rates[r], all_features);
    feed(e, signal, n, 1000U);
    assert_near(mean_of(e, FEATURE_RMS, FEATURE_SPAN_3_S), 0.5 / sqrt(2.0), 0.01);
    assert_near(mean_of(e, FEATURE_ZERO_CROSSING_RATE, FEATURE_SPAN_3_S), 2000.0 / 22050.0, 1e-3);
    assert_near(mean_of(e, FEATURE_CENTROID, FEATURE_SPAN_3_S), 1000.0, 15.0);
    assert_near(mean_of(e, FEATURE_ROLLOFF, FEATURE_SPAN_3_S), 1000.0, 25.0);
    assert_true(mean_of(e, FEATURE_FLATNESS, FEATURE_SPAN_3_S) < 1e-3);
    assert_near(mean_of(e, FEATURE_PITCH, FEATURE_SPAN_3_S), 1000.0, 6.0);
    assert_near((double)feature_extractor_frame(e, FEATURE_LOUDNESS)[0], -9.03, 0.1);
    assert_int_equal(feature_extractor_frames(e, FEATURE_RMS), 5U * 22050U / 512U + 1U);
    assert_int_equal(feature_extractor_frames(e, FEATURE_TEMPOGRAM), 5U * 22050U / 512U + 1U);
    feature_extractor_free(e);
    free(signal);
  }
}

/// 20 ms of noise each beat
static float*
clicks(const double rate, const uint32_t n, const double tempo)
{
  float* const   signal = (float*)calloc(n, sizeof(float));
  const uint32_t period = (uint32_t)(60.0 / tempo * rate + 0.5);
  Random         random = { 3U };
  for (uint32_t i = 0; i < n; ++i) {
    signal[i] = i % period < 0.02 * rate ? (float)random_between(&random, -0.5, 0.5) : 0.0f;
  }
  return signal;
}

static void
test_tempo_of_clicks(void** const state)
{
  (void)state;
  const double tempi[] = { 90.0, 120.0, 150.0 };
  for (size_t t = 0; t < sizeof(tempi) / sizeof(tempi[0]); ++t) {
    const uint32_t          n      = 20U * 44100U;
    float* const            signal = clicks(44100.0, n, tempi[t]);
    FeatureExtractor* const e =
      make(44100.0, feature_bit(FEATURE_TEMPO) | feature_bit(FEATURE_BEAT_TEMPO) | feature_bit(FEATURE_BEATS));
    double tempo;
    assert_false(feature_extractor_summary(e, FEATURE_TEMPO, FEATURE_SPAN_ALL, 0U, &tempo));
    feed(e, signal, n, 4096U);
    for (unsigned s = FEATURE_SPAN_3_S; s < N_FEATURE_SPANS; ++s) {
      assert_true(feature_extractor_summary(e, FEATURE_TEMPO, (FeatureSpan)s, 0U, &tempo));
      assert_near(tempo, tempi[t], 0.04 * tempi[t]);
      assert_true(feature_extractor_summary(e, FEATURE_BEAT_TEMPO, (FeatureSpan)s, 0U, &tempo));
      assert_near(tempo, tempi[t], 0.04 * tempi[t]);
      assert_true(feature_extractor_summary(e, FEATURE_BEATS, (FeatureSpan)s, 3U, &tempo));
      assert_near(tempo, tempi[t], 1.0);
    }
    feature_extractor_free(e);
    free(signal);
  }
}

/// All that can be asked, as one row
static uint32_t
write_all(const FeatureExtractor* const e, double* const out)
{
  uint32_t n = 0U;
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    const FeatureInfo* const info = feature_info((FeatureId)f);
    for (unsigned s = 0; s < N_FEATURE_SPANS; ++s) {
      for (uint32_t i = 0; i < info->width; ++i) {
        if (info->is_summary) {
          feature_extractor_summary(e, (FeatureId)f, (FeatureSpan)s, i, &out[n++]);
        } else {
          const Statistics one = feature_extractor_statistics(e, (FeatureId)f, (FeatureSpan)s, i);
          out[n++]             = one.mean;
          out[n++]             = one.variance;
        }
      }
    }
  }
  return n;
}

enum { ROW = 2 * 3 * 3000 };

static void
test_same_bits(void** const state)
{
  (void)state;
  const uint32_t          n      = 6U * 48000U;
  float* const            signal = clicks(48000.0, n, 130.0);
  double* const           first  = (double*)calloc(ROW, sizeof(double));
  double* const           again  = (double*)calloc(ROW, sizeof(double));
  FeatureExtractor* const e      = make(48000.0, all_features);
  feed(e, signal, n, 64U);
  const uint32_t values   = write_all(e, first);
  const uint32_t blocks[] = { 1U, 17U, 8192U, n };
  assert_in_range(values, 1000U, ROW);
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    feature_extractor_reset(e);
    feed(e, signal, n, blocks[b]);
    assert_int_equal(write_all(e, again), values);
    assert_memory_equal(first, again, values * sizeof(double));
  }
  feature_extractor_free(e);
  free(again);
  free(first);
  free(signal);
}

static void
test_silence_and_bad_samples(void** const state)
{
  (void)state;
  const uint32_t          n      = 2U * 22050U;
  float* const            signal = (float*)calloc(n, sizeof(float));
  double* const           row    = (double*)calloc(ROW, sizeof(double));
  FeatureExtractor* const e      = make(22050.0, all_features);
  for (unsigned round = 0; round < 2U; ++round) {
    feature_extractor_reset(e);
    feed(e, signal, n, 512U);
    const uint32_t values = write_all(e, row);
    for (uint32_t i = 0; i < values; ++i) {
      assert_true(isfinite(row[i]));
    }
    signal[100]  = NAN;
    signal[3000] = INFINITY;
    signal[9000] = -3e38f;
  }
  feature_extractor_reset(e);
  memset(signal, 0, n * sizeof(float));
  feed(e, signal, n, 512U);
  assert_near(mean_of(e, FEATURE_RMS, FEATURE_SPAN_ALL), 0.0, 0.0);
  assert_near(mean_of(e, FEATURE_CENTROID, FEATURE_SPAN_ALL), 0.0, 0.0);
  assert_near(mean_of(e, FEATURE_FLATNESS, FEATURE_SPAN_ALL), 1.0, 1e-9);
  assert_near(mean_of(e, FEATURE_LOUDNESS, FEATURE_SPAN_ALL), -70.0, 1e-9);
  feature_extractor_free(e);
  free(row);
  free(signal);
}

static void
test_nothing_more_than_asked_for(void** const state)
{
  (void)state;
  FeatureExtractor* const e      = make(22050.0, feature_bit(FEATURE_CENTROID));
  float* const            signal = sine(22050.0, 22050U, 440.0, 0.1);
  feed(e, signal, 22050U, 300U);
  assert_int_equal(feature_extractor_frames(e, FEATURE_CENTROID), 44U);
  assert_int_equal(feature_extractor_frames(e, FEATURE_RMS), 0U);
  assert_int_equal(feature_extractor_statistics(e, FEATURE_MFCC, FEATURE_SPAN_ALL, 0U).frames, 0U);
  assert_true(isnan(feature_extractor_whole(e).mel));
  feature_extractor_free(e);
  free(signal);

  const FeatureExtractorSettings bad[] = {
    { 999.0, 1U, all_features, 1U, feature_whole_unknown() },
    { 48000.0, 3U, all_features, 1U, feature_whole_unknown() },
    { 48000.0, 1U, 0U, 1U, feature_whole_unknown() },
    { 48000.0, 1U, all_features + 1U, 1U, feature_whole_unknown() },
    { 48000.0, 1U, all_features, 8U, feature_whole_unknown() },
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert_null(feature_extractor_new(&bad[i]));
  }
}

static void
test_names(void** const state)
{
  (void)state;
  char label[FEATURE_LABEL_SIZE];
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    assert_int_equal(feature_named(feature_info((FeatureId)f)->name), f);
    assert_in_range(feature_info((FeatureId)f)->width, 1U, FEATURE_MAX_WIDTH);
  }
  assert_int_equal(feature_named("spectral"), N_FEATURES);
  assert_string_equal(feature_label(FEATURE_CHROMA, 1U, label), "chroma_stft_C#");
  assert_string_equal(feature_label(FEATURE_MFCC, 19U, label), "mfcc20");
  assert_string_equal(feature_label(FEATURE_RMS, 0U, label), "rms");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_tone_at_any_rate),
    cmocka_unit_test(test_tempo_of_clicks),
    cmocka_unit_test(test_same_bits),
    cmocka_unit_test(test_silence_and_bad_samples),
    cmocka_unit_test(test_nothing_more_than_asked_for),
    cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
