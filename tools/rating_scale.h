// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_RATING_SCALE_H
#define EQUUS_TOOLS_RATING_SCALE_H

#include "dsp/error.h"

/// The scale of people's ratings: its ends, and the border between low and high
typedef struct {
  double minimum, centre, maximum;
} RatingScale;

/// Read "MIN:CENTRE:MAX"; EQUUS_ERR_RANGE with `error` unless these are three rising numbers
EquusStatus rating_scale_parse(const char* text, RatingScale* scale, EquusError* error);

#endif // EQUUS_TOOLS_RATING_SCALE_H
