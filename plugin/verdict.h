// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VERDICT_H
#define EQUUS_PLUGIN_VERDICT_H

#include "models/sidecar.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What a reading says in one word, and whether an equaliser turned it.

   Four rules: `top`, the most probable of all tags; `a:b`, the larger of two;
   `quadrant` of the plane; `tag>threshold`.  A verdict has a margin: the lead of
   the top tag over the next, of the larger of the two over the other, the dot's distance from
   the nearest axis of the plane, the distance from the threshold.  It is undecided
   if that isn't above VERDICT_TIE or, on the plane, VERDICT_BORDER.  A verdict has flipped
   only if dry and wet are both decided and differ.

   Any thread but the audio thread.
*/

#define VERDICT_TIE 0.05    ///< Probability: five points
#define VERDICT_BORDER 0.05 ///< On the plane, -1 to 1

enum { VERDICT_TEXT_SIZE = SIDECAR_MAX_TEXT + 16 };

typedef enum { VERDICT_TOP, VERDICT_PAIR, VERDICT_QUADRANT, VERDICT_THRESHOLD } VerdictKind;

typedef struct {
  VerdictKind kind;
  uint32_t    a, b;                        ///< VERDICT_PAIR: labels; VERDICT_THRESHOLD: a alone
  unsigned    mood;                        ///< VERDICT_QUADRANT: index among the moods
  double      threshold;                   ///< VERDICT_THRESHOLD, on the published scale
  char        names[2][VERDICT_TEXT_SIZE]; ///< VERDICT_THRESHOLD: what choices 0 and 1 are called
} VerdictRule;

typedef struct {
  int    choice;  ///< Label; quadrant 1 to 4; of a threshold 1 above it, else 0
  bool   decided; ///< The margin is large enough
  double margin;  ///< 0 or more
} Verdict;

typedef enum { TURN_HELD, TURN_FLIPPED, TURN_UNDECIDED } Turn;

/**
   Understand what a person asks for.
   @param text "top", "happy:sad", "quadrant" of the model's first mood, "quadrant:steady", "happy>0.5".
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with `error` saying what the model has.
*/
EquusStatus verdict_parse(const Sidecar* sidecar, const char* text, VerdictRule* rule, EquusError* error);

/// The verdict of raw outputs [n_labels]
Verdict verdict_of(const VerdictRule* rule, const Sidecar* sidecar, const float* raw);

/// "rock", "excited/happy", "happy > 0.50"; as long as side-car and rule
const char* verdict_name(const VerdictRule* rule, const Sidecar* sidecar, Verdict verdict);

/// The margin that a decided verdict must exceed
double verdict_least_margin(const VerdictRule* rule);

/// The top tag of probabilities [n], n at least 1
Verdict verdict_top(const float* tags, uint32_t n);

/// The quadrant of a point of the plane
Verdict verdict_quadrant(double valence, double arousal);

Turn verdict_turn(Verdict dry, Verdict wet);

/// "held", "flipped", "undecided"
const char* verdict_turn_name(Turn turn);

/// How many windows turned which way
typedef struct {
  unsigned windows, flipped, undecided;
} TurnCount;

void verdict_count(TurnCount* count, Turn turn);

#endif // EQUUS_PLUGIN_VERDICT_H
