// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TARGET_ROOM_H
#define EQUUS_UI_TARGET_ROOM_H

#include "ui/geometry.h"

#include <stdbool.h>

/// Where everything of the way toward a target is, in logical pixels; empty rectangles for what there is no room for
typedef struct {
  Rect panel;
  bool strip; ///< One line instead of a panel
  Rect title, strength;
  Rect goal, numbers; ///< A line each
  Rect text;          ///< Both together
  Rect sketch;        ///< Of the curve
  Rect accept, half, reject;
} TargetRoom;

/// Height of a panel without the sketch
#define TARGET_ROOM_LEAST 112.0

/// Divide a panel; it is a strip if it isn't as high as TARGET_ROOM_LEAST
TargetRoom target_room_place(Rect panel);

#endif // EQUUS_UI_TARGET_ROOM_H
