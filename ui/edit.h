// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EDIT_H
#define EQUUS_UI_EDIT_H

#include "ui/actions.h"
#include "ui/layout.h"

/// Changes of parameters as keys, wheel and drags make them: frequency and Q in octaves, gains in dB

/// Parameter behind a number or switch of the window, or -1
int edit_parameter(const ViewState* view, ItemKind item);

/// Set a parameter within a gesture, limited to its range; nothing if it has that value
void edit_set(const Snapshot* snapshot, unsigned index, double value, Actions* actions);

/// Flip a switch
void edit_toggle(const Snapshot* snapshot, unsigned index, Actions* actions);

/// Put a parameter back to its default
void edit_reset(const Snapshot* snapshot, unsigned index, Actions* actions);

/// Put all of a band back to its defaults
void edit_reset_band(const Snapshot* snapshot, unsigned band, Actions* actions);

/// Change a parameter by steps of a key or the wheel: a semitone, half a dB, a quarter octave of Q; a fifth of that if
/// fine
void edit_step(const Snapshot* snapshot, unsigned index, double steps, bool fine, Actions* actions);

/// Choose the mood `index` of the plane's legend, where it stands first from then on
void edit_choose_mood(ViewState* view, const Snapshot* snapshot, unsigned index, Actions* actions);

/// Take a step back, or one forth again
void edit_turn_back(ViewState* view, const Snapshot* snapshot, bool back, Actions* actions);

/// Press a button that does something at once: undo, redo, graphic, reset of the curve, align, blind check; false for
/// other items
bool edit_press(ViewState* view, const Snapshot* snapshot, ItemKind item, Actions* actions);

/// Show or hide the ellipses on the plane
void edit_toggle_uncertainty(ViewState* view, Actions* actions);

/// Value of a parameter on the scale on which drags are even: octaves for frequency and Q
double edit_to_even(unsigned index, double value);
double edit_from_even(unsigned index, double even);

/// How far a drag of one pixel goes on that scale
double edit_per_pixel(unsigned index);

#endif // EQUUS_UI_EDIT_H
