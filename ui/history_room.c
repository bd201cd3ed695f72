// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/history_room.h"

#include "ui/theme.h"

#include <math.h>

static const double gap        = 6.0;
static const double head       = 15.0;
static const double least_more = 62.0; ///< Height of a lane with its head from which there is another

static void
place_buttons(HistoryRoom* room, Rect row)
{
  room->span = rect_cut_left(&row, 62.0, gap);
  room->mark = rect_cut_left(&row, 54.0, gap);
  room->save = rect_cut_left(&row, 84.0, gap);
  room->live = rect_cut_left(&row, 50.0, 0.0);
}

HistoryRoom
history_room_place(Rect panel)
{
  HistoryRoom room = { .panel = panel };
  Rect        rest = rect_inset(panel, 14.0, 11.0);
  Rect        top  = rect_cut_top(&rest, 20.0, 3.0);
  room.title       = rect_cut_left(&top, 146.0, 8.0);
  room.about       = top;
  place_buttons(&room, rect_cut_bottom(&rest, THEME_CHIP_HEIGHT, 4.0));
  room.axis  = rect_cut_bottom(&rest, 14.0, 1.0);
  room.plot  = rest;
  room.marks = rect_cut_top(&rest, 11.0, 0.0);

  room.n_lanes        = (unsigned)limit(floor(rest.h / least_more), 2.0, HISTORY_LANES);
  const double height = rest.h / room.n_lanes;
  for (unsigned i = 0; i < room.n_lanes; ++i) {
    Rect lane     = rect_cut_top(&rest, height, 0.0);
    room.heads[i] = rect_cut_top(&lane, head, 0.0);
    room.lanes[i] = lane;
  }
  return room;
}
