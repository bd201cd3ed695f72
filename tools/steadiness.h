// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_STEADINESS_H
#define EQUUS_TOOLS_STEADINESS_H

#include "tools/experiment.h"
#include "tools/statistics.h"

#include <stdio.h>

/**
   How far readings move when an equaliser changes what hardly anybody would call another song.

   A draw is an excerpt of a song, from a random place on, through random gains of the equaliser's bells, made as
   loud as before by one gain.  Songs take turns.  Dry and wet are heard in one run.  Draws of another limit have the
   same excerpts and the same gains, but for their size, and so have those of other models.
*/

enum { STEADINESS_MAX_LIMITS = 2 };

typedef struct {
  unsigned     song; ///< Index
  BundlePreset equaliser;
  Experiment   experiment; ///< As the survey's, but for the place where the excerpt starts
  Trial        trial;
} SteadinessDraw;

/// What was found at one limit
typedef struct {
  double   limit;            ///< Gains in dB lie within this on both sides
  unsigned done;             ///< Draws that went well
  Estimate valence, arousal; ///< Mean size of the change, in units of `spread`
  Estimate quadrant, top;    ///< Share of draws that flipped it
  Estimate quadrant_undecided, top_undecided;
} SteadinessRow;

typedef struct {
  Experiment      experiment; ///< Models, parameters, seconds of an excerpt and workers
  const char**    songs;      ///< [n_songs] paths
  unsigned        n_songs;
  unsigned        n_draws; ///< At each limit
  unsigned        n_limits;
  double          limits[STEADINESS_MAX_LIMITS]; ///< dB
  uint64_t        seed;
  SteadinessDraw* draws;                          ///< [n_limits][n_draws]
  double          spread_valence, spread_arousal; ///< Standard deviation of the songs' mean dry readings, on the plane
  SteadinessRow   rows[STEADINESS_MAX_LIMITS];
} Steadiness;

/**
   Draw and hear all; shows progress.
   @return EQUUS_ERR_MEMORY; troubles of single draws are in their trials.  Free with steadiness_clear() in any case.
*/
EquusStatus steadiness_run(Steadiness* steadiness, EquusError* error);

void steadiness_clear(Steadiness* steadiness);

/// For people, and the models' accuracy beside it
void steadiness_write_text(FILE* stream, const Steadiness* steadiness);

/// Columns limit,of,measure,value,low,high,draws
void steadiness_write_csv(FILE* stream, const Steadiness* steadiness);

/// All of it, draw by draw
void steadiness_write_json(FILE* stream, const Steadiness* steadiness);

#endif // EQUUS_TOOLS_STEADINESS_H
