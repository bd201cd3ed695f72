// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HISTORY_VIEW_H
#define EQUUS_UI_HISTORY_VIEW_H

#include "ui/actions.h"
#include "ui/layout.h"

/// Looking back: the time that is shown, what the lanes are of, and what input does to them

/// What a lane shows
typedef struct {
  Place              place;
  const Sidecar*     sidecar;
  const SidecarAxis* axis;  ///< Of the mood that is shown first; NULL for a tag
  int                label; ///< The tag, or that of the axis
  const char*        name;
} HistoryLane;

/// The lanes, valence and arousal first if there is a mood, then tags, pinned ones first; returns how many
unsigned history_view_lanes(const Snapshot*  snapshot,
                            const ViewState* view,
                            HistoryLane      lanes[HISTORY_LANES],
                            unsigned         n);

/// Value of a lane at a point: -1 to 1 on an axis, else as published
double history_view_value(const HistoryLane* lane, const float* raw);

/// Where a time is in the plot; to the left of it if it is longer ago than the span
double history_view_x(const ViewState* view, Rect plot, double time);

/// The time that is looked at: scrubbed to, else under the pointer; false for neither
bool history_view_cursor(const ViewState* view, const Layout* layout, double* time);

/// What is shown of plane, readings and tags: as of the time scrubbed to, or `snapshot` itself
const Snapshot* history_view_shown(const Snapshot* snapshot, const ViewState* view);

/// True if the panel is there
bool history_view_is_shown(const Layout* layout);

/// Scrub to where the pointer is
void history_view_scrub(ViewState* view, const Snapshot* snapshot, double x);

/// Back to what is heard now
void history_view_live(ViewState* view);

/// Show a longer or shorter span
void history_view_change_span(ViewState* view, int steps, Actions* actions);

/// Press a button of the panel, or what shows it where there is no room for it; false for other items
bool history_view_press(ViewState* view, ItemKind item, Actions* actions);

/// Keys while the panel has the focus, and those that lead there; false for others
bool history_view_key(ViewState* view, const Snapshot* snapshot, unsigned key, bool far, Actions* actions);

#endif // EQUUS_UI_HISTORY_VIEW_H
