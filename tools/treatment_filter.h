// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TREATMENT_FILTER_H
#define EQUUS_TOOLS_TREATMENT_FILTER_H

#include "dsp/curve.h"
#include "dsp/eq.h"
#include "tools/butterworth.h"
#include "tools/fir.h"
#include "tools/treatment.h"

/// The filter that a treatment comes to at a rate
typedef struct {
  enum { FILTER_NONE, FILTER_BUTTERWORTH, FILTER_FIR, FILTER_PLUGIN } kind;
  Butterworth   butterworth;
  Fir           fir;
  EqSettings    eq; ///< FILTER_PLUGIN: the plug-in's own two stages
  CurveSettings curve;
} TreatmentFilter;

/**
   Design it; FILTER_NONE for treatments that aren't filters.
   @param filter Freed with treatment_filter_clear(), also after a failure.
   @return EQUUS_ERR_MEMORY or EQUUS_ERR_RANGE with `error`
*/
EquusStatus treatment_filter_design(const Treatment* treatment,
                                    double           rate,
                                    TreatmentFilter* filter,
                                    EquusError*      error);

void treatment_filter_clear(TreatmentFilter* filter);

/// Filter all channels of `dry` into `wet`, which is as long; EQUUS_ERR_MEMORY
EquusStatus treatment_filter_apply(const TreatmentFilter* filter, const Sound* dry, Sound* wet, EquusError* error);

/// Response in dB at frequencies in Hz [n], 0 for FILTER_NONE; false if out of memory
bool treatment_filter_response(const TreatmentFilter* filter,
                               double                 rate,
                               const double*          hertz,
                               unsigned               n,
                               double*                decibels);

#endif // EQUUS_TOOLS_TREATMENT_FILTER_H
