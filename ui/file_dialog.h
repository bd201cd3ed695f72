// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_FILE_DIALOG_H
#define EQUUS_UI_FILE_DIALOG_H

#include <stdint.h>

/**
   A window that lets the user choose a model's file, on a connection of its own to the X display.

   One at a time in a process.  All functions belong to the host's UI thread and return at once.
*/
typedef struct FileDialog FileDialog;

typedef enum { FILE_DIALOG_OPEN, FILE_DIALOG_CHOSEN, FILE_DIALOG_CANCELLED } FileDialogState;

typedef struct {
  uintptr_t   parent; ///< Native window that it belongs to
  double      scale;  ///< Pixels per logical pixel
  const char* title;
  const char* folder; ///< Where to begin; what isn't there leaves the user's home
} FileDialogConfig;

/// Open one; NULL if another is open or there is no display.  Close and free with file_dialog_free().
FileDialog* file_dialog_new(const FileDialogConfig* config);

void file_dialog_free(FileDialog* dialog);

/// Handle its events
FileDialogState file_dialog_idle(FileDialog* dialog);

/// Path that was chosen, until the dialog is freed; NULL before
const char* file_dialog_path(const FileDialog* dialog);

#endif // EQUUS_UI_FILE_DIALOG_H
