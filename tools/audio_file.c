// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audio_file.h"

#include <math.h>
#include <pthread.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_READ = 65536 };

static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER; ///< libsndfile writes to globals when it opens a file

struct AudioFile {
  char*    path;
  SNDFILE* file;
  SF_INFO  info;
  unsigned channels;
  uint64_t frames;   ///< Of the part, 0 if not known
  uint64_t left;     ///< Frames that may still be read
  uint64_t position; ///< Of the next frame in the file
  float*   interleaved;
};

static EquusStatus
refuse(AudioFile* const file, EquusError* const error, const EquusStatus status, const char* const why)
{
  return equus_error_set(error, status, "%s: %s", file->path, why);
}

/// Say what is wrong with a path before libsndfile says it in fewer words
static EquusStatus
check_path(AudioFile* const file, EquusError* const error)
{
  struct stat about;
  if (stat(file->path, &about)) {
    return refuse(file, error, EQUUS_ERR_IO, "no such file, or not readable");
  }
  if (S_ISDIR(about.st_mode)) {
    return refuse(file, error, EQUUS_ERR_IO, "is a folder, not a sound file");
  }
  if (S_ISREG(about.st_mode) && !about.st_size) {
    return refuse(file, error, EQUUS_ERR_FORMAT, "is empty");
  }
  return EQUUS_OK;
}

static EquusStatus
open_sound(AudioFile* const file, EquusError* const error)
{
  pthread_mutex_lock(&opening);
  file->file = sf_open(file->path, SFM_READ, &file->info);
  pthread_mutex_unlock(&opening);
  if (!file->file) {
    const bool io = sf_error(NULL) == SF_ERR_SYSTEM;
    return equus_error_set(
      error, io ? EQUUS_ERR_IO : EQUUS_ERR_FORMAT, "%s: can't be read as sound (%s)", file->path, sf_strerror(NULL));
  }
  file->channels    = file->info.channels == 2 ? 2 : 1;
  file->interleaved = (float*)malloc((size_t)MAX_READ * (size_t)file->info.channels * sizeof(*file->interleaved));
  return file->interleaved ? EQUUS_OK : refuse(file, error, EQUUS_ERR_MEMORY, "out of memory");
}

/// Read and drop frames where the file can't seek
static bool
skip(AudioFile* const file, const sf_count_t frames)
{
  if (file->info.seekable) {
    return sf_seek(file->file, frames, SEEK_SET) == frames;
  }
  for (sf_count_t left = frames; left;) {
    const sf_count_t got = sf_readf_float(file->file, file->interleaved, left < MAX_READ ? left : MAX_READ);
    if (got <= 0) {
      return false;
    }
    left -= got;
  }
  return true;
}

static EquusStatus
choose_part(AudioFile* const file, const double start, const double seconds, EquusError* const error)
{
  const double     rate  = (double)file->info.samplerate;
  const sf_count_t first = (sf_count_t)llround(start * rate);
  const bool       known = file->info.frames > 0 && file->info.frames < SF_COUNT_MAX;
  if (known && first >= file->info.frames) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s: is %.3f s long and can't be started at %g s",
                           file->path,
                           (double)file->info.frames / rate,
                           start);
  }
  if (first && !skip(file, first)) {
    return refuse(file, error, EQUUS_ERR_IO, "can't be read from that time on");
  }
  const uint64_t rest = known ? (uint64_t)(file->info.frames - first) : 0;
  const uint64_t most = seconds > 0.0 ? (uint64_t)llround(seconds * rate) : UINT64_MAX;
  file->frames        = rest < most ? rest : most;
  file->left          = most;
  file->position      = (uint64_t)first;
  return EQUUS_OK;
}

AudioFile*
audio_file_open(const char* const path, const double start, const double seconds, EquusError* const error)
{
  AudioFile* const file = (AudioFile*)calloc(1, sizeof(*file));
  if (!file || !(file->path = strdup(path))) {
    free(file);
    equus_error_set(error, EQUUS_ERR_MEMORY, "%s: out of memory", path);
    return NULL;
  }
  if (check_path(file, error) || open_sound(file, error) || choose_part(file, start, seconds, error)) {
    audio_file_close(file);
    return NULL;
  }
  return file;
}

void
audio_file_close(AudioFile* const file)
{
  if (file) {
    if (file->file) {
      sf_close(file->file);
    }
    free(file->interleaved);
    free(file->path);
    free(file);
  }
}

double
audio_file_rate(const AudioFile* const file)
{
  return (double)file->info.samplerate;
}

unsigned
audio_file_channels(const AudioFile* const file)
{
  return file->channels;
}

unsigned
audio_file_source_channels(const AudioFile* const file)
{
  return (unsigned)file->info.channels;
}

uint64_t
audio_file_frames(const AudioFile* const file)
{
  return file->frames;
}

static void
split(const AudioFile* const file, float* const* const out, const uint32_t n)
{
  const unsigned sources = (unsigned)file->info.channels;
  const float*   frame   = file->interleaved;
  for (uint32_t i = 0; i < n; ++i, frame += sources) {
    if (sources <= AUDIO_FILE_MAX_CHANNELS) {
      for (unsigned c = 0; c < sources; ++c) {
        out[c][i] = frame[c];
      }
    } else {
      double sum = 0.0;
      for (unsigned c = 0; c < sources; ++c) {
        sum += (double)frame[c];
      }
      out[0][i] = (float)(sum / sources);
    }
  }
}

/// Index of the first frame of the last read with a sample that is infinite or not a number, or `n`
static uint32_t
first_bad_frame(const AudioFile* const file, const uint32_t n)
{
  const uint32_t sources = (uint32_t)file->info.channels;
  for (uint32_t i = 0; i < n * sources; ++i) {
    if (!isfinite(file->interleaved[i])) {
      return i / sources;
    }
  }
  return n;
}

EquusStatus
audio_file_read(AudioFile* const    file,
                float* const* const out,
                const uint32_t      n,
                uint32_t* const     got,
                EquusError* const   error)
{
  const uint32_t   wanted = n < MAX_READ ? n : MAX_READ;
  const sf_count_t most   = file->left < wanted ? (sf_count_t)file->left : (sf_count_t)wanted;
  const sf_count_t read   = sf_readf_float(file->file, file->interleaved, most);
  *got                    = read > 0 ? (uint32_t)read : 0;
  const uint32_t bad      = first_bad_frame(file, *got);
  if (bad < *got) {
    const double time = (double)(file->position + bad) / (double)file->info.samplerate;
    return equus_error_set(
      error, EQUUS_ERR_FORMAT, "%s: has a sample that is infinite or not a number at %.4f s", file->path, time);
  }
  file->left -= *got;
  file->position += *got;
  split(file, out, *got);
  if (*got < (uint32_t)most && sf_error(file->file)) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", file->path, sf_strerror(file->file));
  }
  return EQUUS_OK;
}
