// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EDITOR_H
#define EQUUS_UI_EDITOR_H

#include "dsp/error.h"
#include "plugin/equus.h"
#include "plugin/listen.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The window of one instance, whatever the format: what a plug-in tells becomes
   a picture, what the user does becomes calls to the plug-in.

   All functions belong to the host's UI thread.
*/
typedef struct Editor Editor;

/// How the window speaks to plug-in and host; called from within the functions below
typedef struct {
  void* handle;
  void (*open)(void* handle, bool open);                      ///< The window opened or is about to close
  void (*touch)(void* handle, unsigned index, bool grabbed);  ///< A gesture on a parameter begins or ends
  void (*set)(void* handle, unsigned index, float value);     ///< A parameter becomes `value`
  void (*slot)(void* handle, unsigned slot, const char* tag); ///< An output slot follows a tag
  void (*view)(void* handle, const char* json);               ///< Keep this in the state
  void (*wish)(void* handle, const char* json);               ///< Find this out
  void (*own_model)(void* handle, ModelKind kind, const char* name);
  void (*listen)(void* handle, Listen listen); ///< Play this, for the blind check
  void (*mark)(void* handle, double time);     ///< Mark this time, seconds since activate; negative for now
  void (*resize)(void* handle, unsigned width, unsigned height); ///< The host should give this many pixels
} EditorPort;

typedef struct {
  const char* resources; ///< Folder that holds `models` and `presets`, ending in a slash; copied
  uintptr_t   parent;    ///< Native window to embed into, 0 for a window of its own
  double      scale;     ///< Of the screen as the host says, 0 to ask the system
  ThemeName   theme;     ///< To begin with
  EditorPort  port;
} EditorConfig;

/// Open and show; asks the host for its size.  NULL with `error` filled.  Free with editor_free().
Editor* editor_new(const EditorConfig* config, EquusError* error);

/// Closes the window; sends what is still to be kept, and that it closes
void editor_free(Editor* editor);

uintptr_t editor_native(const Editor* editor);

/// Size in pixels that the window wants
void editor_wanted_size(const Editor* editor, unsigned* width, unsigned* height);

/// The host gave the window this many pixels
void editor_resize(Editor* editor, unsigned width, unsigned height);

/// What the plug-in and the host tell
void editor_apply_parameter(Editor* editor, unsigned index, float value);
void editor_apply_reading(Editor* editor, const ReadingMessage* reading);
void editor_apply_spectrum(Editor* editor, const SpectrumMessage* spectrum);
void editor_apply_status(Editor* editor, const StatusMessage* status);
void editor_apply_view(Editor* editor, const char* json);
void editor_apply_wish(Editor* editor, const char* json);
void editor_apply_maps(Editor* editor, const MapsMessage* maps);
void editor_apply_flip(Editor* editor, const FlipMessage* flip);
void editor_apply_mark(Editor* editor, const MarkMessage* mark);
void editor_apply_own_model(Editor* editor, ModelKind kind, const char* name);

/// Handle events and draw if due, to be called some thirty times a second; false when the user closed the window
bool editor_idle(Editor* editor);

#endif // EQUUS_UI_EDITOR_H
