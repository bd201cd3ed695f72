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

void
sounds_write(const char* const path, const double rate, const unsigned channels, const uint64_t frames)
{
  static float block[BLOCK * MAX_CHANNELS];
  SF_INFO      info = { .samplerate = (int)rate, .channels = (int)channels, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  assert_non_null(file);
  for (uint64_t at = 0; at < frames; at += BLOCK) {
    const uint64_t n = frames - at < BLOCK ? frames - at : BLOCK;
    for (uint64_t i = 0; i < n * channels; ++i) {
      block[i] = sounds_sample(rate, (unsigned)(i % channels), at + i / channels);
    }
    assert_int_equal(sf_writef_float(file, block, (sf_count_t)n), n);
  }
  assert_int_equal(sf_close(file), 0);
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
