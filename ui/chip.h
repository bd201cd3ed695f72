// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_CHIP_H
#define EQUUS_UI_CHIP_H

#include "ui/canvas.h"
#include "ui/view_state.h"

/**
   The window's one kind of control: a rounded rectangle with a text, and a
   triangle if it opens a menu, or a lamp if it is a switch.
*/

typedef enum {
  CHIP_PLAIN,
  CHIP_MENU,
  CHIP_SWITCH,
  CHIP_STRONG, ///< Plain and filled: the one that matters most
  CHIP_IDLE    ///< Plain, but can't be pressed now
} ChipKind;

typedef struct {
  ChipKind    kind;
  bool        on;    ///< Of a switch: the lamp is filled
  bool        quiet; ///< Without outline and in the muted colour
  const char* text;
} Chip;

/// Draw a chip for an item; hover, focus and an open menu come from the view
void chip_draw(Canvas* canvas, const ViewState* view, Item item, Rect rect, const Chip* chip);

/// True if the focus is on this item and came there by a key
bool chip_has_focus(const ViewState* view, Item item);

/// Ring around what has the focus
void chip_draw_focus(const Canvas* canvas, Rect rect, double radius);

#endif // EQUUS_UI_CHIP_H
