// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_REPORT_PARTS_H
#define EQUUS_TOOLS_REPORT_PARTS_H

#include "tools/experiment.h"

#include <stdio.h>

/// Sections of the report, in the order in which they stand

/// Style sheet: colours of the theme, light and dark, and for paper
void report_write_style(FILE* stream);

/// Title, what was tried, and the outcome in figures
void report_write_head(FILE* stream, const Experiment* experiment);

/// Every preset against every song
void report_write_overview(FILE* stream, const Experiment* experiment);

/// One song: plane, table, tags
void report_write_song(FILE* stream, const Experiment* experiment, const Song* song, unsigned number);

/// What each preset does
void report_write_presets(FILE* stream, const Experiment* experiment);

/// Method, what a flip proves and what it doesn't, models, settings
void report_write_method(FILE* stream, const Experiment* experiment);

/// Papers that explain the horse, as a list
void report_write_sources(FILE* stream);

/// A verdict's outcome as a word with its mark
void report_write_turn(FILE* stream, Turn turn, const char* wet);

/// How often a verdict turned in all trials of an experiment
typedef struct {
  TurnCount quadrant, top;
} ReportSum;

ReportSum report_sum(const Experiment* experiment);

/// Name of the tag that is on top of a mean
const char* report_top_tag(const Experiment* experiment, const SongMean* mean);

#endif // EQUUS_TOOLS_REPORT_PARTS_H
