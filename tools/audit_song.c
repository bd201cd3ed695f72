// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_song.h"

#include "models/sha256.h"
#include "tools/loudness.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static EquusStatus
hash_file(const char* const path, char* const text, EquusError* const error)
{
  struct stat about;
  const int   file  = open(path, O_RDONLY | O_CLOEXEC);
  void*       bytes = MAP_FAILED;
  if (file >= 0 && !fstat(file, &about)) {
    bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  }
  const int trouble = errno;
  if (file >= 0) {
    close(file);
  }
  if (bytes == MAP_FAILED) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(trouble));
  }
  sha256_text(bytes, (size_t)about.st_size, text);
  munmap(bytes, (size_t)about.st_size);
  return EQUUS_OK;
}

/// Length of the file, and where in it to begin
static EquusStatus
find_part(const AuditRun* const run, AuditSong* const song, EquusError* const error)
{
  AudioFile* const file = audio_file_open(song->file, 0.0, 0.0, error);
  if (!file) {
    return EQUUS_ERR_IO;
  }
  song->length = (double)audio_file_frames(file) / audio_file_rate(file);
  audio_file_close(file);
  const double spare = run->seconds > 0.0 && song->length > run->seconds ? song->length - run->seconds : 0.0;
  song->start        = isfinite(run->start) ? run->start : floor(0.5 * spare);
  return EQUUS_OK;
}

static EquusStatus
read_sound(const AuditRun* const run, LoadedSong* const loaded, EquusError* const error)
{
  AuditSong* const song   = &loaded->song;
  EquusStatus      status = hash_file(song->file, song->sha256, error);
  status                  = status ? status : find_part(run, song, error);
  status                  = status ? status : sound_read(song->file, song->start, run->seconds, &loaded->sound, error);
  if (status) {
    return status;
  }
  song->rate     = loaded->sound.rate;
  song->channels = loaded->sound.channels;
  song->seconds  = (double)loaded->sound.n / song->rate;
  if (song->rate < 8000.0 || song->rate > 384000.0) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s: has %g samples a second; Equus runs at 8,000 to 384,000 Hz",
                           song->file,
                           song->rate);
  }
  return loudness_of_sound(&loaded->sound, &song->loudness, error);
}

EquusStatus
loaded_song_read(const AuditRun* const   run,
                 const AuditJudge* const judges,
                 const char* const       path,
                 bool (*const stop)(void),
                 LoadedSong* const loaded,
                 EquusError* const error)
{
  *loaded           = (LoadedSong){ .song = { .file = strdup(path) } };
  EquusError  inner = { EQUUS_OK, "" };
  EquusStatus status =
    loaded->song.file ? read_sound(run, loaded, error) : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  for (uint32_t m = 0; !status && m < run->n_models; ++m) {
    const Sound* const sounds[2] = { &loaded->sound, NULL };
    Heard              heard[2];
    status         = ear_hear(judges[m].ear, sounds, heard, stop, &inner);
    loaded->dry[m] = heard[0];
    status         = status ? status : audit_judge_read(&judges[m], &heard[0], &loaded->song.dry[m], &inner);
    if (status) {
      equus_error_set(error, status, "%.200s: %.200s", path, inner.text);
    }
  }
  return status;
}

void
loaded_song_clear(LoadedSong* const loaded)
{
  sound_clear(&loaded->sound);
  audit_song_clear(&loaded->song);
  for (unsigned m = 0; m < AUDIT_MAX_MODELS; ++m) {
    heard_clear(&loaded->dry[m]);
  }
}
