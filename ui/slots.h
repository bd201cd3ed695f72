// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_SLOTS_H
#define EQUUS_UI_SLOTS_H

#include "plugin/parameters.h"
#include "ui/actions.h"

#include <stdbool.h>

/**
   Four settings of the equaliser, A to D, to switch between.

   What is edited is the current slot: its settings are the plug-in's parameters
   themselves, and are put down here when another slot is chosen.  Slots begin flat.
*/

enum { SLOTS = 4 };

typedef struct {
  unsigned current;
  unsigned last;                       ///< The one before, to compare with
  float    values[SLOTS][PARAM_COUNT]; ///< Valid where slots_hold() is true; the current slot's are out of date
} Slots;

struct json_object;

/// True if slots hold this parameter: the equaliser's bands, its curve, the output gain
bool slots_hold(unsigned index);

/// All flat, A current and B the last
void slots_init(Slots* slots);

/// True if the same slot is current and all others hold the same
bool slots_are_same(const Slots* a, const Slots* b);

/// "A" to "D"
const char* slots_name(unsigned slot);

/// Settings of a slot when the parameters are `now`; both [PARAM_COUNT]
const float* slots_values(const Slots* slots, const float* now, unsigned slot);

/// True if a slot's settings are the defaults
bool slots_is_flat(const Slots* slots, const float* now, unsigned slot);

/// Make a slot the current one: put down what is set now, take over what the slot holds
void slots_choose(Slots* slots, const float* now, unsigned slot, Actions* actions);

/// Make `to` like `from`
void slots_copy(Slots* slots, const float* now, unsigned from, unsigned to, Actions* actions);

/// Exchange the settings of two slots; the current slot stays the current one
void slots_swap(Slots* slots, const float* now, unsigned a, unsigned b, Actions* actions);

/// Put a slot back to the defaults
void slots_clear(Slots* slots, const float* now, unsigned slot, Actions* actions);

/// Set the parameters that slots hold to `values`, a gesture for each that changes
void slots_apply(const float* now, const float* values, Actions* actions);

/// Add to the window's document what differs from the defaults; the current slot is in the plug-in's parameters
void slots_write(const Slots* slots, struct json_object* document);

/// Read back; what is missing is flat, what is unknown is left out
void slots_read(Slots* slots, struct json_object* document);

#endif // EQUUS_UI_SLOTS_H
