// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_FLIP_ROOM_H
#define EQUUS_UI_FLIP_ROOM_H

#include "ui/geometry.h"

#include <stdbool.h>

/// Where everything of the flip meter is, in logical pixels; empty rectangles for what there is no room for
typedef struct {
  Rect panel;
  bool strip; ///< One line instead of a panel
  Rect title, about;
  Rect figure, words[2], detail;
  Rect bar, marks;
  Rect sketch; ///< Of the curve
  Rect verdict, limit, bands;
  Rect find, apply, live;
} FlipRoom;

/// Height of a panel without and with everything but the sketch, and of a strip
#define FLIP_ROOM_LEAST 188.0
#define FLIP_ROOM_FULL 222.0
#define FLIP_ROOM_STRIP 34.0

/// Divide a panel; it is a strip if it isn't as high as FLIP_ROOM_LEAST
FlipRoom flip_room_place(Rect panel);

#endif // EQUUS_UI_FLIP_ROOM_H
