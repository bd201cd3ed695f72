// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: what runs on the audio thread neither allocates nor frees nor locks.  The linker sends the calls of all
// of dsp/ and of FFTW through the counters below.

#include "dsp/curve.h"
#include "dsp/eq.h"
#include "dsp/feature_extractor.h"
#include "dsp/level_match.h"
#include "dsp/mel.h"
#include "dsp/resampler.h"
#include "dsp/spectrum.h"
#include "dsp/stft.h"
#include "tests/dsp/signals.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 48000, BLOCK = 300 };

static unsigned calls;

// The linker's --wrap asks for these names
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
void* __real_malloc(size_t size);
void* __wrap_malloc(size_t size);
void* __real_calloc(size_t n, size_t size);
void* __wrap_calloc(size_t n, size_t size);
void* __real_realloc(void* block, size_t size);
void* __wrap_realloc(void* block, size_t size);
void* __real_aligned_alloc(size_t alignment, size_t size);
void* __wrap_aligned_alloc(size_t alignment, size_t size);
int   __real_posix_memalign(void** block, size_t alignment, size_t size);
int   __wrap_posix_memalign(void** block, size_t alignment, size_t size);
void  __real_free(void* block);
void  __wrap_free(void* block);
int   __real_pthread_mutex_lock(pthread_mutex_t* mutex);
int   __wrap_pthread_mutex_lock(pthread_mutex_t* mutex);

void*
__wrap_malloc(const size_t size)
{
  ++calls;
  return __real_malloc(size);
}

void*
__wrap_calloc(const size_t n, const size_t size)
{
  ++calls;
  return __real_calloc(n, size);
}

void*
__wrap_realloc(void* const block, const size_t size)
{
  ++calls;
  return __real_realloc(block, size);
}

void*
__wrap_aligned_alloc(const size_t alignment, const size_t size)
{
  ++calls;
  return __real_aligned_alloc(alignment, size);
}

int
__wrap_posix_memalign(void** const block, const size_t alignment, const size_t size)
{
  ++calls;
  return __real_posix_memalign(block, alignment, size);
}

void
__wrap_free(void* const block)
{
  ++calls;
  __real_free(block);
}

int
__wrap_pthread_mutex_lock(pthread_mutex_t* const mutex)
{
  ++calls;
  return __real_pthread_mutex_lock(mutex);
}

// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)

static float left[LENGTH];
static float right[LENGTH];
static float resampled[LENGTH];

static void
run_frontend(Resampler* const resampler, Stft* const stft, const Mel* const mel)
{
  float bands[96];
  resampler_reset(resampler);
  stft_reset(stft);
  for (uint32_t begin = 0; begin < LENGTH; begin += BLOCK) {
    const uint32_t n = resampler_process(resampler, left + begin, BLOCK, resampled);
    for (uint32_t used = 0; used < n;) {
      const uint32_t     needed = stft_needed(stft);
      const uint32_t     take   = needed < n - used ? needed : n - used;
      const float* const frame  = stft_push(stft, resampled + used, take);
      used += take;
      if (frame) {
        mel_apply(mel, frame, bands);
      }
    }
  }
}

static void
test_frontend(void** const state)
{
  (void)state;
  const StftSettings stft_settings = { 512U, 512U, 256U, true, true, false };
  const MelSettings  mel_settings  = { 16000.0, 512U, 96U, 0.0, 8000.0, MEL_SLANEY, true, false };
  const double       rates[]       = { 44100.0, 44123.45, 16000.0 };
  Stft* const        stft          = stft_new(&stft_settings);
  Mel* const         mel           = mel_new(&mel_settings);
  for (size_t r = 0; r < 3U; ++r) {
    Resampler* const resampler = resampler_new(rates[r], 16000.0);
    calls                      = 0U;
    run_frontend(resampler, stft, mel);
    assert_int_equal(calls, 0);
    resampler_free(resampler);
    assert_true(calls > 0U); // The counters do count
  }
  mel_free(mel);
  stft_free(stft);
}

static void
test_equaliser_and_level_match(void** const state)
{
  (void)state;
  Eq* const         eq       = eq_new(48000.0, 2U);
  LevelMatch* const match    = level_match_new(48000.0, 2U);
  EqSettings        settings = eq_settings_flat();
  calls                      = 0U;
  eq_reset(eq);
  level_match_reset(match);
  for (uint32_t begin = 0; begin < LENGTH; begin += BLOCK) {
    settings.bands[begin / BLOCK % EQ_BANDS].on   = begin % 2000U < 1000U;
    settings.bands[begin / BLOCK % EQ_BANDS].gain = 6.0f;
    settings.enabled                              = begin < LENGTH / 2U;
    const float* const in[]                       = { left + begin, right + begin };
    float* const       out[]                      = { resampled, resampled + BLOCK };
    eq_set(eq, &settings);
    eq_process(eq, in, out, BLOCK);
    const float* const  wet[]                  = { resampled, resampled + BLOCK };
    const LevelMatchUse uses[LEVEL_MATCH_USES] = { { NULL, true }, { out, !eq_is_transparent(eq) } };
    level_match_process(match, in, wet, uses, BLOCK);
  }
  assert_int_equal(calls, 0);
  level_match_free(match);
  eq_free(eq);
}

static void
test_features(void** const state)
{
  (void)state;
  const FeatureExtractorSettings settings = {
    48000.0, 2U, ((uint64_t)1U << N_FEATURES) - 1U, (1U << N_FEATURE_SPANS) - 1U, feature_whole_unknown(),
  };
  FeatureExtractor* const e = feature_extractor_new(&settings);
  double                  value;
  calls = 0U;
  for (unsigned round = 0; round < 10U; ++round) {
    for (uint32_t begin = 0; begin < LENGTH; begin += BLOCK) {
      const float* const in[] = { left + begin, right + begin };
      feature_extractor_process(e, in, BLOCK);
    }
    for (unsigned s = 0; s < N_FEATURE_SPANS; ++s) {
      feature_extractor_statistics(e, FEATURE_MFCC, (FeatureSpan)s, 3U);
      assert_true(feature_extractor_pooled(e, FEATURE_CHROMA, (FeatureSpan)s).frames > 0U);
      feature_extractor_summary(e, FEATURE_TEMPO, (FeatureSpan)s, 0U, &value);
      feature_extractor_summary(e, FEATURE_BEATS, (FeatureSpan)s, 3U, &value);
    }
  }
  assert_true(feature_extractor_frames(e, FEATURE_TEMPOGRAM) > 0U);
  assert_true(feature_extractor_summary(e, FEATURE_BEATS, FEATURE_SPAN_ALL, 0U, &value));
  feature_extractor_reset(e);
  assert_int_equal(calls, 0);
  feature_extractor_free(e);
}

static void
test_curve(void** const state)
{
  (void)state;
  Curve* const  curve    = curve_new(48000.0, 2U);
  CurveSettings settings = curve_settings_flat();
  calls                  = 0U;
  curve_reset(curve);
  for (uint32_t begin = 0; begin < LENGTH; begin += BLOCK) {
    static const unsigned bands[]                 = { 8U, 10U, 31U };
    const uint32_t        turn                    = begin / BLOCK;
    settings.bands                                = bands[turn / 8U % 3U];
    settings.gains[turn % CURVE_MAX_BANDS]        = turn % 3U ? 24.0f : -24.0f;
    settings.gains[(turn + 7U) % CURVE_MAX_BANDS] = 0.0f;
    const float* const in[]                       = { left + begin, right + begin };
    float* const       out[]                      = { resampled, resampled + BLOCK };
    curve_set(curve, &settings);
    curve_process(curve, in, out, BLOCK);
  }
  assert_int_equal(calls, 0);
  curve_free(curve);
}

static void
test_spectrum(void** const state)
{
  (void)state;
  Spectrum* const spectrum = spectrum_new(48000.0);
  calls                    = 0U;
  spectrum_reset(spectrum);
  assert_true(spectrum_push(spectrum, left, LENGTH) > 20U);
  assert_int_equal(calls, 0);
  spectrum_free(spectrum);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_frontend), cmocka_unit_test(test_equaliser_and_level_match),
    cmocka_unit_test(test_features), cmocka_unit_test(test_curve),
    cmocka_unit_test(test_spectrum),
  };
  fill_noise(left, LENGTH, 51U);
  fill_noise(right, LENGTH, 52U);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
