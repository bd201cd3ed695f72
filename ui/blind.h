// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_BLIND_H
#define EQUUS_UI_BLIND_H

#include "dsp/random.h"
#include "plugin/listen.h"
#include "plugin/snapshot.h"
#include "ui/actions.h"

#include <stdbool.h>

/**
   The blind check: does the listener hear the mood change where the machine says that it does?

   A check is a fixed number of trials.  Each has two sounds, 1 and 2, between
   which the listener switches at will while the music goes on; either is dry or
   wet by a fair throw of its own, as loud as each other.  The listener says
   whether the mood changed from one to the other.  Since half of the trials
   hold no change, an answer is right by guessing with a chance of one half,
   whatever the guesser likes to say; so the tally is a binomial test (the same-
   different task with catch trials; N. A. Macmillan and C. D. Creelman, "Detection
   Theory", 2nd edition 2005, chapter 9).  Nothing tells whether an answer
   was right before the check has ended.
*/

enum {
  BLIND_TRIALS = 16, ///< 12 right and more have p < 0.05
  BLIND_KEPT   = 3   ///< Results that are kept with the window's view
};

typedef enum { BLIND_CLOSED, BLIND_INTRO, BLIND_TRIAL, BLIND_RESULT } BlindPhase;

/// What came of a check
typedef struct {
  unsigned trials;                                       ///< Answered
  unsigned different;                                    ///< Of these, with dry against wet
  unsigned hits;                                         ///< "Changed" where it was
  unsigned false_alarms;                                 ///< "Changed" where both sounds were the same
  unsigned read;                                         ///< Trials in which the machine had a verdict of both
  unsigned flipped;                                      ///< Of these, with different verdicts of dry and wet
  char     from[SIDECAR_MAX_TEXT], to[SIDECAR_MAX_TEXT]; ///< Verdicts of dry and wet, of a trial where they differed
} BlindResult;

typedef struct {
  BlindPhase  phase;
  Random      random;    ///< Seeded by whoever owns the window
  Listen      sounds[2]; ///< Of this trial
  bool        heard[2];
  unsigned    playing; ///< 0 or 1
  BlindResult result;  ///< Of the check under way, or that has just ended
  unsigned    n_kept;
  BlindResult kept[BLIND_KEPT]; ///< Newest first
} Blind;

struct json_object;

/// Show what it is about
void blind_open(Blind* blind);

/// Why there is nothing to compare, as a sentence that says what to do; NULL if there is
const char* blind_obstacle(const Snapshot* snapshot);

/// Begin with the first trial
void blind_start(Blind* blind, Actions* actions);

/// Listen to sound 0 or 1 of the trial
void blind_play(Blind* blind, unsigned sound, Actions* actions);

/// True once both sounds were heard
bool blind_can_answer(const Blind* blind);

/// Answer the trial and go on to the next one, or to the result
void blind_answer(Blind* blind, const Snapshot* snapshot, bool changed, Actions* actions);

/// End a check, with what was answered so far; or close the page.  The audio returns to what is set.
void blind_stop(Blind* blind, Actions* actions);

unsigned blind_right(const BlindResult* result);

/// One-sided p of guessing as well as that or better
double blind_p(const BlindResult* result);

/// In the words of a report: "machine: flipped excited/happy → tense/angry; you: 9 of 16 right, p = 0.40: you don't
/// hear it"
char* blind_summary(const BlindResult* result, char* text, unsigned size);

/// The conclusion about the listener alone: "you hear it", "you don't hear it", "too few trials to tell"
const char* blind_conclusion(const BlindResult* result);

/// "p = 0.40", "p < 0.001"
char* blind_format_p(const BlindResult* result, char* text, unsigned size);

void blind_write(const Blind* blind, struct json_object* document);
void blind_read(Blind* blind, struct json_object* document);

#endif // EQUUS_UI_BLIND_H
