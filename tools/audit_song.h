// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_SONG_H
#define EQUUS_TOOLS_AUDIT_SONG_H

#include "tools/audit_judge.h"

/// A song of an audit in memory, with all that was heard in it untouched
typedef struct {
  Sound     sound;
  AuditSong song;
  Heard     dry[AUDIT_MAX_MODELS]; ///< [n_models] of the run
} LoadedSong;

/**
   Read the part of a file that the run hears, hash the file, measure it and let all models hear it.

   @param judges [n_models] of the run
   @param stop As for ear_hear()
   @param loaded Overwritten; free with loaded_song_clear() in any case
   @return A status with `error` naming the file
*/
EquusStatus loaded_song_read(const AuditRun*   run,
                             const AuditJudge* judges,
                             const char*       path,
                             bool (*stop)(void),
                             LoadedSong* loaded,
                             EquusError* error);

void loaded_song_clear(LoadedSong* loaded);

#endif // EQUUS_TOOLS_AUDIT_SONG_H
