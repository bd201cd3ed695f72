// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/verdict.h"

#include "plugin/snapshot.h"

#include <math.h>

Verdict
verdict_top(const float* const tags, const uint32_t n)
{
  uint32_t top    = 0;
  float    second = -1.0f;
  for (uint32_t i = 1; i < n; ++i) {
    if (tags[i] > tags[top]) {
      second = tags[top];
      top    = i;
    } else if (tags[i] > second) {
      second = tags[i];
    }
  }
  return (Verdict){ (int)top, (double)tags[top] - (double)second > VERDICT_TIE };
}

Verdict
verdict_quadrant(const double valence, const double arousal)
{
  const bool decided = fabs(valence) > VERDICT_BORDER && fabs(arousal) > VERDICT_BORDER;
  return (Verdict){ snapshot_quadrant((float)valence, (float)arousal), decided };
}

Turn
verdict_turn(const Verdict dry, const Verdict wet)
{
  if (!dry.decided || !wet.decided) {
    return TURN_UNDECIDED;
  }
  return dry.choice == wet.choice ? TURN_HELD : TURN_FLIPPED;
}

const char*
verdict_turn_name(const Turn turn)
{
  switch (turn) {
  case TURN_HELD:
    return "held";
  case TURN_FLIPPED:
    return "flipped";
  case TURN_UNDECIDED:
    return "undecided";
  }
  return "";
}

void
verdict_count(TurnCount* const count, const Turn turn)
{
  ++count->windows;
  count->flipped += turn == TURN_FLIPPED;
  count->undecided += turn == TURN_UNDECIDED;
}
