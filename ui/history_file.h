// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HISTORY_FILE_H
#define EQUUS_UI_HISTORY_FILE_H

#include "ui/history.h"

#include <stdbool.h>
#include <stdio.h>

/// The history as a table for other programs

/**
   Write comma-separated values (RFC 4180, but with line feeds alone), a row for each window that was read and for each
   mark, in order of time.

   Columns: time_s and sample_position since the plug-in was activated, rate_hz,
   valence and arousal -1 to 1 of the mood shown first and every tag of the tag
   model shown first (0 to 1), each dry and wet and empty where the row has no
   reading; event, event_text and transport_s of a mark; models and their
   SHA-256; and with marks the settings that differ from the defaults as JSON.
   @return False if the stream failed.
*/
bool history_file_write(const History* history, const Snapshot* snapshot, FILE* stream);

/**
   Write it to a new file in a folder, named by the present time; nothing is overwritten.
   @param folder NULL for the user's folder of documents, or else their home
   @param message [size] Says where it is, or why it isn't.
   @return True if it was written.
*/
bool history_file_save(const History*  history,
                       const Snapshot* snapshot,
                       const char*     folder,
                       char*           message,
                       unsigned        size);

#endif // EQUUS_UI_HISTORY_FILE_H
