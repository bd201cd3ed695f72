// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that sound files of any rate and channel count come out sample by sample, and that other files are named.

#include "tests/tools/sounds.h"
#include "tools/audio_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1000, MOST = 20000 };

static float left[MOST], right[MOST];

/// Read a file in blocks into `left` and `right`; returns its frames
static uint32_t
read_all(AudioFile* const file)
{
  uint32_t n   = 0;
  uint32_t got = BLOCK;
  while (got == BLOCK) {
    float* const out[] = { left + n, right + n };
    assert_true(n + BLOCK <= MOST);
    assert_int_equal(audio_file_read(file, out, BLOCK, &got, NULL), EQUUS_OK);
    n += got;
  }
  return n;
}

static void
test_rates_and_channels(void** state)
{
  (void)state;
  const double rates[] = { 8000.0, 11025.0, 44100.0, 44123.0, 192000.0 };
  for (unsigned i = 0; i < 5; ++i) {
    for (unsigned channels = 1; channels <= 2; ++channels) {
      const char* const path = sounds_path("audio_file.wav");
      sounds_write(path, rates[i], channels, 12345);
      AudioFile* const file = audio_file_open(path, 0.0, 0.0, NULL);
      assert_non_null(file);
      assert_true(audio_file_rate(file) == rates[i]);
      assert_int_equal(audio_file_channels(file), channels);
      assert_int_equal(audio_file_frames(file), 12345);
      assert_int_equal(read_all(file), 12345);
      assert_true(left[12344] == sounds_sample(rates[i], 0, 12344));
      assert_true(channels == 1 || right[7777] == sounds_sample(rates[i], 1, 7777));
      audio_file_close(file);
    }
  }
}

static void
test_more_channels_become_their_mean(void** state)
{
  (void)state;
  const char* const path = sounds_path("five.wav");
  sounds_write(path, 48000.0, 5, 3000);
  AudioFile* const file = audio_file_open(path, 0.0, 0.0, NULL);
  assert_int_equal(audio_file_channels(file), 1);
  assert_int_equal(audio_file_source_channels(file), 5);
  assert_int_equal(read_all(file), 3000);
  double sum = 0.0;
  for (unsigned c = 0; c < 5; ++c) {
    sum += (double)sounds_sample(48000.0, c, 1234);
  }
  assert_true(fabs((double)left[1234] - sum / 5.0) < 1e-7);
  audio_file_close(file);
}

static void
test_parts_begin_and_end_where_they_should(void** state)
{
  (void)state;
  const char* const path = sounds_path("part.wav");
  sounds_write(path, 8000.0, 1, 16000);
  AudioFile* const file = audio_file_open(path, 0.5, 1.0, NULL);
  assert_int_equal(audio_file_frames(file), 8000);
  assert_int_equal(read_all(file), 8000);
  assert_true(left[0] == sounds_sample(8000.0, 0, 4000));
  audio_file_close(file);

  AudioFile* const rest = audio_file_open(path, 1.5, 100.0, NULL);
  assert_int_equal(audio_file_frames(rest), 4000);
  assert_int_equal(read_all(rest), 4000);
  audio_file_close(rest);
}

static void
expect_refusal(const char* const path, const double start, const char* const why)
{
  EquusError error = { EQUUS_OK, "" };
  assert_null(audio_file_open(path, start, 0.0, &error));
  assert_int_not_equal(error.status, EQUUS_OK);
  assert_ptr_equal(strstr(error.text, path), error.text);
  if (!strstr(error.text, why)) {
    fail_msg("\"%s\" lacks \"%s\"", error.text, why);
  }
}

static void
test_what_is_not_sound_is_named(void** state)
{
  (void)state;
  sounds_write_text(sounds_path("empty.wav"), "");
  sounds_write_text(sounds_path("text.wav"), "These are words, not samples.\n");
  sounds_write(sounds_path("short.wav"), 8000.0, 1, 800);
  expect_refusal(sounds_path("missing.wav"), 0.0, "no such file");
  expect_refusal(sounds_path("empty.wav"), 0.0, "is empty");
  expect_refusal(sounds_path("text.wav"), 0.0, "can't be read as sound");
  expect_refusal(sounds_path("."), 0.0, "is a folder");
  expect_refusal(sounds_path("short.wav"), 5.0, "0.100 s long and can't be started at 5 s");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_rates_and_channels),
    cmocka_unit_test(test_more_channels_become_their_mean),
    cmocka_unit_test(test_parts_begin_and_end_where_they_should),
    cmocka_unit_test(test_what_is_not_sound_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
