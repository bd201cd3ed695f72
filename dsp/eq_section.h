// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_EQ_SECTION_H
#define EQUUS_DSP_EQ_SECTION_H

#include "dsp/eq.h"
#include "dsp/svf.h"

#include <stdbool.h>

/**
   The equaliser's second-order sections: one for each band, and one more for
   each pass, which joins in where that pass is steep.  All functions are pure.
*/
enum { EQ_SECTIONS = EQ_BANDS + 2 };

/// The parameters of a section, on the scales on which they glide
typedef struct {
  double frequency; ///< Natural logarithm of Hz
  double gain;      ///< dB
  double q;         ///< Natural logarithm
  double mix;       ///< 0 off, 1 on
} EqSection;

/// The band that a section belongs to
unsigned eq_section_band(unsigned section) EQUUS_RT;

/// What a section glides to under limited settings; frequencies stay below 0.49 of the rate
EqSection eq_section_target(const EqSettings* settings, unsigned section, double rate) EQUUS_RT;

/// The filter that makes a section at a rate in Hz
Svf eq_section_filter(const EqSection* parameters, unsigned section, double rate) EQUUS_RT;

/// True if the section is off, or a shelf or peak of 0 dB: its filter passes its input unchanged
bool eq_section_is_identity(const EqSection* parameters, unsigned section) EQUUS_RT;

#endif // EQUUS_DSP_EQ_SECTION_H
