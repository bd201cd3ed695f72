// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/flip_room.h"

#include "ui/theme.h"

#include <math.h>

static const double padding      = 14.0;
static const double gap          = 6.0;
static const double limit_width  = 76.0;
static const double bands_width  = 90.0;
static const double live_width   = 62.0;
static const double apply_width  = 60.0;
static const double least_sketch = 52.0;

static Rect
cut_chip(Rect* rest, double width)
{
  const Rect strip = rect_cut_right(rest, width, gap);
  return (Rect){ strip.x, floor(strip.y + 0.5 * (strip.h - THEME_CHIP_HEIGHT)), strip.w, THEME_CHIP_HEIGHT };
}

/// Everything in one line; the words have what is left
static FlipRoom
place_strip(Rect panel)
{
  FlipRoom room = { .panel = panel, .strip = true };
  Rect     rest = rect_inset(panel, 12.0, 0.0);
  rest.w += 12.0 - 0.5 * (panel.h - THEME_CHIP_HEIGHT);
  room.live     = cut_chip(&rest, live_width);
  room.apply    = cut_chip(&rest, apply_width);
  room.find     = cut_chip(&rest, 54.0);
  room.bands    = cut_chip(&rest, bands_width);
  room.limit    = cut_chip(&rest, limit_width);
  room.verdict  = cut_chip(&rest, 108.0);
  room.figure   = rect_cut_left(&rest, 58.0, 4.0);
  room.words[0] = rest;
  return room;
}

static void
place_settings(FlipRoom* room, Rect row)
{
  room->bands   = rect_cut_right(&row, bands_width, gap);
  room->limit   = rect_cut_right(&row, limit_width, gap);
  room->verdict = row;
}

static void
place_buttons(FlipRoom* room, Rect row)
{
  room->live  = rect_cut_right(&row, 76.0, gap);
  room->apply = rect_cut_right(&row, 76.0, gap);
  room->find  = row;
}

FlipRoom
flip_room_place(Rect panel)
{
  if (panel.h < FLIP_ROOM_LEAST) {
    return place_strip(panel);
  }
  FlipRoom room = { .panel = panel };
  Rect     rest = rect_inset(panel, padding, padding);
  Rect     head = rect_cut_top(&rest, 22.0, gap);
  place_buttons(&room, rect_cut_bottom(&rest, 28.0, 8.0));
  place_settings(&room, rect_cut_bottom(&rest, THEME_CHIP_HEIGHT, 10.0));

  room.title    = rect_cut_left(&head, 84.0, 8.0);
  room.about    = head;
  Rect figures  = rect_cut_top(&rest, 42.0, 2.0);
  room.figure   = figures;
  room.words[0] = rect_cut_top(&figures, 21.0, 0.0); // Beside the figure
  room.words[1] = figures;
  if (panel.h >= FLIP_ROOM_LEAST + 16.0) {
    room.detail = rect_cut_top(&rest, 16.0, 8.0);
  } else {
    rest.y += 6.0;
    rest.h -= 6.0;
  }
  if (panel.h >= FLIP_ROOM_FULL + least_sketch + 10.0) {
    room.sketch = rect_cut_bottom(&rest, rest.h - 26.0 - 10.0, 10.0);
  }
  room.bar = rect_cut_top(&rest, 10.0, 2.0);
  if (rest.h >= 14.0) {
    room.marks = rect_cut_top(&rest, 14.0, 0.0);
  }
  return room;
}
