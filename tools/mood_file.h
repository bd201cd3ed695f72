// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_MOOD_FILE_H
#define EQUUS_TOOLS_MOOD_FILE_H

#include "tools/rating_scale.h"
#include "tools/statistics.h"

/// A mood model that was learnt, as files that every Equus reads (docs/side-car.md, "Heads")

enum { MOOD_AXES = 2, MOOD_FIGURES = 3 };

/// One axis: valence (0) or arousal (1)
typedef struct {
  const double* weights; ///< [size + 1]: of the embedding's values, then what is added
  RatingScale   scale;
  double        alpha;                 ///< Penalty of the ridge regression
  Estimate      figures[MOOD_FIGURES]; ///< r, R2 and RMSE in ten folds
} MoodAxis;

typedef struct {
  const char* name;   ///< Of the model
  const char* title;  ///< For people
  const char* model;  ///< That it stands on
  const char* tensor; ///< In that model
  uint32_t    size;   ///< Of the tensor
  uint32_t    live_hop;
  MoodAxis    axes[MOOD_AXES];
  uint32_t    files;  ///< That were rated
  uint64_t    seed;   ///< Of the folds
  const char* folder; ///< Names, without folders before them
  const char* table;
  const char* part; ///< What was heard of each file, e.g. "the first 30 s"
} MoodFile;

/// "valence", "arousal"
const char* mood_axis_name(unsigned axis);

/**
   Write PATH.onnx, a weighted sum, and PATH.json, its side-car.
   @return EQUUS_ERR_IO or EQUUS_ERR_MEMORY with `error` naming the file
*/
EquusStatus mood_file_write(const MoodFile* mood, const char* path, EquusError* error);

#endif // EQUUS_TOOLS_MOOD_FILE_H
