// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_ACTIONS_H
#define EQUUS_UI_ACTIONS_H

#include "plugin/equus.h"

#include <stdbool.h>
#include <stddef.h>

/// What input asks of the plug-in and of the window, in order
typedef enum {
  ACTION_BEGIN,     ///< A gesture on parameter `index` begins
  ACTION_SET,       ///< Parameter `index` becomes `value`
  ACTION_END,       ///< The gesture ends
  ACTION_SLOT,      ///< Output slot `index` follows the tag `tag`
  ACTION_OWN,       ///< The user's own model of the ModelKind `index` is the one named `tag`
  ACTION_LISTEN,    ///< Play the Listen `index`, for the blind check
  ACTION_OPEN_FILE, ///< Let the user choose a file for their own model of the ModelKind `index`
  ACTION_MARK,      ///< Mark the time `value`, seconds since activate; negative for now
  ACTION_EXPORT,    ///< Save the history to a file
  ACTION_WISH       ///< The plug-in should find out what `tag` says, the JSON text of a wish
} ActionKind;

typedef struct {
  ActionKind  kind;
  unsigned    index;
  float       value;
  const char* tag; ///< Borrowed from the side-car, the catalogue or the actions
} Action;

enum { ACTIONS_MAX = 3 * PARAM_COUNT + 8 };

typedef struct {
  unsigned n;
  Action   items[ACTIONS_MAX];
  bool     redraw; ///< The view changed
  bool     look;   ///< A menu of models opened: look anew what is installed
  bool     keep;   ///< What the view keeps in the state changed: send it to the plug-in
  bool     resize; ///< The zoom changed: ask for a window of the new size
  char     wish[EQUUS_WISH_SIZE];
} Actions;

static inline void
actions_add(Actions* actions, ActionKind kind, unsigned index, float value)
{
  if (actions->n < ACTIONS_MAX) {
    actions->items[actions->n++] = (Action){ kind, index, value, NULL };
  }
}

/// A change of a parameter in one step
static inline void
actions_change(Actions* actions, unsigned index, float value)
{
  actions_add(actions, ACTION_BEGIN, index, value);
  actions_add(actions, ACTION_SET, index, value);
  actions_add(actions, ACTION_END, index, value);
}

#endif // EQUUS_UI_ACTIONS_H
