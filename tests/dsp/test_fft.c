// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: transforms are those of the definition at any size, and can be planned by many threads at once, all of
// which then compute the same bits.

#include "dsp/fft.h"
#include "tests/dsp/signals.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { THREADS = 4, ROUNDS = 1000, SIZE = 1536, BINS = SIZE / 2 + 1 };

static void
check_size(const uint32_t size)
{
  Fft* const   fft   = fft_new(size);
  float* const input = fft_input(fft);
  assert_non_null(input);
  assert_float_equal(input[size - 1U], 0.0f, 0.0f);
  fill_noise(input, size, size);
  const float* const output = fft_forward(fft);
  for (uint32_t k = 0; k <= size / 2U; k += 1U + size / 20U) {
    double re = 0.0;
    double im = 0.0;
    for (uint32_t i = 0; i < size; ++i) {
      const double angle = 2.0 * TEST_PI * (double)((uint64_t)k * i % size) / size;
      re += (double)input[i] * cos(angle);
      im -= (double)input[i] * sin(angle);
    }
    const double tolerance = 1e-6 * size;
    assert_true(fabs((double)output[2U * k] - re) < tolerance);
    assert_true(fabs((double)output[2U * k + 1U] - im) < tolerance);
  }
  fft_free(fft);
}

static void
test_transform_is_the_definition(void** const state)
{
  (void)state;
  const uint32_t sizes[] = { 2U, 3U, 16U, 97U, 512U, 1000U, 4096U };
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    check_size(sizes[i]);
  }
}

static pthread_barrier_t start;

/// spectrum [BINS][2]
static void
plan_and_transform(float* const spectrum)
{
  Fft* const fft = fft_new(SIZE);
  fill_noise(fft_input(fft), SIZE, 61U);
  memcpy(spectrum, fft_forward(fft), 2U * BINS * sizeof(float));
  fft_free(fft);
}

static void*
plan_many(void* const spectrum)
{
  pthread_barrier_wait(&start);
  for (uint32_t i = 0; i < ROUNDS; ++i) {
    fft_free(fft_new(64U + 6U * (i % 200U)));
  }
  plan_and_transform((float*)spectrum);
  return NULL;
}

static void
test_threads_plan_at_once(void** const state)
{
  (void)state;
  static float spectra[THREADS + 1][2 * BINS];
  pthread_t    threads[THREADS];
  assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
  for (int t = 0; t < THREADS; ++t) {
    assert_int_equal(pthread_create(&threads[t], NULL, plan_many, spectra[t]), 0);
  }
  for (int t = 0; t < THREADS; ++t) {
    assert_int_equal(pthread_join(threads[t], NULL), 0);
  }
  pthread_barrier_destroy(&start);
  plan_and_transform(spectra[THREADS]);
  for (int t = 0; t < THREADS; ++t) {
    assert_memory_equal(spectra[t], spectra[THREADS], sizeof(spectra[t]));
  }
}

static void
test_bad_sizes_are_refused(void** const state)
{
  (void)state;
  assert_null(fft_new(0U));
  assert_null(fft_new(1U));
  assert_null(fft_new((1U << 20U) + 1U));
  fft_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_transform_is_the_definition),
    cmocka_unit_test(test_threads_plan_at_once),
    cmocka_unit_test(test_bad_sizes_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
