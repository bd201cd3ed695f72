// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_SCENE_H
#define EQUUS_UI_SCENE_H

#include "plugin/snapshot.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/view_state.h"

#include <cairo.h>

/**
   Draw the whole window in logical pixels, a pure function of its arguments.

   The caller has applied the scale.  `view` gives size and theme and everything that is not in the snapshot.
*/
void scene_draw(cairo_t* cr, const Snapshot* snapshot, const ViewState* view);

/// The same on a canvas that was begun already, e.g. one that observes texts
void scene_paint(Canvas* canvas, const Snapshot* snapshot, const ViewState* view);

/// What is at a point
Item scene_hit(const Snapshot* snapshot, const ViewState* view, double x, double y);

typedef enum { EVENT_PRESS, EVENT_RELEASE, EVENT_MOVE, EVENT_LEAVE, EVENT_SCROLL, EVENT_KEY } SceneEventKind;

enum { MODIFIER_SHIFT = 1u, MODIFIER_CONTROL = 2u };

/// Keys that aren't characters
enum {
  KEY_BACKSPACE = 0x08,
  KEY_TAB       = 0x09,
  KEY_RETURN    = 0x0D,
  KEY_ESCAPE    = 0x1B,
  KEY_SPACE     = 0x20,
  KEY_DELETE    = 0x7F,
  KEY_LEFT      = 0xE100,
  KEY_RIGHT,
  KEY_UP,
  KEY_DOWN,
  KEY_PAGE_UP,
  KEY_PAGE_DOWN,
  KEY_F1
};

typedef struct {
  SceneEventKind kind;
  double         x, y;      ///< Logical pixels
  double         time;      ///< Seconds, any origin
  unsigned       button;    ///< 0 left, 1 right, 2 middle
  unsigned       modifiers; ///< MODIFIER_SHIFT, MODIFIER_CONTROL
  double         scroll;    ///< Steps, up is positive
  unsigned       key;       ///< Unicode character or one of the above
} SceneEvent;

/**
   Turn an event into changes of the view and actions for the plug-in.

   The caller carries the actions out, on its own snapshot too, before it draws again.
*/
void scene_input(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions);

#endif // EQUUS_UI_SCENE_H
