// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_DAMAGE_H
#define EQUUS_UI_DAMAGE_H

#include "plugin/snapshot.h"
#include "ui/geometry.h"
#include "ui/view_state.h"

#include <cairo.h>

/**
   What of a picture is out of date: spectra change 25 times a second, the rest seldom.
*/
typedef enum {
  DAMAGE_NONE,
  DAMAGE_PLOT, ///< Only the equaliser's plot
  DAMAGE_ALL
} Damage;

/// What must be drawn anew of a picture of `drawn` so that it shows `snapshot`, the view being the same
Damage damage_between(const Snapshot* drawn, const Snapshot* snapshot, const ViewState* view);

/**
   Draw the equaliser's plot over an older picture; the result is that of scene_draw(), pixel by pixel.
   @param cr In logical pixels, over a picture that differs by DAMAGE_PLOT at most.
*/
void damage_draw_plot(cairo_t* cr, const Snapshot* snapshot, const ViewState* view);

/// The rectangle that damage_draw_plot() touches, in device pixels of this scale
Rect damage_plot_pixels(const Snapshot* snapshot, const ViewState* view, double scale);

#endif // EQUUS_UI_DAMAGE_H
