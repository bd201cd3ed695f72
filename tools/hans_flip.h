// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_HANS_FLIP_H
#define EQUUS_TOOLS_HANS_FLIP_H

#include "tools/experiment.h"
#include "tools/options.h"

/// `equus hans --flip` and `--toward`: the least equaliser instead of presets

typedef struct {
  const char *rule, *toward;
  double      amount, limit, seed, draws, hop;
  int         bands; ///< Index into hans_flip_bands
} HansFlip;

/// "8", "10", "31"
extern const char* const hans_flip_bands[];

/// The number at an index of these
unsigned hans_flip_bands_of(int index);

/// Amounts where the command line says nothing
#define HANS_FLIP_USUAL                                              \
  {                                                                  \
    .amount = 0.2, .limit = 6.0, .seed = 1.0, .hop = 3.0, .bands = 1 \
  }

// clang-format off
/// Its options in a verb's table
#define HANS_FLIP_OPTIONS(flip)                                                                                       \
  { "flip", 0, OPTION_TEXT, "RULE", "Find the least equaliser that turns a verdict; see below",                       \
    &(flip)->rule, 0, 0, NULL },                                                                                      \
  { "toward", 0, OPTION_TEXT, "V,A|+TAG|-TAG", "Find the least equaliser that moves a reading there",                 \
    &(flip)->toward, 0, 0, NULL },                                                                                    \
  { "amount", 0, OPTION_NUMBER, "P", "How far a tag goes up or down (default 0.2)", &(flip)->amount, 0.001, 1, NULL }, \
  { "limit", 0, OPTION_NUMBER, "DB", "Most that a band gets (default 6)", &(flip)->limit, 0.1, 24, NULL },            \
  { "bands", 0, OPTION_CHOICE, "8|10|31", "Bands of the curve (default 10)", &(flip)->bands, 0, 0, hans_flip_bands }, \
  { "seed", 0, OPTION_WHOLE, "N", "Of random curves (default 1)", &(flip)->seed, 0, 9e15, NULL },                     \
  { "random", 0, OPTION_WHOLE, "N", "Compare with the best of so many random curves", &(flip)->draws, 0, 1e6, NULL }, \
  { "hop", 0, OPTION_NUMBER, "SECONDS", "From window to window (default 3)", &(flip)->hop, 0.1, 1e6, NULL }
// clang-format on

/// What is to be printed: as hans prints
typedef enum { HANS_FLIP_TABLE, HANS_FLIP_CSV, HANS_FLIP_JSON } HansFlipFormat;

/**
   Search all windows of all files, print, and write a report.
   @param experiment Bundle, models, part of the files and workers, chosen already.
   @param paths [n]
   @param folder For the report, made already, or NULL.
   @param status Set to a status with `error` where the command line is wrong; else the exit code holds.
   @return Exit code.
*/
int hans_flip_run(const HansFlip*    flip,
                  const Experiment*  experiment,
                  const char* const* paths,
                  unsigned           n,
                  HansFlipFormat     format,
                  const char*        folder,
                  EquusStatus*       status,
                  EquusError*        error);

#endif // EQUUS_TOOLS_HANS_FLIP_H
