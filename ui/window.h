// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_WINDOW_H
#define EQUUS_UI_WINDOW_H

#include "dsp/error.h"
#include "plugin/snapshot.h"
#include "ui/actions.h"
#include "ui/view_state.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The scene in a native window, embedded or on its own.

   All functions belong to the host's UI thread.  Nothing is drawn unless
   snapshot or view changed, and at most WINDOW_MAX_RATE times a second.
*/
typedef struct Window Window;

#define WINDOW_MAX_RATE 30.0

typedef struct {
  uintptr_t   parent; ///< Native window to embed into, 0 for a window of its own
  double      scale;  ///< Of the screen as the host says, 0 to ask the system
  const char* title;
  Snapshot*   snapshot; ///< Borrowed, as is the view
  ViewState*  view;
  void (*on_actions)(void* handle, const Actions* actions); ///< Input happened; called within window_idle()
  void (*on_resized)(void* handle);                         ///< The user or host changed the size
  void* handle;
} WindowConfig;

/// Open and show; NULL with `error` filled.  Free with window_free().
Window* window_new(const WindowConfig* config, EquusError* error);

void window_free(Window* window);

/// Native window
uintptr_t window_native(const Window* window);

/// Pixels per logical pixel that the view asks for
double window_scale(const Window* window);

/// Size in pixels that the view asks for: its logical size times zoom and the screen's scale
void window_wanted_size(const Window* window, unsigned* width, unsigned* height);

/**
   Ask for the size that the view wants, for use after its zoom or size was changed.

   Until that is granted, the view takes what room there is.
   @param width, height Filled with the size asked for, in pixels, so that a host can be asked as well.
*/
void window_resize(Window* window, unsigned* width, unsigned* height);

/// Take this size in pixels, which the host has given
void window_fill(Window* window, unsigned width, unsigned height);

/// The view was changed from outside: draw everything soon
void window_invalidate(Window* window);

/// Handle events and draw if due; false when the user closed the window
bool window_idle(Window* window);

#endif // EQUUS_UI_WINDOW_H
