// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_VERDICT_H
#define EQUUS_TOOLS_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/**
   What a reading says in one word, and whether an equaliser turned it.

   Two verdicts: `top`, the most probable of all tags, and `quadrant` of the plane.  A reading
   is undecided if its two most probable tags are within VERDICT_TIE of each
   other, or its dot is within VERDICT_BORDER of a border; a verdict has flipped only
   if dry and wet are both decided and differ.
*/

#define VERDICT_TIE 0.05    ///< Probability: five points
#define VERDICT_BORDER 0.05 ///< On the plane, -1 to 1

typedef struct {
  int  choice; ///< Index of the tag, or quadrant 1 to 4
  bool decided;
} Verdict;

typedef enum { TURN_HELD, TURN_FLIPPED, TURN_UNDECIDED } Turn;

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

#endif // EQUUS_TOOLS_VERDICT_H
