// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SOUND_FILES_H
#define EQUUS_TOOLS_SOUND_FILES_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stdint.h>

/// A sound file that was found or named
typedef struct {
  char*       path; ///< To open it
  const char* name; ///< Below its folder; lies in `path`
  uint64_t    device, node;
} SoundFile;

/**
   Sound files below folders, in the order of their names.

   A sound file is a regular file whose ending is that of a format of sound; links are followed, hidden
   files and folders left out.
*/
typedef struct {
  SoundFile* files;
  uint32_t   n, room;
} SoundFiles;

/**
   Add all sound files below a folder, or one file, whatever its ending.
   @return EQUUS_ERR_IO or EQUUS_ERR_NOT_FOUND with `error` naming what can't be read or holds none
*/
EquusStatus sound_files_add(SoundFiles* files, const char* path, EquusError* error);

void sound_files_clear(SoundFiles* files);

/**
   The file that a table means by `name`: its path from the files' folder or from `beside`, or its name alone
   or without its ending, if only one has that.

   A file that isn't among `files` but lies at the path is added to them.
   @param folder Where a relative name starts, and `beside` where it starts else.
   @return Index into files; -1 with `error` saying that it isn't there or which two it may be.
*/
int64_t sound_files_find(SoundFiles* files,
                         const char* folder,
                         const char* beside,
                         const char* name,
                         EquusError* error);

#endif // EQUUS_TOOLS_SOUND_FILES_H
