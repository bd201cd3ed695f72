// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_LOUDNESS_H
#define EQUUS_TOOLS_LOUDNESS_H

#include "tools/player.h"

/// Integrated loudness in LUFS (ITU-R BS.1770 by libebur128), -HUGE_VAL for silence
typedef struct {
  double dry, wet;
} Loudness;

/**
   Play a file through the plug-in without models and measure it before and after.
   @param settings As for the trial; models and level match are turned off here.
*/
EquusStatus loudness_measure(Bundle* bundle, const PlayerSettings* settings, Loudness* loudness, EquusError* error);

/// Integrated loudness of a recording in LUFS, -HUGE_VAL for silence; EQUUS_ERR_MEMORY
EquusStatus loudness_of_sound(const Sound* sound, double* lufs, EquusError* error);

#endif // EQUUS_TOOLS_LOUDNESS_H
