// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a clip decodes to the sound that went in, at its length and level, from any rate, and stays small.

#include "tests/tools/sounds.h"
#include "tools/clip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 3, DECODED_RATE = 48000 };

typedef struct {
  float*       channels[CLIP_MAX_CHANNELS];
  const float* borrowed[CLIP_MAX_CHANNELS];
  ClipSound    sound;
} Chord;

/// The chord that sounds.h knows, as loud as `gain` says
static Chord*
chord_new(const double rate, const unsigned n_channels, const float gain)
{
  Chord* const chord = (Chord*)calloc(1, sizeof(Chord));
  const size_t n     = (size_t)(SECONDS * rate);
  assert_non_null(chord);
  for (unsigned c = 0; c < n_channels; ++c) {
    chord->channels[c] = (float*)calloc(n, sizeof(float));
    assert_non_null(chord->channels[c]);
    for (size_t i = 0; i < n; ++i) {
      chord->channels[c][i] = gain * sounds_sample(rate, c, i);
    }
    chord->borrowed[c] = chord->channels[c];
  }
  chord->sound = (ClipSound){ chord->borrowed, n_channels, n, rate };
  return chord;
}

static void
chord_free(Chord* const chord)
{
  free(chord->channels[0]);
  free(chord->channels[1]);
  free(chord);
}

/// Samples of a clip, interleaved; to be freed
static float*
decode(const Clip* const clip, SF_INFO* const info)
{
  FILE* const file = fopen(sounds_path("clip"), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(clip->bytes, 1, clip->size, file), clip->size);
  assert_int_equal(fclose(file), 0);
  *info               = (SF_INFO){ .format = 0 };
  SNDFILE* const read = sf_open(sounds_path("clip"), SFM_READ, info);
  assert_non_null(read);
  float* const samples = (float*)calloc((size_t)info->frames * (size_t)info->channels, sizeof(float));
  assert_non_null(samples);
  assert_int_equal(sf_readf_float(read, samples, info->frames), info->frames);
  assert_int_equal(sf_close(read), 0);
  return samples;
}

/// Power of what differs from the chord, against the chord's own, dB; the first and last tenth left out
static double
error_decibels(const float* const samples, const unsigned channel, const unsigned n_channels)
{
  double error = 0.0;
  double power = 0.0;
  for (size_t i = DECODED_RATE / 10; i < (size_t)DECODED_RATE * SECONDS - DECODED_RATE / 10; ++i) {
    const double wanted = (double)sounds_sample(DECODED_RATE, channel, i);
    const double got    = (double)samples[i * n_channels + channel];
    error += (got - wanted) * (got - wanted);
    power += wanted * wanted;
  }
  return 10.0 * log10(error / power);
}

static void
check_round_trip(const double rate, const unsigned n_channels)
{
  Chord* const chord = chord_new(rate, n_channels, 1.0F);
  Clip         clip;
  SF_INFO      info;
  EquusError   error;
  assert_int_equal(clip_encode(&chord->sound, &clip, &error), EQUUS_OK);
  float* const samples = decode(&clip, &info);
  assert_int_equal(info.samplerate, DECODED_RATE);
  assert_int_equal(info.channels, n_channels);
  assert_int_equal(info.frames, DECODED_RATE * SECONDS);
  for (unsigned c = 0; c < n_channels; ++c) {
    assert_true(error_decibels(samples, c, n_channels) < -20.0);
  }
  if (clip_has_opus()) {
    assert_string_equal(clip.type, "audio/ogg; codecs=opus");
    assert_true(clip.size < (size_t)SECONDS * 24000);
  } else {
    assert_string_equal(clip.type, "audio/flac");
  }
  free(samples);
  clip_clear(&clip);
  assert_null(clip.bytes);
  chord_free(chord);
}

static void
test_clips_decode_to_what_went_in(void** state)
{
  (void)state;
  check_round_trip(48000.0, 2);
  check_round_trip(44100.0, 2);
  check_round_trip(22050.0, 1);
  check_round_trip(96000.0, 1);
}

static void
test_the_loudest_sample_gets_one_decibel_of_room(void** state)
{
  (void)state;
  float              loud[]  = { 0.5F, -2.0F };
  float              quiet[] = { 0.25F, -0.25F };
  const float* const a[]     = { loud };
  const float* const b[]     = { quiet };
  const ClipSound    both[]  = { { b, 1, 2, 48000.0 }, { a, 1, 2, 48000.0 } };
  assert_true(fabs(clip_headroom(both, 2) * 2.0 - pow(10.0, -0.05)) < 1e-12);
  assert_true(clip_headroom(both, 1) >= 1.0 && clip_headroom(both, 1) <= 1.0);
}

static void
test_nothing_to_hear_is_an_error(void** state)
{
  (void)state;
  const float        zero[1] = { 0.0F };
  const float* const mono[]  = { zero };
  const ClipSound    bad[]   = {
         { mono, 1, 0, 48000.0 }, { mono, 0, 1, 48000.0 }, { mono, 3, 1, 48000.0 }, { mono, 1, 1, 0.0 }, { mono, 1, 1, NAN }
  };
  for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    Clip       clip;
    EquusError error;
    assert_int_equal(clip_encode(&bad[i], &clip, &error), EQUUS_ERR_RANGE);
    assert_null(clip.bytes);
    assert_non_null(strstr(error.text, "clip"));
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_clips_decode_to_what_went_in),
    cmocka_unit_test(test_the_loudest_sample_gets_one_decibel_of_room),
    cmocka_unit_test(test_nothing_to_hear_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
