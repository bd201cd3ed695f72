// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_PARAMETERS_H
#define EQUUS_PLUGIN_PARAMETERS_H

#include "dsp/curve.h"
#include "dsp/eq.h"
#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The one table of parameters and outputs.

   It generates the LV2 Turtle, the presets' keys, the window's controls and the
   README's table; every plug-in format lists its parameters from it.  Symbols
   are for ever; new parameters go to the end.
*/

enum {
  PARAM_ENABLED,
  PARAM_OUTPUT_GAIN,
  PARAM_LEVEL_MATCH,
  PARAM_ANALYSIS,                             ///< AnalysisMode
  PARAM_TAG_MODEL,                            ///< 0 off, else as plugin/places.h says
  PARAM_MOOD_MODEL,                           ///< 0 off, else as plugin/places.h says
  PARAM_TAG_HOP,                              ///< Frames of the tag models, 0 for the live_hop of each
  PARAM_MOOD_HOP,                             ///< Seconds
  PARAM_BANDS,                                ///< First of EQ_BANDS groups of PARAMS_PER_BAND
  PARAM_COMPARE = PARAM_BANDS + EQ_BANDS * 4, ///< Compare
  PARAM_SHADOW,                               ///< The models alone hear the equaliser
  PARAM_DRY_SOURCE,                           ///< DrySource
  PARAM_DRY_DELAY,                            ///< Samples of the host's rate
  PARAM_CURVE_BANDS,                          ///< 8, 10 or 31
  PARAM_CURVE,                                ///< First of CURVE_MAX_BANDS
  PARAM_COUNT = PARAM_CURVE + CURVE_MAX_BANDS
};

/// Offsets within a band's group
enum {
  BAND_ON,
  BAND_FREQUENCY,
  BAND_GAIN, ///< dB; for the passes the slope: 12 or 24 dB per octave
  BAND_Q,
  PARAMS_PER_BAND
};

typedef enum { ANALYSIS_ALWAYS, ANALYSIS_WITH_WINDOW } AnalysisMode;

typedef enum { DRY_INPUT, DRY_SIDE_CHAIN } DrySource;

enum { DRY_DELAY_MOST = 8192 }; ///< Samples

enum {
  OUTPUT_DRY_VALENCE, ///< On the plane, -1 to 1
  OUTPUT_DRY_AROUSAL,
  OUTPUT_WET_VALENCE,
  OUTPUT_WET_AROUSAL,
  OUTPUT_DRY_TAGS, ///< First of TAG_SLOTS, published scale
  OUTPUT_WET_TAGS = OUTPUT_DRY_TAGS + 8,
  OUTPUT_COUNT    = OUTPUT_WET_TAGS + 8
};

enum { TAG_SLOTS = 8 };

typedef enum { UNIT_NONE, UNIT_DB, UNIT_HZ, UNIT_SECONDS, UNIT_FRAMES, UNIT_SAMPLES } ParameterUnit;

typedef enum {
  PARAMETER_TOGGLED     = 1u << 0u,
  PARAMETER_INTEGER     = 1u << 1u,
  PARAMETER_ENUMERATION = 1u << 2u, ///< Scale points are the only values
  PARAMETER_LOGARITHMIC = 1u << 3u,
  PARAMETER_EXPENSIVE   = 1u << 4u ///< Loads a model or restarts analysis: not for automation
} ParameterFlag;

typedef struct {
  const char* name;
  float       value;
} ParameterPoint;

typedef struct {
  const char*           symbol; ///< C identifier, stable
  const char*           name;   ///< For people, at most 24 characters
  const char*           help;   ///< One sentence
  ParameterUnit         unit;
  float                 minimum, maximum, initial;
  unsigned              flags;
  unsigned              n_points;
  const ParameterPoint* points;
} Parameter;

/// Description of an input parameter, index below PARAM_COUNT
const Parameter* parameter(unsigned index);

/// Description of an output, index below OUTPUT_COUNT
const Parameter* parameter_output(unsigned index);

/// Index of the parameter with this symbol, or -1
int parameter_find(const char* symbol);

/// `value` limited to the parameter's range, rounded if it is stepped; not finite gives the default
float parameter_limit(unsigned index, float value) EQUUS_RT;

/// Index of a band's parameter, e.g. parameter_of_band(3, BAND_GAIN)
unsigned parameter_of_band(unsigned band, unsigned offset) EQUUS_RT;

/// True for the parameters of the equaliser's bands
bool parameter_is_of_band(unsigned index) EQUUS_RT;

/// True for the curve's number of bands and its gains
bool parameter_is_of_curve(unsigned index) EQUUS_RT;

/// The equaliser's settings that these values [PARAM_COUNT] say
void parameters_to_eq(const float* values, EqSettings* settings) EQUUS_RT;

/// The curve that these values [PARAM_COUNT] say, whether or not the equaliser is enabled
void parameters_to_curve(const float* values, CurveSettings* settings) EQUUS_RT;

/// Text with unit for a value, e.g. "1.90 kHz", "+6.0 dB", "on"; returns `text`
char* parameter_format(unsigned index, float value, char* text, unsigned size);

#endif // EQUUS_PLUGIN_PARAMETERS_H
