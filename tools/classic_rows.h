// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CLASSIC_ROWS_H
#define EQUUS_TOOLS_CLASSIC_ROWS_H

#include "models/classic/classic_judge.h"
#include "tools/sound.h"

#include <stdbool.h>
#include <stdint.h>

/// What a classic model makes of a recording, stretch by stretch, and how often random equalisers turn it

enum { CLASSIC_QUADRANTS = 4, CLASSIC_MAX_DRAWS = 1000 };

typedef struct {
  double   span, hop; ///< Seconds
  unsigned draws;     ///< Random equalisers a stretch, 0 to CLASSIC_MAX_DRAWS
  unsigned bands;     ///< Of each: 8, 10, 31 or 96
  double   limit;     ///< dB a band
  uint64_t seed;      ///< A stretch's draws are those of the same number in every other
} ClassicRequest;

typedef struct {
  double         begin, end; ///< Seconds of the recording
  ClassicReading reading;
  unsigned       verdict; ///< See classic_verdict_name()
  unsigned       turned;  ///< Draws after which the verdict is another
  unsigned       lost;    ///< Draws after which a reading that had ground has none
} ClassicRow;

/// Takes a row; false to end
typedef bool (*ClassicRowHandler)(void* handle, const ClassicRow* row);

/// Name of a verdict: a label, of a mood by valence and arousal the quadrant ("+valence +arousal"); constant
const char* classic_verdict_name(const ClassicModel* model, unsigned verdict);

/**
   Read every whole stretch of a recording.

   A stretch is heard by itself, as librosa hears a file.  Wet is made from the stretch by one random equaliser and made
   as loud as dry by one gain (integrated loudness).
   @return EQUUS_ERR_RANGE if the recording is shorter than one stretch, or what treatment_apply() returns, with `error`
*/
EquusStatus classic_rows(const ClassicModel*   model,
                         const Sound*          sound,
                         const ClassicRequest* request,
                         ClassicRowHandler     handler,
                         void*                 handle,
                         EquusError*           error);

#endif // EQUUS_TOOLS_CLASSIC_ROWS_H
