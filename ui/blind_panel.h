// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_BLIND_PANEL_H
#define EQUUS_UI_BLIND_PANEL_H

#include "ui/canvas.h"
#include "ui/layout.h"
#include "ui/scene.h"

/**
   The page of the blind check, which covers the whole window.

   While a trial goes on it shows nothing that the plug-in tells, so that only
   the ears can tell dry from wet.
*/

/// True while the page is shown
bool blind_panel_is_open(const ViewState* view);

void blind_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view);

/// Rectangle of a control of the page; empty where it isn't there
Rect blind_panel_control(const Snapshot* snapshot, const ViewState* view, Item item);

/// What is at a point of the page
Item blind_panel_hit(const Snapshot* snapshot, const ViewState* view, double x, double y);

/// The page's controls in the order of Tab; at most BLIND_PANEL_STOPS
enum { BLIND_PANEL_STOPS = 6 };
unsigned blind_panel_stops(const Snapshot* snapshot, const ViewState* view, Item* stops);

/// Press a control
void blind_panel_press(ViewState* view, const Snapshot* snapshot, Item item, Actions* actions);

/// A key that isn't Tab
void blind_panel_key(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions);

#endif // EQUUS_UI_BLIND_PANEL_H
