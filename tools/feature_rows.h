// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_FEATURE_ROWS_H
#define EQUUS_TOOLS_FEATURE_ROWS_H

#include "dsp/feature.h"
#include "tools/sound.h"

/// What is asked of a recording
typedef struct {
  uint64_t    features; ///< Mask of feature_bit()
  bool        frames;   ///< A row a frame, of frame features alone; else a row a span
  FeatureSpan span;
} FeatureRequest;

enum { FEATURE_COLUMN_SIZE = FEATURE_LABEL_SIZE + 8 };

typedef struct {
  char        name[FEATURE_COLUMN_SIZE]; ///< e.g. "mfcc3_mean"
  FeatureId   feature;
  const char* unit; ///< "" for a plain number
} FeatureColumn;

/// One row a frame or span; what isn't known is NAN
typedef struct {
  uint32_t columns;
  uint32_t rows;
  double*  times;  ///< [rows][2] seconds: the middle of a frame twice; begin and end of a span
  double*  values; ///< [rows][columns]
} FeatureRows;

/**
   The columns: a frame feature's values, or the mean and standard deviation of each; a summary's values.
   @param columns [as many as are returned] or NULL to count them
*/
uint32_t feature_request_columns(const FeatureRequest* request, FeatureColumn* columns);

/**
   Compute the features of a recording, in two passes where librosa's definitions look at all of it.
   @param name Of the recording, for messages.
   @param rows Overwritten; cleared with feature_rows_clear(), and empty after a failure.
   @return EQUUS_ERR_RANGE for a recording that is empty, shorter than a span or of a rate out of range,
   EQUUS_ERR_MEMORY
*/
EquusStatus feature_rows_take(const FeatureRequest* request,
                              const Sound*          sound,
                              const char*           name,
                              FeatureRows*          rows,
                              EquusError*           error);

/// Free the rows; again and on a zeroed struct too
void feature_rows_clear(FeatureRows* rows);

#endif // EQUUS_TOOLS_FEATURE_ROWS_H
