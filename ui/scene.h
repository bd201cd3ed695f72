// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_SCENE_H
#define EQUUS_UI_SCENE_H

#include "plugin/snapshot.h"
#include "ui/view_state.h"

#include <cairo.h>

/**
   Draw the whole window in logical pixels, a pure function of its arguments.

   The caller has applied the scale.  `view` gives size and theme and everything that is not in the snapshot.
*/
void scene_draw(cairo_t* cr, const Snapshot* snapshot, const ViewState* view);

#endif // EQUUS_UI_SCENE_H
