// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/row_verb.h"

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  return row_verb_run(verb, MODEL_TAGS, argc, argv);
}

const Verb tag_verb = {
  .name    = "tag",
  .usage   = "[OPTION]... FILE...",
  .summary = "Print what the tag model hears over time",
  .details = "A row tells the time in seconds at which its window of sound ended, and the probability of each tag.\n"
             "With several files, a column \"file\" comes first.  Files of more than two channels are heard as\n"
             "their mean.  With --preset and the wet tap, the plug-in's live level match is at work unless\n"
             "--set level_match=0 turns it off.",
  .run     = run,
};
