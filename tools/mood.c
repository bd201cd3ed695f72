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
             "model's other attributes, on the scale that its authors published (listeners and steady: that of\n"
             "the ratings; vibenet: 0 to 1, its energy is called arousal).  With several files, a column \"file\" "
             "comes first.  Files of more than two channels\n"
             "are heard as their mean.  With --preset and the wet tap, the plug-in's live level match is at work\n"
             "unless --set level_match=0 turns it off.",
  .run     = run,
};
