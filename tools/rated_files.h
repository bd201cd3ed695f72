// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_RATED_FILES_H
#define EQUUS_TOOLS_RATED_FILES_H

#include "tools/sound_files.h"
#include "tools/truth.h"

/// Sound files of a folder, each with what a table says of it

typedef struct {
  const TruthRow* truth; ///< Borrowed from the table's truth
  const char*     path;  ///< Borrowed from `found`
} RatedFile;

typedef struct {
  SoundFiles found; ///< In the folder or named by the table
  RatedFile* files; ///< [n], in the order of the table
  uint32_t   n;
  uint32_t   missing; ///< Files of the table that aren't there, each complained of
} RatedFiles;

/**
   Find each file of a table; complain on standard error of those that are missing and count those that have no row.

   @param csv Where `truth` was read.
   @return EQUUS_ERR_IO, EQUUS_ERR_NOT_FOUND or EQUUS_ERR_FORMAT with `error` where there is nothing to go on with.
   Free with rated_files_clear() in any case.
*/
EquusStatus rated_files_match(const char*  folder,
                              const Csv*   csv,
                              const Truth* truth,
                              RatedFiles*  rated,
                              EquusError*  error);

void rated_files_clear(RatedFiles* rated);

#endif // EQUUS_TOOLS_RATED_FILES_H
