// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/row_verb.h"

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  return row_verb_run(verb, MODEL_MOOD, argc, argv);
}

const Verb mood_verb = {
  .name    = "mood",
  .usage   = "[OPTION]... FILE...",
  .summary = "Print valence, arousal and what else the mood model hears over time",
  .details = "A row tells the time in seconds at which its window of sound ended, then valence and arousal and the\n"
             "model's other attributes, on the scale that its authors published (listeners and steady: 1 to 5 as\n"
             "the ratings; vibenet: 0 to 1, its energy is called arousal).  With several files, a column \"file\"\n"
             "comes first.\n"
             "After them stand valence_rmse and arousal_rmse, the error to expect of half a minute's mean (where the\n"
             "model's authors state it), and valence_spread and arousal_spread, the standard deviation of the rows of\n"
             "the last ten seconds, nan of a single one; all four are on the same scale as what they are of.\n"
             "Files of more than two channels are heard as their mean.  With --preset and the wet tap, the plug-in's "
             "live level match is at work\n"
             "unless --set level_match=0 turns it off.",
  .run     = run,
};
