// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/frontend.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/// What is known of a frame beside its values
typedef struct {
  float maximum;
  bool  silent;
} FrameNote;

struct Frontend {
  FrontendSettings settings;
  Stft*            stft;
  Mel*             mel;
  uint32_t         capacity; ///< Frames kept
  float*           history;  ///< [capacity][bands], frame t at t mod capacity
  FrameNote*       notes;    ///< [capacity]
  uint64_t         position; ///< Samples since reset
  uint64_t         frames;   ///< Complete since reset
  uint32_t         zeros;    ///< Samples of exactly 0 up to now, counted up to `reach`
  uint32_t         reach;    ///< Samples that a frame depends on
};

_Static_assert(sizeof(StftSettings) == 16, "stfts_agree() compares all settings");
_Static_assert(sizeof(MelSettings) == 40, "mels_agree() compares all settings");
_Static_assert(sizeof(FrontendSettings) == 96, "frontend_settings_agree() compares all settings");

static bool
stfts_agree(const StftSettings* const a, const StftSettings* const b)
{
  return a->fft_size == b->fft_size && a->window_length == b->window_length && a->hop == b->hop &&
         a->centred == b->centred && a->power == b->power && a->symmetric == b->symmetric;
}

static bool
mels_agree(const MelSettings* const a, const MelSettings* const b)
{
  return a->rate == b->rate && a->fft_size == b->fft_size && a->bands == b->bands && a->low == b->low &&
         a->high == b->high && a->scale == b->scale && a->area_norm == b->area_norm && a->warped == b->warped;
}

bool
frontend_settings_agree(const FrontendSettings* const a, const FrontendSettings* const b)
{
  return a->rate == b->rate && stfts_agree(&a->stft, &b->stft) && mels_agree(&a->mel, &b->mel) && a->log == b->log &&
         a->log_scale == b->log_scale && a->log_floor == b->log_floor && a->log_top_db == b->log_top_db &&
         a->log_offset == b->log_offset && a->frames == b->frames && a->window_samples == b->window_samples &&
         a->mel_major == b->mel_major;
}

Frontend*
frontend_new(const FrontendSettings* const settings, const uint32_t spare)
{
  Frontend* const frontend = calloc(1, sizeof(Frontend));
  if (!frontend) {
    return NULL;
  }
  const size_t capacity = (size_t)settings->frames + spare;
  frontend->settings    = *settings;
  frontend->capacity    = (uint32_t)capacity;
  frontend->reach       = settings->stft.centred ? settings->stft.fft_size : settings->stft.window_length;
  frontend->stft        = stft_new(&settings->stft);
  frontend->mel         = mel_new(&settings->mel);
  frontend->history     = calloc(capacity * settings->mel.bands, sizeof(float));
  frontend->notes       = calloc(capacity, sizeof(FrameNote));
  if (!frontend->stft || !frontend->mel || !frontend->history || !frontend->notes) {
    frontend_free(frontend);
    return NULL;
  }
  frontend_reset(frontend);
  return frontend;
}

void
frontend_free(Frontend* const frontend)
{
  if (frontend) {
    stft_free(frontend->stft);
    mel_free(frontend->mel);
    free(frontend->history);
    free(frontend->notes);
    free(frontend);
  }
}

void
frontend_reset(Frontend* const frontend)
{
  stft_reset(frontend->stft);
  frontend->position = 0;
  frontend->frames   = 0;
  frontend->zeros    = frontend->reach; // Before the first sample is silence
}

uint64_t
frontend_position(const Frontend* const frontend)
{
  return frontend->position;
}

uint32_t
frontend_needed(const Frontend* const frontend)
{
  return stft_needed(frontend->stft);
}

/// Log form of a mel power, in single precision as NumPy computes it
static float
log_of(const FrontendSettings* const settings, const float x)
{
  switch (settings->log) {
  case LOG10_ONE_PLUS:
    return log10f(1.0f + settings->log_scale * x);
  case LOG_DECIBEL:
    return 10.0f * log10f(x > settings->log_floor ? x : settings->log_floor);
  case LOG_NATURAL:
    return logf(x + settings->log_offset);
  case LOG_NONE:
    break;
  }
  return x;
}

/// Apply the log form in place and find the largest value; overflow and NaN count as a power of 200 dB
static float
compress(const FrontendSettings* const settings, float* const frame)
{
  float maximum = -FLT_MAX;
  for (uint32_t b = 0; b < settings->mel.bands; ++b) {
    const float value = log_of(settings, frame[b]);
    frame[b]          = value <= FLT_MAX ? value : log_of(settings, 1e20f);
    maximum           = frame[b] > maximum ? frame[b] : maximum;
  }
  return maximum;
}

static void
count_zeros(Frontend* const frontend, const float* const in, const uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    const uint32_t more = frontend->zeros < frontend->reach ? frontend->zeros + 1 : frontend->reach;
    frontend->zeros     = in[i] == 0 ? more : 0;
  }
}

void
frontend_push(Frontend* const frontend, const float* const in, const uint32_t n)
{
  count_zeros(frontend, in, n);
  frontend->position += n;
  const float* const spectrum = stft_push(frontend->stft, in, n);
  if (!spectrum) {
    return;
  }

  const size_t slot  = frontend->frames % frontend->capacity;
  float* const frame = frontend->history + slot * frontend->settings.mel.bands;
  mel_apply(frontend->mel, spectrum, frame);
  frontend->notes[slot].maximum = compress(&frontend->settings, frame);
  frontend->notes[slot].silent  = frontend->zeros == frontend->reach;
  ++frontend->frames;
}

uint64_t
frontend_frames(const Frontend* const frontend)
{
  return frontend->frames;
}

const float*
frontend_frame(const Frontend* const frontend, const uint64_t index)
{
  return frontend->history + index % frontend->capacity * frontend->settings.mel.bands;
}

uint64_t
frontend_frame_due(const FrontendSettings* const settings, const uint64_t index)
{
  return index * settings->stft.hop +
         (settings->stft.centred ? settings->stft.fft_size / 2 : settings->stft.window_length);
}

uint64_t
frontend_window_due(const FrontendSettings* const settings, const uint64_t first)
{
  return first * settings->stft.hop + settings->window_samples;
}

bool
frontend_frame_is_silent(const Frontend* const frontend, const uint64_t index)
{
  return frontend->notes[index % frontend->capacity].silent;
}

/// Smallest value that the window starting at `start` may hold
static float
window_floor(const Frontend* const frontend, const uint64_t start)
{
  const FrontendSettings* const settings = &frontend->settings;
  if (settings->log != LOG_DECIBEL || settings->log_top_db <= 0) {
    return -FLT_MAX;
  }

  float  maximum = -FLT_MAX;
  size_t slot    = start % frontend->capacity;
  for (uint32_t f = 0; f < settings->frames; ++f) {
    const float m = frontend->notes[slot].maximum;
    maximum       = m > maximum ? m : maximum;
    slot          = slot + 1 < frontend->capacity ? slot + 1 : 0;
  }
  return maximum - settings->log_top_db;
}

void
frontend_gather(const Frontend* const frontend,
                const uint64_t        start,
                const uint32_t        first,
                const uint32_t        n,
                float* const          input)
{
  const FrontendSettings* const settings = &frontend->settings;
  const float                   floor    = window_floor(frontend, start);
  const size_t                  bands    = settings->mel.bands;
  const size_t                  along    = settings->mel_major ? settings->frames : 1; // Steps from band to band
  const size_t                  across   = settings->mel_major ? 1 : bands;            // and from frame to frame
  for (uint32_t f = first; f < first + n; ++f) {
    const float* const frame = frontend_frame(frontend, start + f);
    float* const       to    = input + f * across;
    for (size_t b = 0; b < bands; ++b) {
      to[b * along] = frame[b] > floor ? frame[b] : floor;
    }
  }
}
