// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_STATE_H
#define EQUUS_PLUGIN_STATE_H

#include "dsp/error.h"
#include "plugin/equus.h"

/**
   The state document: JSON to and from one plain struct.

   {"equus": 1, "parameters": {symbol: value}, "slots": [8 tags],
    "view": {...}, "experiment": {...}, "models": {"tags": name, "mood": name},
    "own": {"tags": path, "mood": path}}.  "experiment" is the wish, a text where it is
   not a compact JSON object, so that it comes back byte for byte.  A slot named "" shows the model's own tag of
   that place; a model named "" is off, "own" the one whose path or name is under "own".
*/

enum { STATE_VERSION = 1, STATE_KINDS = MODEL_MOOD + 1 };

typedef struct {
  int   version; ///< Of the document that was read
  float parameters[PARAM_COUNT];
  char  models[STATE_KINDS][SIDECAR_MAX_TEXT]; ///< By ModelKind, as places_choice_name() says; "" for off
  char  own[STATE_KINDS][EQUUS_OWN_SIZE];      ///< By ModelKind, the user's own
  char  slots[TAG_SLOTS][SIDECAR_MAX_TEXT];
  char  view[EQUUS_VIEW_SIZE];       ///< A JSON object as text, or empty
  char  experiment[EQUUS_WISH_SIZE]; ///< The wish, whatever it says
} State;

/**
   Write a document, to be freed with free(); NULL if out of memory.

   @param base NULL or a document that state_read() could read: keys that this
   version doesn't know are taken over from it, in their order.
*/
char* state_write(const State* state, const char* base);

/**
   Read a document over `state`, whose values stay where the document says nothing.

   On failure `state` is unchanged.
*/
EquusStatus state_read(State* state, const char* json, EquusError* error);

#endif // EQUUS_PLUGIN_STATE_H
