// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chip.h"

static const double chip_radius = 7.0;

bool
chip_has_focus(const ViewState* view, Item item)
{
  return view->focus_visible && view->focus.kind == item.kind && view->focus.index == item.index;
}

void
chip_draw_focus(const Canvas* canvas, Rect rect, double radius)
{
  canvas_stroke_rect(canvas, rect_inset(rect, -3.0, -3.0), radius + 3.0, 2.0, COLOUR_TEXT);
}

static bool
is_hovered(const ViewState* view, Item item)
{
  return (view->hover.kind == item.kind && view->hover.index == item.index) || view->menu.owner == item.kind;
}

static void
draw_lamp(const Canvas* canvas, Rect rect, bool on)
{
  const double x = rect.x + 0.5 * rect.w;
  const double y = rect.y + 0.5 * rect.h;
  canvas_ring(canvas, x, y, 4.25, 1.5, on ? COLOUR_TEXT : COLOUR_MUTED);
  if (on) {
    canvas_disc(canvas, x, y, 2.5, COLOUR_TEXT);
  }
}

static void
draw_ground(const Canvas* canvas, Rect rect, const Chip* chip, bool hovered)
{
  const bool strong = chip->kind == CHIP_STRONG;
  if (strong) {
    canvas_fill_rect(canvas, rect, chip_radius, COLOUR_WET);
  } else if (hovered) {
    canvas_fill_rect(canvas, rect, chip_radius, COLOUR_RAISED);
  }
  if (strong && hovered) {
    canvas_stroke_rect(canvas, rect_inset(rect, 1.0, 1.0), chip_radius - 1.0, 2.0, COLOUR_ON_WET);
  } else if (!chip->quiet && !strong) {
    canvas_stroke_rect(canvas, rect, chip_radius, 1.0, COLOUR_LINE);
  }
}

void
chip_draw(Canvas* canvas, const ViewState* view, Item item, Rect rect, const Chip* chip)
{
  const bool       hovered = is_hovered(view, item) && chip->kind != CHIP_IDLE;
  const bool       muted   = (chip->quiet && !hovered) || chip->kind == CHIP_IDLE;
  const bool       strong  = chip->kind == CHIP_STRONG;
  const bool       words   = chip->kind == CHIP_MENU || chip->kind == CHIP_SWITCH;
  const ColourRole colour  = strong ? COLOUR_ON_WET : muted ? COLOUR_MUTED : COLOUR_TEXT;
  const FontRole   font    = strong ? FONT_BOLD : FONT_TEXT;
  const double     edge    = !words ? 4.0 : rect.w < 100.0 ? 7.0 : 10.0;
  Rect             rest    = rect_inset(rect, edge, 0.0);

  draw_ground(canvas, rect, chip, hovered);
  if (chip->kind == CHIP_SWITCH) {
    draw_lamp(canvas, rect_cut_left(&rest, 10.0, 6.0), chip->on);
  }
  if (chip->kind == CHIP_MENU) {
    const Rect end = rect_cut_right(&rest, 9.0, 6.0);
    canvas_triangle(canvas, end.x + 0.5 * end.w, end.y + 0.5 * end.h + 0.5, 9.0, false, COLOUR_MUTED);
  }
  canvas_text(canvas, font, colour, rest, words ? ALIGN_LEFT : ALIGN_CENTRE, chip->text);
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, rect, chip_radius);
  }
}
