// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EXPERIMENT_H
#define EQUUS_UI_EXPERIMENT_H

#include "plugin/flip.h"
#include "ui/view_state.h"

/// Where the searches that the window asked for stand

typedef enum {
  EXPERIMENT_IDLE,        ///< Nothing was asked for
  EXPERIMENT_WAITING,     ///< For music
  EXPERIMENT_SEARCHING,   ///< The plug-in is at it
  EXPERIMENT_FOUND,       ///< There is a curve
  EXPERIMENT_NOT_FOUND,   ///< None within the limit
  EXPERIMENT_UNDECIDED,   ///< The verdict is a tie before anything is done
  EXPERIMENT_OUT_OF_STEP, ///< Dry and wet don't meet in time: nothing can be said
  EXPERIMENT_TROUBLE      ///< Something is wrong
} ExperimentState;

/**
   The scale on which a flip is shown, dB.

   What lies below the first mark is called a horse, what lies above the second robust: conventions, not facts.
*/
#define EXPERIMENT_HORSE 3.0
#define EXPERIMENT_ROBUST 6.0
#define EXPERIMENT_SCALE 12.0

/// Of the flip meter
ExperimentState experiment_meter(const Snapshot* snapshot);

/// Of the way toward a target, EXPERIMENT_IDLE while there is no target
ExperimentState experiment_target(const Snapshot* snapshot);

/// The curve that turns the verdict, the last one while the next is searched; NULL for none
const FlipMessage* experiment_flip(const Snapshot* snapshot);

/// The curve that is proposed toward the target, NULL for none
const FlipMessage* experiment_proposal(const Snapshot* snapshot);

/// The curve that is shown over the equaliser: the proposal; the flip while its button has the pointer or the focus
const FlipMessage* experiment_ghost(const Snapshot* snapshot, const ViewState* view);

/// True while a target is asked for or being aimed at
bool experiment_has_target(const Snapshot* snapshot, const ViewState* view);

/// Milliseconds between dry and wet where they are out of step, else 0
double experiment_lag(const Snapshot* snapshot);

/// A rule of the flip meter for people: "top tag", "quadrant", "happy:sad"
const char* experiment_rule_name(const char* rule);

/// A target in words: "toward valence +0.50, arousal −0.20", "raise sad by 20 points"; returns `text`
char* experiment_describe_target(const Wish* wish, char* text, unsigned size);

#endif // EQUUS_UI_EXPERIMENT_H
