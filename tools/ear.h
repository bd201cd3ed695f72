// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_EAR_H
#define EQUUS_TOOLS_EAR_H

#include "plugin/places.h"
#include "plugin/verdict.h"
#include "tools/bundle.h"
#include "tools/sound.h"

/**
   One model that listens, through the plug-in with its equaliser flat, to sounds in memory.

   Windows stand back to back, those of models for moods alone overlap by half, as in `equus hans`.  Several threads may
   hear with one.
*/
typedef struct Ear Ear;

struct Ear {
  Bundle*            bundle; ///< Of its own, so that each ear may have a model of the user's
  Sidecar*           sidecar;
  Sidecar            published; ///< The side-car for values that are on the published scale already
  const SidecarMood* mood;      ///< Which of its moods is read; NULL for none
  Place              place;
  uint32_t           hop; ///< Frames
  float              parameters[PARAM_COUNT];
  struct EarPool*    pool; ///< Instances of the plug-in that wait for the next sound
};

/// Every window of a sound
typedef struct {
  uint32_t n;
  float*   values; ///< [n][labels], published scale; owned
} Heard;

/**
   @param model Name of a model of the plug-in or of the user's own, or path of its file.
   @param mood One of the model's moods; NULL, or one that it hasn't got, for its first.
   @return NULL with `error` listing the models, or what loading gave.  Free with ear_close().
*/
Ear* ear_open(const char* model, const char* mood, EquusError* error);

void ear_close(Ear* ear);

/**
   Hear two sounds of one rate, channel count and length at once, one on each tap.

   @param sounds The second may be NULL.
   @param heard Overwritten; free each with heard_clear().
   @param stop Looked at every block; true ends it with EQUUS_ERR_IO.  May be NULL.
   @return EQUUS_ERR_RANGE for a sound that is shorter than a window, with the length needed; EQUUS_ERR_HOST
*/
EquusStatus ear_hear(const Ear*         ear,
                     const Sound* const sounds[2],
                     Heard              heard[2],
                     bool (*stop)(void),
                     EquusError* error);

void heard_clear(Heard* heard);

/// Values of a window [labels]
const float* heard_window(const Ear* ear, const Heard* heard, uint32_t window);

/// Where values on the published scale lie on the plane; both NAN without a mood
void ear_plane(const Ear* ear, const float* values, double* valence, double* arousal);

#endif // EQUUS_TOOLS_EAR_H
