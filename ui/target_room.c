// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/target_room.h"

#include "ui/theme.h"

#include <math.h>

static const double gap          = 6.0;
static const double least_sketch = 44.0;
static const double most_sketch  = 160.0;

static void
place_buttons(TargetRoom* room, Rect row)
{
  const double width = floor((row.w - 2.0 * gap) / 3.0);
  room->reject       = rect_cut_right(&row, width, gap);
  room->half         = rect_cut_right(&row, width, gap);
  room->accept       = row;
}

static TargetRoom
place_strip(Rect panel)
{
  TargetRoom   room = { .panel = panel, .strip = true };
  const double edge = floor(0.5 * (panel.h - THEME_CHIP_HEIGHT));
  Rect         rest = rect_inset(panel, 12.0, edge);
  rest.w += 12.0 - edge;
  place_buttons(&room, rect_cut_right(&rest, 200.0, gap));
  room.numbers = rest;
  return room;
}

TargetRoom
target_room_place(Rect panel)
{
  if (panel.h < TARGET_ROOM_LEAST) {
    return place_strip(panel);
  }
  TargetRoom room = { .panel = panel };
  Rect       rest = rect_inset(panel, 14.0, 11.0);
  Rect       head = rect_cut_top(&rest, 20.0, 2.0);
  place_buttons(&room, rect_cut_bottom(&rest, THEME_CHIP_HEIGHT, 6.0));
  room.strength = rect_cut_right(&head, 60.0, 8.0);
  room.title    = head;
  room.text     = (Rect){ rest.x, rest.y, rest.w, panel.y + panel.h - 10.0 - rest.y };
  room.goal     = rect_cut_top(&rest, 17.0, 0.0);
  room.numbers  = rect_cut_top(&rest, 17.0, 0.0);
  if (rest.h >= least_sketch + 8.0) {
    rect_cut_top(&rest, 8.0, 0.0);
    room.sketch = rect_cut_top(&rest, fmin(rest.h - 4.0, most_sketch), 0.0);
  }
  return room;
}
