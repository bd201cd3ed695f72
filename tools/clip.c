// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/clip.h"

#include "dsp/resampler.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

enum { CLIP_RATE = 48000, OPUS = SF_FORMAT_OGG | SF_FORMAT_OPUS, FLAC = SF_FORMAT_FLAC | SF_FORMAT_PCM_16 };

static const double loudest = 0.8912509381337456; ///< -1 dB of full scale

/// A file in memory
typedef struct {
  unsigned char* bytes;
  size_t         size, room, at;
} Memory;

static sf_count_t
memory_length(void* const handle)
{
  return (sf_count_t)((const Memory*)handle)->size;
}

static sf_count_t
memory_seek(const sf_count_t offset, const int whence, void* const handle)
{
  Memory* const memory = (Memory*)handle;
  sf_count_t    base   = 0;
  if (whence == SEEK_CUR) {
    base = (sf_count_t)memory->at;
  } else if (whence == SEEK_END) {
    base = (sf_count_t)memory->size;
  }
  memory->at = base + offset > 0 ? (size_t)(base + offset) : 0;
  return (sf_count_t)memory->at;
}

static sf_count_t
memory_read(void* const data, const sf_count_t count, void* const handle)
{
  Memory* const memory = (Memory*)handle;
  const size_t  left   = memory->at < memory->size ? memory->size - memory->at : 0;
  const size_t  n      = (size_t)count < left ? (size_t)count : left;
  if (n) {
    memcpy(data, memory->bytes + memory->at, n);
  }
  memory->at += n;
  return (sf_count_t)n;
}

/// Make room for `end` bytes, those never written being 0
static bool
memory_grow(Memory* const memory, const size_t end)
{
  if (end > memory->room) {
    const size_t         room  = 2 * end + 4096;
    unsigned char* const bytes = (unsigned char*)realloc(memory->bytes, room);
    if (!bytes) {
      return false;
    }
    memset(bytes + memory->room, 0, room - memory->room);
    memory->bytes = bytes;
    memory->room  = room;
  }
  return true;
}

static sf_count_t
memory_write(const void* const data, const sf_count_t count, void* const handle)
{
  Memory* const memory = (Memory*)handle;
  const size_t  end    = memory->at + (size_t)count;
  if (count <= 0 || !memory_grow(memory, end)) {
    return 0;
  }
  memcpy(memory->bytes + memory->at, data, (size_t)count);
  memory->at   = end;
  memory->size = end > memory->size ? end : memory->size;
  return count;
}

static sf_count_t
memory_tell(void* const handle)
{
  return (sf_count_t)((const Memory*)handle)->at;
}

bool
clip_has_opus(void)
{
  const SF_INFO info = { .samplerate = CLIP_RATE, .channels = CLIP_MAX_CHANNELS, .format = OPUS };
  return sf_format_check(&info);
}

/// Frames after resampling
static size_t
frames_out(const ClipSound* const sound)
{
  return (size_t)ceil((double)sound->n * CLIP_RATE / sound->rate);
}

/// Resample one channel into every n_channels-th sample of `out` [frames][n_channels]
static EquusStatus
resample(const ClipSound* const sound, const unsigned channel, float* const out, const size_t frames)
{
  enum { BLOCK = 4096 };
  static const float zeros[BLOCK] = { 0.0F };
  Resampler* const   resampler    = resampler_new(sound->rate, CLIP_RATE);
  const uint32_t     room         = resampler ? resampler_max_output(resampler, BLOCK) : 0;
  float* const       block        = (float*)calloc(room ? room : 1, sizeof(float));
  const EquusStatus  status       = resampler && block ? EQUUS_OK : EQUUS_ERR_MEMORY;
  size_t             done         = 0;
  for (size_t at = 0; !status && done < frames; at += BLOCK) {
    const size_t       left = at < sound->n ? sound->n - at : BLOCK;
    const uint32_t     take = left < BLOCK ? (uint32_t)left : BLOCK;
    const float* const in   = at < sound->n ? sound->channels[channel] + at : zeros;
    const uint32_t     n    = resampler_process(resampler, in, take, block);
    for (uint32_t i = 0; i < n && done < frames; ++i) {
      out[done++ * sound->n_channels + channel] = fmaxf(-1.0F, fminf(1.0F, block[i]));
    }
  }
  free(block);
  resampler_free(resampler);
  return status;
}

static EquusStatus
write_sound(Memory* const      memory,
            const float* const frames,
            const size_t       n,
            const unsigned     channels,
            const int          format,
            EquusError* const  error)
{
  SF_VIRTUAL_IO  io   = { memory_length, memory_seek, memory_read, memory_write, memory_tell };
  SF_INFO        info = { .samplerate = CLIP_RATE, .channels = (int)channels, .format = format };
  SNDFILE* const file = sf_open_virtual(&io, SFM_WRITE, &info, memory);
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "a sound clip can't be encoded: %s", sf_strerror(NULL));
  }
  const sf_count_t wrote  = sf_writef_float(file, frames, (sf_count_t)n);
  const int        failed = sf_close(file);
  return wrote == (sf_count_t)n && !failed
           ? EQUUS_OK
           : equus_error_set(error, EQUUS_ERR_IO, "a sound clip can't be encoded: libsndfile gave up");
}

EquusStatus
clip_encode(const ClipSound* const sound, Clip* const clip, EquusError* const error)
{
  *clip = (Clip){ NULL, 0, NULL };
  if (!sound->n || !sound->n_channels || sound->n_channels > CLIP_MAX_CHANNELS || !(sound->rate >= 1e3) ||
      sound->rate > 1e6) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "a sound clip has nothing to hear");
  }
  const size_t frames = frames_out(sound);
  const bool   opus   = clip_has_opus();
  float* const mixed  = (float*)calloc(frames * sound->n_channels, sizeof(float));
  Memory       memory = { NULL, 0, 0, 0 };
  EquusStatus  status = EQUUS_OK;
  if (!mixed) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (unsigned c = 0; !status && c < sound->n_channels; ++c) {
    status = resample(sound, c, mixed, frames);
    status = status ? equus_error_set(error, status, "out of memory") : status;
  }
  status = status ? status : write_sound(&memory, mixed, frames, sound->n_channels, opus ? OPUS : FLAC, error);
  if (status) {
    free(memory.bytes);
  } else {
    *clip = (Clip){ memory.bytes, memory.size, opus ? "audio/ogg; codecs=opus" : "audio/flac" };
  }
  free(mixed);
  return status;
}

void
clip_clear(Clip* const clip)
{
  free(clip->bytes);
  *clip = (Clip){ NULL, 0, NULL };
}

double
clip_headroom(const ClipSound* const sounds, const unsigned n)
{
  double peak = 0.0;
  for (unsigned s = 0; s < n; ++s) {
    for (unsigned c = 0; c < sounds[s].n_channels; ++c) {
      for (size_t i = 0; i < sounds[s].n; ++i) {
        peak = fmax(peak, fabs((double)sounds[s].channels[c][i]));
      }
    }
  }
  return peak > loudest ? loudest / peak : 1.0;
}
