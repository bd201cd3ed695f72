// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The front end's log-mel frames are those of the Python originals, the same
// bits for every block size, complete at the sample it says, and always finite.

#include "models/frontend.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Sidecar*
load(const char* const name)
{
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/%s.json", networks_bundled(), name);
  Sidecar* const sidecar = sidecar_load(path, NULL);
  assert_non_null(sidecar);
  return sidecar;
}

/// Push `n` samples in blocks of at most `block`
static void
push_all(Frontend* const frontend, const float* const in, const size_t n, const uint32_t block)
{
  for (size_t at = 0; at < n;) {
    uint32_t step = frontend_needed(frontend);
    step          = step < block ? step : block;
    step          = step < n - at ? step : (uint32_t)(n - at);
    frontend_push(frontend, in + at, step);
    at += step;
  }
}

static void
musicnn_frames_are_those_of_librosa(void** const state)
{
  (void)state;
  Sidecar* const  sidecar  = load("MSD_musicnn");
  Npy* const      music    = npy_reference("16k/music");
  Npy* const      expected = npy_reference("mel/musicnn_log_mel");
  Frontend* const frontend = frontend_new(&sidecar->frontend, 1000);
  push_all(frontend, music->values, music->size, 1000);
  const float tail[256] = { 0 };
  push_all(frontend, tail, 256, 256);
  const size_t frames = expected->shape[0], bands = expected->shape[1];
  assert_true(frontend_frames(frontend) >= frames);
  double most = 0;
  for (size_t f = 0; f < frames; ++f) {
    const Npy row = { 1, { bands }, bands, expected->values + f * bands };
    most          = fmax(most, npy_difference(&row, frontend_frame(frontend, f), 1));
  }
  print_message("largest difference of log10(1 + 10000 x): %g\n", most);
  assert_true(most < 1e-4);
  frontend_free(frontend);
  npy_free(expected);
  npy_free(music);
  sidecar_free(sidecar);
}

static void
vibenet_windows_are_those_of_its_package(void** const state)
{
  (void)state;
  Sidecar* const  sidecar  = load("vibenet");
  Npy* const      music    = npy_reference("16k/music");
  Npy* const      expected = npy_reference("mel/vibenet_mel");
  Frontend* const frontend = frontend_new(&sidecar->frontend, 4);
  push_all(frontend, music->values, sidecar->frontend.window_samples, 64);
  assert_int_equal(frontend_frames(frontend), sidecar->frontend.frames);

  float* const input = calloc(expected->size, sizeof(float));
  for (uint32_t f = 0; f < 499; f += 20) { // In pieces: the floor is that of the whole window
    frontend_gather(frontend, 0, f, f + 20 < 499 ? 20 : 499 - f, input);
  }
  const double most = npy_difference(expected, input, 1);
  print_message("largest difference in dB: %g\n", most);
  assert_true(most < 2e-3);
  free(input);
  frontend_free(frontend);
  npy_free(expected);
  npy_free(music);
  sidecar_free(sidecar);
}

static void
frames_are_complete_where_they_say_and_the_same_for_every_block(void** const state)
{
  static const char* const names[] = { "MSD_musicnn", "vibenet" };
  (void)state;
  Npy* const music = npy_reference("16k/music");
  for (size_t i = 0; i < 2; ++i) {
    Sidecar* const                sidecar  = load(names[i]);
    const FrontendSettings* const settings = &sidecar->frontend;
    Frontend* const               single   = frontend_new(settings, 1);
    Frontend* const               blocks   = frontend_new(settings, 1);
    for (size_t n = 0; n < 8000; ++n) {
      frontend_push(single, music->values + n, 1);
      const uint64_t frames = frontend_frames(single);
      assert_true(n + 1 < frontend_frame_due(settings, frames));
      assert_true(!frames || n + 1 >= frontend_frame_due(settings, frames - 1));
    }
    push_all(blocks, music->values, 8000, 4096);
    assert_int_equal(frontend_frames(single), frontend_frames(blocks));
    for (uint64_t f = 0; f < frontend_frames(single); ++f) {
      assert_memory_equal(frontend_frame(single, f), frontend_frame(blocks, f), settings->mel.bands * sizeof(float));
    }
    frontend_free(single);
    frontend_free(blocks);
    sidecar_free(sidecar);
  }
  npy_free(music);
}

static void
silence_is_told_to_the_sample(void** const state)
{
  (void)state;
  Sidecar* const  sidecar  = load("MSD_musicnn");
  Frontend* const frontend = frontend_new(&sidecar->frontend, 10);
  float           in[4096] = { 0 };
  in[1000]                 = 1e-30f; // Frames 2 (up to sample 767) and 6 (from sample 1280) don't see it
  in[2000]                 = -0.0f;
  push_all(frontend, in, 4096, 100);
  for (uint64_t f = 0; f < frontend_frames(frontend); ++f) {
    const int64_t first = (int64_t)f * 256 - 256;
    assert_int_equal(frontend_frame_is_silent(frontend, f), first > 1000 || first + 512 <= 1000);
  }

  // Reset forgets the sound
  in[1000] = 0;
  push_all(frontend, in + 999, 1, 1);
  frontend_reset(frontend);
  push_all(frontend, in, 300, 100);
  assert_int_equal(frontend_frames(frontend), 1);
  assert_true(frontend_frame_is_silent(frontend, 0));
  frontend_free(frontend);
  sidecar_free(sidecar);
}

static void
each_log_form_stays_finite_on_bad_samples(void** const state)
{
  (void)state;
  const float      bad[]   = { NAN, INFINITY, -INFINITY, 1e30f, 1e-42f, 0.0f };
  Sidecar* const   sidecar = load("MSD_musicnn");
  FrontendSettings s       = sidecar->frontend;
  s.log_floor              = 1e-10f;
  s.log_offset             = 1e-6f;
  for (int form = LOG_NONE; form <= LOG_NATURAL; ++form) {
    s.log                    = (LogForm)form;
    Frontend* const frontend = frontend_new(&s, 100);
    for (size_t n = 0; n < 60000; ++n) {
      frontend_push(frontend, &bad[n / 7 % 6], 1);
    }
    for (uint64_t f = frontend_frames(frontend) - 200; f < frontend_frames(frontend); ++f) {
      for (uint32_t b = 0; b < s.mel.bands; ++b) {
        assert_true(isfinite(frontend_frame(frontend, f)[b]));
      }
    }
    frontend_free(frontend);
  }
  sidecar_free(sidecar);
}

static void
forms_and_axes_are_what_they_are_called(void** const state)
{
  (void)state;
  Sidecar* const   sidecar  = load("MSD_musicnn");
  FrontendSettings s        = sidecar->frontend;
  Npy* const       music    = npy_reference("16k/music");
  s.log                     = LOG_NONE;
  s.frames                  = 5;
  Frontend* const plain     = frontend_new(&s, 0);
  s.log                     = LOG_NATURAL;
  s.log_offset              = 1e-3f;
  s.mel_major               = true;
  Frontend* const natural   = frontend_new(&s, 0);
  float           in[5][96] = { { 0 } }, turned[96][5] = { { 0 } };
  push_all(plain, music->values, 1300, 64);
  push_all(natural, music->values, 1300, 64);
  frontend_gather(plain, 0, 0, 5, &in[0][0]);
  frontend_gather(natural, 0, 0, 5, &turned[0][0]);
  for (uint32_t f = 0; f < 5; ++f) {
    for (uint32_t b = 0; b < 96; ++b) {
      assert_true(fabs(log((double)in[f][b] + 1e-3) - (double)turned[b][f]) < 1e-5);
    }
  }
  frontend_free(natural);
  frontend_free(plain);
  npy_free(music);
  sidecar_free(sidecar);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(musicnn_frames_are_those_of_librosa),
    cmocka_unit_test(vibenet_windows_are_those_of_its_package),
    cmocka_unit_test(frames_are_complete_where_they_say_and_the_same_for_every_block),
    cmocka_unit_test(silence_is_told_to_the_sample),
    cmocka_unit_test(each_log_form_stays_finite_on_bad_samples),
    cmocka_unit_test(forms_and_axes_are_what_they_are_called),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
