// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BLOCK = 4096, MAX_CHANNELS = 8 };

float
sounds_sample(const double rate, const unsigned channel, const uint64_t frame)
{
  const double time  = (double)frame / rate;
  const double pulse = exp(-6.0 * fmod(time, 0.5));
  const double tone  = sin(6.283185307179586 * 220.0 * time) + sin(6.283185307179586 * (330.0 + 7.0 * channel) * time);
  return (float)(0.2 * tone * (0.3 + pulse) + 0.05 * sin(6.283185307179586 * 2500.0 * time) * pulse);
}

/// A sample of one channel at one place
typedef float (*Sample)(double rate, unsigned channel, uint64_t frame);

static void
write_samples(const char* const path,
              const double      rate,
              const unsigned    channels,
              const uint64_t    frames,
              const Sample      sample)
{
  static float block[BLOCK * MAX_CHANNELS];
  SF_INFO      info = { .samplerate = (int)rate, .channels = (int)channels, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  assert_non_null(file);
  for (uint64_t at = 0; at < frames; at += BLOCK) {
    const uint64_t n = frames - at < BLOCK ? frames - at : BLOCK;
    for (uint64_t i = 0; i < n * channels; ++i) {
      block[i] = sample(rate, (unsigned)(i % channels), at + i / channels);
    }
    assert_int_equal(sf_writef_float(file, block, (sf_count_t)n), n);
  }
  assert_int_equal(sf_close(file), 0);
}

void
sounds_write(const char* const path, const double rate, const unsigned channels, const uint64_t frames)
{
  write_samples(path, rate, channels, frames, sounds_sample);
}

/// White noise through three one-pole low-passes side by side, which falls by about 3 dB an octave
static float
noisy_sample(const double rate, const unsigned channel, const uint64_t frame)
{
  static uint32_t seed;
  static double   low, middle;
  seed               = frame || channel ? seed * 1664525U + 1013904223U : 1U;
  const double white = (int32_t)seed / 2147483648.0;
  low                = frame ? low + 0.005 * (white - low) : 0.0;
  middle             = frame ? middle + 0.08 * (white - middle) : 0.0;
  const double pulse = exp(-5.0 * fmod((double)frame / rate, 0.37));
  return sounds_sample(rate, channel, frame) + (float)((0.05 + pulse) * (2.0 * low + 0.35 * middle + 0.06 * white));
}

void
sounds_write_noise(const char* const path, const double rate, const unsigned channels, const uint64_t frames)
{
  write_samples(path, rate, channels, frames, noisy_sample);
}

void
sounds_write_bad(const char* const path,
                 const double      rate,
                 const uint64_t    frames,
                 const uint64_t    bad,
                 const float       value)
{
  SF_INFO info = { .format = 0 };
  sounds_write(path, rate, 1, frames);
  SNDFILE* const file = sf_open(path, SFM_RDWR, &info);
  assert_non_null(file);
  assert_int_equal(sf_seek(file, (sf_count_t)bad, SEEK_SET | SFM_WRITE), bad);
  assert_int_equal(sf_writef_float(file, &value, 1), 1);
  assert_int_equal(sf_close(file), 0);
}

void
sounds_write_text(const char* const path, const char* const text)
{
  FILE* const file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

const char*
sounds_folder(void)
{
  const char* const folder = getenv("EQUUS_TEST_FOLDER");
  assert_non_null(folder);
  mkdir(folder, 0777);
  return folder;
}

const char*
sounds_path(const char* const name)
{
  static char     paths[4][512];
  static unsigned next = 0;
  char* const     path = paths[next++ % 4];
  snprintf(path, sizeof(paths[0]), "%s/%s", sounds_folder(), name);
  return path;
}
