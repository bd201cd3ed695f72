// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_FLIP_STUDY_H
#define EQUUS_TOOLS_FLIP_STUDY_H

#include "plugin/flip.h"
#include "tools/analysis.h"
#include "tools/sound.h"

/**
   The least equaliser that turns a verdict, or reaches a target, for window after window of songs.

   Windows begin a hop apart, each after a tenth of a second that lets filters settle.
*/

typedef struct {
  double     start; ///< Seconds in the file at which the window begins
  bool       done;
  EquusError error; ///< Why it isn't
  FlipResult directed;
  FlipResult random; ///< The best of the draws, where there were any
} FlipWindow;

typedef struct {
  const char* path;
  const char* name; ///< Last part of the path
  Sound       sound;
  EquusError  error; ///< Why it could not be heard
  unsigned    n;
  FlipWindow* windows; ///< [n]
} FlipSong;

typedef struct {
  const char*    models;  ///< Folder of the bundled ones
  const char*    model;   ///< Name or path, as for flip_new()
  const Sidecar* sidecar; ///< Of that
  const char*    text;    ///< Rule or target, as the user wrote it
  bool           has_target;
  VerdictRule    rule;      ///< Where there is no target
  Objective      objective; ///< The target
  double         amount;    ///< Of a tag, by which it is to move
  FlipSettings   settings;
  unsigned       draws;         ///< Random curves to compare with, 0 for none
  double         hop;           ///< Seconds
  double         start, length; ///< Part of each file; 0 seconds for all
  unsigned       workers;
  unsigned       n;
  FlipSong*      songs; ///< [n]
} FlipStudy;

/**
   Understand a target: "0.5,-0.2" on the plane, "+happy", "-sad".
   @param mood Index among the side-car's moods, for the plane.
*/
EquusStatus flip_study_aim(FlipStudy* study, unsigned mood, EquusError* error);

/**
   Read the files and search all windows in parallel, with progress on a terminal.
   @param paths Borrowed [n]
   @return EQUUS_ERR_MEMORY; errors of single songs and windows stand with them.
*/
EquusStatus flip_study_run(FlipStudy* study, const char* const* paths, unsigned n, EquusError* error);

/// Free the songs
void flip_study_clear(FlipStudy* study);

/// What came of all windows
typedef struct {
  unsigned windows, decided, found;
  double   median;        ///< dB of those found; not a number for none
  double   seconds, most; ///< A search takes in the mean, and at most
  unsigned random_found;  ///< Windows of which a draw flipped
  unsigned not_beaten;    ///< Decided windows of which no draw flipped with less
  double   flipped_draws; ///< Share of all draws on decided windows
  double   random_median; ///< dB of the best draws; not a number for none
} FlipSum;

FlipSum flip_study_sum(const FlipStudy* study);

/// Value of a study's target for outputs before activation
double flip_study_value(const FlipStudy* study, const float* raw);

/// Bands of the curves
static inline unsigned
flip_study_bands(const FlipStudy* study)
{
  return study->settings.bands;
}

#endif // EQUUS_TOOLS_FLIP_STUDY_H
