// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VST3_VIEW_H
#define EQUUS_PLUGIN_VST3_VIEW_H

#include "plugin/vst3/vst3.h"

/**
   The window of an instance as VST3's view: embedded by X11, kept alive by a timer of the host's run loop.

   @return One reference is the caller's; it holds one on `vst3`.  NULL if out of memory.
*/
struct v3_plugin_view** view_new(Vst3* vst3);

#endif // EQUUS_PLUGIN_VST3_VIEW_H
