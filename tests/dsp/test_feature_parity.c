// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: features are librosa's, frame by frame and in their statistics over a whole signal, and the pitch salience is
// Essentia's.

#include "dsp/feature_extractor.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEPT = 4 };

static const uint64_t kept_frames[KEPT] = { 2U, 40U, 100U, 250U };
static const double   tolerance         = 1e-4; // Relative

static const FeatureId compared[] = {
  FEATURE_RMS,  FEATURE_ZERO_CROSSING_RATE, FEATURE_CENTROID, FEATURE_BANDWIDTH, FEATURE_ROLLOFF, FEATURE_FLATNESS,
  FEATURE_FLUX, FEATURE_CONTRAST,           FEATURE_CHROMA,   FEATURE_MFCC,      FEATURE_ONSET,   FEATURE_SPECTROGRAM,
  FEATURE_MEL,  FEATURE_TEMPOGRAM,
};

enum { COMPARED = sizeof(compared) / sizeof(compared[0]) };

static FeatureExtractor*
make(const FeatureWhole whole)
{
  const uint64_t                 all      = ((uint64_t)1U << N_FEATURES) - 1U;
  const FeatureExtractorSettings settings = { 22050.0, 1U, all, 1U << FEATURE_SPAN_ALL, whole };
  FeatureExtractor* const        e        = feature_extractor_new(&settings);
  assert_non_null(e);
  return e;
}

/// Feed the next step; false at the end
static bool
feed(FeatureExtractor* const e, const Npy* const music, size_t* const done)
{
  const float* const in = music->values + *done;
  const size_t       n  = music->size - *done < FEATURE_EXTRACTOR_STEP ? music->size - *done : FEATURE_EXTRACTOR_STEP;
  *done += n;
  return n ? (feature_extractor_process(e, &in, (uint32_t)n), true) : feature_extractor_finish(e);
}

/// An extractor that knows what librosa takes from the whole signal
static FeatureExtractor*
make_informed(const Npy* const music)
{
  FeatureExtractor* const first = make(feature_whole_unknown());
  size_t                  done  = 0U;
  while (feed(first, music, &done)) {
  }
  const FeatureWhole whole = feature_extractor_whole(first);
  feature_extractor_free(first);
  return make(whole);
}

/// Against `expected`, or where that is next to nothing, against the largest of its kind
static void
compare(const char* const name, const double actual, const double expected, const double largest)
{
  const double scale = fmax(fabs(expected), 1e-6 * largest);
  if (!(fabs(actual - expected) <= tolerance * scale)) {
    fail_msg("%s is %.9g, but librosa's is %.9g", name, actual, expected);
  }
}

static double
largest_of(const Npy* const npy)
{
  double largest = 0.0;
  for (size_t i = 0; i < npy->size; ++i) {
    largest = fmax(largest, fabs((double)npy->values[i]));
  }
  return largest;
}

static void
compare_frame(const FeatureExtractor* const e, const FeatureId feature, const size_t kept)
{
  char           name[64];
  const uint32_t width = feature_info(feature)->width;
  snprintf(name, sizeof(name), "features/%s", feature_info(feature)->name);
  Npy* const   expected = npy_reference(name);
  const double largest  = largest_of(expected);
  assert_int_equal(expected->size, (size_t)KEPT * width);
  for (uint32_t i = 0; i < width; ++i) {
    compare(name, (double)feature_extractor_frame(e, feature)[i], (double)expected->values[kept * width + i], largest);
  }
  npy_free(expected);
}

static void
test_frames(void** const state)
{
  (void)state;
  Npy* const              music             = npy_reference("features/music");
  FeatureExtractor* const e                 = make_informed(music);
  uint64_t                seen[COMPARED]    = { 0U };
  size_t                  matched[COMPARED] = { 0U };
  size_t                  done              = 0U;
  while (feed(e, music, &done)) {
    for (size_t f = 0; f < COMPARED; ++f) {
      const uint64_t frames = feature_extractor_frames(e, compared[f]);
      if (frames > seen[f] && matched[f] < KEPT && frames == kept_frames[matched[f]] + 1U) {
        compare_frame(e, compared[f], matched[f]++);
      }
      seen[f] = frames;
    }
  }
  for (size_t f = 0; f < COMPARED; ++f) {
    assert_int_equal(matched[f], KEPT);
    assert_int_equal(seen[f], music->size / FEATURE_HOP + 1U);
  }
  feature_extractor_free(e);
  npy_free(music);
}

static void
compare_statistics(const FeatureExtractor* const e, const FeatureId feature)
{
  char name[64];
  snprintf(name, sizeof(name), "features/%s_statistics", feature_info(feature)->name);
  Npy* const   expected = npy_reference(name);
  const double largest  = largest_of(expected);
  for (uint32_t i = 0; i < feature_info(feature)->width; ++i) {
    const Statistics s = feature_extractor_statistics(e, feature, FEATURE_SPAN_ALL, i);
    compare(name, s.mean, (double)expected->values[2U * i], largest);
    compare(name, s.deviation, (double)expected->values[2U * i + 1U], largest);
  }
  npy_free(expected);
}

static void
test_statistics_and_summaries(void** const state)
{
  (void)state;
  static const FeatureId  summaries[] = { FEATURE_TUNING, FEATURE_TEMPO, FEATURE_BEAT_TEMPO };
  Npy* const              music       = npy_reference("features/music");
  Npy* const              expected    = npy_reference("features/summaries");
  FeatureExtractor* const e           = make_informed(music);
  size_t                  done        = 0U;
  while (feed(e, music, &done)) {
  }
  for (size_t f = 0; f < COMPARED; ++f) {
    compare_statistics(e, compared[f]);
  }
  for (size_t i = 0; i < 3U; ++i) {
    double value = 0.0;
    assert_true(feature_extractor_summary(e, summaries[i], FEATURE_SPAN_ALL, 0U, &value));
    compare(feature_info(summaries[i])->name, value, (double)expected->values[i], 0.0);
  }
  feature_extractor_free(e);
  npy_free(expected);
  npy_free(music);
}

static void
test_pitch_salience(void** const state)
{
  (void)state;
  static const uint64_t   frames[] = { 40U, 100U, 250U };
  Npy* const              music    = npy_reference("features/music");
  Npy* const              expected = npy_reference("essentia/pitch_salience");
  const uint32_t          width    = feature_info(FEATURE_PITCH_SALIENCE)->width;
  FeatureExtractor* const e        = make(feature_whole_unknown());
  size_t                  done     = 0U;
  uint64_t                seen     = 0U;
  size_t                  matched  = 0U;
  assert_int_equal(expected->size, 3U * width);
  while (feed(e, music, &done)) {
    const uint64_t now = feature_extractor_frames(e, FEATURE_PITCH_SALIENCE);
    if (now > seen && matched < 3U && now == frames[matched] + 1U) {
      const float* const salience = feature_extractor_frame(e, FEATURE_PITCH_SALIENCE);
      const double       largest  = largest_of(expected);
      for (uint32_t i = 0; i < width; ++i) {
        const double difference = (double)salience[i] - (double)expected->values[matched * width + i];
        assert_true(fabs(difference) < 1e-5 * largest);
      }
      ++matched;
    }
    seen = now;
  }
  assert_int_equal(matched, 3U);
  feature_extractor_free(e);
  npy_free(expected);
  npy_free(music);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_frames),
    cmocka_unit_test(test_statistics_and_summaries),
    cmocka_unit_test(test_pitch_salience),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
