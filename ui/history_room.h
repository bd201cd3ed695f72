// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_HISTORY_ROOM_H
#define EQUUS_UI_HISTORY_ROOM_H

#include "ui/geometry.h"

enum { HISTORY_LANES = 6 };

/// Where everything of the last ten minutes is, in logical pixels; empty rectangles for what there is no room for
typedef struct {
  Rect     panel;
  Rect     title, about;
  unsigned n_lanes;
  Rect     heads[HISTORY_LANES], lanes[HISTORY_LANES]; ///< A line of words over each lane
  Rect     plot;                                       ///< All lanes with what is between them
  Rect     marks;                                      ///< Their shapes, over the lanes
  Rect     axis;
  Rect     span, mark, save, live;
} HistoryRoom;

/// Height of a panel with two lanes
#define HISTORY_ROOM_LEAST 168.0

/// Divide a panel
HistoryRoom history_room_place(Rect panel);

#endif // EQUUS_UI_HISTORY_ROOM_H
