// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_DIRECT_PANEL_H
#define EQUUS_PLUGIN_DIRECT_PANEL_H

#include "plugin/direct/instance.h"
#include "ui/editor.h"

/// The window of an instance, fed from its notices.  All functions belong to the host's UI thread.
typedef struct Panel Panel;

/// How the window speaks to the host
typedef struct {
  void* handle;
  void (*touch)(void* handle, unsigned index, bool grabbed);
  void (*set)(void* handle, unsigned index, float value);
  void (*resize)(void* handle, unsigned width, unsigned height); ///< In pixels
} PanelPort;

/// @param scale Of the screen as the host says, 0 to ask the system.  NULL with `error`; free with panel_free()
Panel* panel_new(Instance* instance, uintptr_t parent, double scale, const PanelPort* port, EquusError* error);

void panel_free(Panel* panel);

Editor* panel_editor(Panel* panel);

/// Show what is new, handle events and draw, to be called some thirty times a second; false when the user closed it
bool panel_idle(Panel* panel);

#endif // EQUUS_PLUGIN_DIRECT_PANEL_H
