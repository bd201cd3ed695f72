// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_ROW_VERB_H
#define EQUUS_TOOLS_ROW_VERB_H

#include "plugin/snapshot.h"
#include "tools/verb.h"

/**
   What `tag` and `mood` share: a table over time of one model's readings of files.

   @param kind What is read; the other model is off.
   @return An exit code
*/
int row_verb_run(const Verb* verb, ModelKind kind, int argc, char** argv);

#endif // EQUUS_TOOLS_ROW_VERB_H
