// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/file_dialog.h"

#include <X11/Xlib.h>
#include <libsofd.h>

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct FileDialog {
  Display* display;
  char*    path;
  bool     open;
};

/// Side-cars and networks; frozen graphs too, for whose conversion the refusal has the command
static int
is_model(const char* name)
{
  static const char* const endings[] = { ".json", ".onnx", ".pb" };
  for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); ++i) {
    const size_t n = strlen(endings[i]);
    if (strlen(name) > n && !strcmp(name + strlen(name) - n, endings[i])) {
      return 1;
    }
  }
  return 0;
}

/// Begin in a folder if it is there; the dialog wants a slash at its end
static void
begin_in(const char* folder)
{
  char        path[4096];
  struct stat status;
  if (!stat(folder, &status) && S_ISDIR(status.st_mode) &&
      snprintf(path, sizeof(path), "%s/", folder) < (int)sizeof(path)) {
    x_fib_configure(0, path);
  }
}

static bool
show(const FileDialog* dialog, const FileDialogConfig* config)
{
  XInternAtom(dialog->display, "WM_DELETE_WINDOW", False); // The dialog takes it for granted
  begin_in(config->folder);
  x_fib_configure(1, config->title);
  x_fib_cfg_filter_callback(is_model);
  return !x_fib_show(dialog->display, (Window)config->parent, 0, 0, fmax(1.0, config->scale));
}

FileDialog*
file_dialog_new(const FileDialogConfig* config)
{
  FileDialog* const dialog = (FileDialog*)calloc(1, sizeof(FileDialog));
  if (!dialog || !(dialog->display = XOpenDisplay(NULL))) {
    file_dialog_free(dialog);
    return NULL;
  }
  dialog->open = show(dialog, config);
  if (!dialog->open) {
    file_dialog_free(dialog);
    return NULL;
  }
  return dialog;
}

void
file_dialog_free(FileDialog* dialog)
{
  if (!dialog) {
    return;
  }
  if (dialog->open) {
    x_fib_close(dialog->display);
  }
  if (dialog->display) {
    XCloseDisplay(dialog->display);
  }
  free(dialog->path);
  free(dialog);
}

FileDialogState
file_dialog_idle(FileDialog* dialog)
{
  while (dialog->open && XPending(dialog->display)) {
    XEvent event;
    XNextEvent(dialog->display, &event);
    if (x_fib_handle_events(dialog->display, &event)) { // Which closed the dialog
      dialog->path = x_fib_filename();
      dialog->open = false;
    }
  }
  return dialog->open ? FILE_DIALOG_OPEN : dialog->path ? FILE_DIALOG_CHOSEN : FILE_DIALOG_CANCELLED;
}

const char*
file_dialog_path(const FileDialog* dialog)
{
  return dialog->path;
}
