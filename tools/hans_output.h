// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_HANS_OUTPUT_H
#define EQUUS_TOOLS_HANS_OUTPUT_H

#include "tools/experiment.h"

#include <stdio.h>

/// What an experiment found, in three forms; each ends with a line end

/// For people on a terminal: a table a song, dry against wet, and a sum at the end
void hans_write_table(FILE* stream, const Experiment* experiment);

/// A row a trial, with named columns
void hans_write_csv(FILE* stream, const Experiment* experiment);

/// One document with models, settings, and every tag of every trial
void hans_write_json(FILE* stream, const Experiment* experiment);

#endif // EQUUS_TOOLS_HANS_OUTPUT_H
