// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a file has exactly the rows, at exactly the times, that the definition of a row gives.

#include "tools/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const FrontendSettings musicnn = {
  .rate           = 16000.0,
  .stft           = { .fft_size = 512, .window_length = 512, .hop = 256, .centred = true },
  .frames         = 187,
  .window_samples = 187 * 256
};

/// Centred, with frames nearer to each other than half an FFT
static const FrontendSettings vggish = { .rate = 16000.0,
                                         .stft = { .fft_size = 512, .window_length = 400, .hop = 160, .centred = true },
                                         .frames         = 96,
                                         .window_samples = 95 * 160 + 256 };

static const FrontendSettings vibenet = { .rate           = 16000.0,
                                          .stft           = { .fft_size = 1024, .window_length = 640, .hop = 320 },
                                          .frames         = 499,
                                          .window_samples = 160000 };

static void
test_samples_are_rounded_up(void** state)
{
  (void)state;
  assert_int_equal(rows_samples(&musicnn, 0, 44100.0), 0);
  assert_int_equal(rows_samples(&musicnn, 1, 44100.0), 1);
  assert_int_equal(rows_samples(&musicnn, 44100, 44100.0), 16000);
  assert_int_equal(rows_samples(&musicnn, 44101, 44100.0), 16001);
  assert_int_equal(rows_samples(&musicnn, 5000, 8000.0), 10000);
  assert_int_equal(rows_samples(&musicnn, UINT64_C(384000) * 36000, 384000.0), UINT64_C(16000) * 36000);
}

static void
test_centred_windows_need_their_frames(void** state)
{
  (void)state;
  assert_int_equal(rows_count(&musicnn, 31, 0), 0);
  assert_int_equal(rows_count(&musicnn, 31, 186 * 256 - 1), 0);
  assert_int_equal(rows_count(&musicnn, 31, 186 * 256), 1);
  assert_int_equal(rows_count(&musicnn, 31, (186 + 31) * 256 - 1), 1);
  assert_int_equal(rows_count(&musicnn, 31, (186 + 31) * 256), 2);
  assert_int_equal(rows_count(&musicnn, 187, (186 + 187) * 256), 2);
  assert_int_equal(rows_count(&musicnn, 1, 196 * 256), 11);
  assert_int_equal(rows_count(&vggish, 48, 95 * 160 - 1), 0);
  assert_int_equal(rows_count(&vggish, 48, 95 * 160), 1);
}

static void
test_other_windows_need_their_samples(void** state)
{
  (void)state;
  assert_int_equal(rows_count(&vibenet, 50, 159999), 0);
  assert_int_equal(rows_count(&vibenet, 50, 160000), 1);
  assert_int_equal(rows_count(&vibenet, 50, 175999), 1);
  assert_int_equal(rows_count(&vibenet, 50, 176000), 2);
}

static void
test_times_are_those_of_the_windows_ends(void** state)
{
  (void)state;
  assert_true(rows_time(&musicnn, 31, 0) == 187.0 * 256.0 / 16000.0);
  assert_true(rows_time(&musicnn, 31, 7) == (31.0 * 7.0 + 187.0) * 256.0 / 16000.0);
  assert_true(rows_time(&vggish, 48, 2) == (95.0 * 160.0 + 256.0 + 2.0 * 48.0 * 160.0) / 16000.0);
  assert_true(rows_time(&vibenet, 50, 0) == 10.0);
  assert_true(rows_time(&vibenet, 50, 3) == 13.0);
}

static void
test_the_shortest_file_is_just_long_enough(void** state)
{
  (void)state;
  assert_int_equal(rows_count(&musicnn, 1, (uint64_t)(rows_needed(&musicnn) * 16000.0)), 1);
  assert_int_equal(rows_count(&musicnn, 1, (uint64_t)(rows_needed(&musicnn) * 16000.0) - 1), 0);
  assert_true(rows_needed(&vibenet) == 10.0);
}

static void
test_hops_go_to_the_nearest_frame(void** state)
{
  (void)state;
  assert_int_equal(rows_hop(&vibenet, 1.0), 50);
  assert_int_equal(rows_hop(&vibenet, 0.031), 2);
  assert_int_equal(rows_hop(&vibenet, 0.0001), 1);
  assert_true(rows_hop_seconds(&vibenet, 50) == 1.0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_samples_are_rounded_up),
    cmocka_unit_test(test_centred_windows_need_their_frames),
    cmocka_unit_test(test_other_windows_need_their_samples),
    cmocka_unit_test(test_times_are_those_of_the_windows_ends),
    cmocka_unit_test(test_the_shortest_file_is_just_long_enough),
    cmocka_unit_test(test_hops_go_to_the_nearest_frame),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
