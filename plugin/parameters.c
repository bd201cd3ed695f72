// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/parameters.h"

#include "plugin/places.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const ParameterPoint off_on[]         = { { "off", 0.0f }, { "on", 1.0f } };
static const ParameterPoint analysis_modes[] = { { "always", 0.0f }, { "with window", 1.0f } };
static const ParameterPoint hops[]           = { { "as the model", 0.0f } };
static const ParameterPoint slopes[]         = { { "12 dB/oct", 12.0f }, { "24 dB/oct", 24.0f } };
static const ParameterPoint comparisons[]    = { { "chosen models", (float)COMPARE_NOTHING },
                                                 { "all moods", (float)COMPARE_MOODS },
                                                 { "all tag models", (float)COMPARE_TAGS },
                                                 { "all models", (float)COMPARE_ALL } };
static const ParameterPoint dry_sources[] = { { "input", (float)DRY_INPUT }, { "side-chain", (float)DRY_SIDE_CHAIN } };
static const ParameterPoint curve_bands[] = { { "8", 8.0f }, { "10", 10.0f }, { "31", 31.0f } };

#define TAG_POINT(place, model, title, value, heads) { title, value },
#define MOOD_POINT(place, model, title, value) { title, value },
#define HEAD_POINT(name, title, value) { title, value },

// clang-format off
static const ParameterPoint tag_models[] = {
  { "off", 0.0f },
  PLACES_OF_TAGS(TAG_POINT)
  { "own model", (float)TAG_MODEL_OWN },
};

static const ParameterPoint mood_models[] = {
  { "off", 0.0f },
  PLACES_MOOD_HEADS(HEAD_POINT)
  PLACES_OF_MOOD(MOOD_POINT)
  { "own model", (float)MOOD_MODEL_OWN },
};
// clang-format on

#define N(array) ((unsigned)(sizeof(array) / sizeof((array)[0])))
#define POINTS(array) N(array), array

#define TOGGLE(symbol, name, help, initial)                                                                   \
  {                                                                                                           \
    symbol, name, help, UNIT_NONE, 0.0f, 1.0f, initial, PARAMETER_TOGGLED | PARAMETER_INTEGER, POINTS(off_on) \
  }

#define FREQUENCY(symbol, name, lowest, initial)                                                                       \
  {                                                                                                                    \
    symbol "_freq", name " frequency", "Centre or corner frequency of this band.", UNIT_HZ, lowest, 20000.0f, initial, \
      PARAMETER_LOGARITHMIC, 0, NULL                                                                                   \
  }

#define GAIN(symbol, name)                                                                                        \
  {                                                                                                               \
    symbol "_gain", name " gain", "How much this band lifts or lowers.", UNIT_DB, -24.0f, 24.0f, 0.0f, 0, 0, NULL \
  }

#define SLOPE(symbol, name)                                                                        \
  {                                                                                                \
    symbol "_slope", name " slope", "How steeply this band cuts.", UNIT_NONE, 12.0f, 24.0f, 12.0f, \
      PARAMETER_ENUMERATION | PARAMETER_INTEGER, POINTS(slopes)                                    \
  }

#define QUALITY(symbol, name)                                                                                 \
  {                                                                                                           \
    symbol "_q", name " Q", "How narrow this band is; 0.707 is Butterworth.", UNIT_NONE, 0.1f, 16.0f, 0.707f, \
      PARAMETER_LOGARITHMIC, 0, NULL                                                                          \
  }

#define PASS(symbol, name, lowest, initial)                                                                    \
  TOGGLE(symbol "_on", name, "Puts this band into the path.", 0.0f), FREQUENCY(symbol, name, lowest, initial), \
    SLOPE(symbol, name), QUALITY(symbol, name)

#define BELL(symbol, name, initial)                                                                           \
  TOGGLE(symbol "_on", name, "Puts this band into the path.", 1.0f), FREQUENCY(symbol, name, 20.0f, initial), \
    GAIN(symbol, name), QUALITY(symbol, name)

#define CURVE(n)                                                                                                       \
  {                                                                                                                    \
    "curve_" n, "Curve " n, "Gain at the centre of band " n " of the curve.", UNIT_DB, -24.0f, 24.0f, 0.0f, 0, 0, NULL \
  }

static const Parameter parameters[] = {
  TOGGLE("enabled", "Enabled", "Off bypasses the equaliser with a short cross-fade; analysis goes on.", 1.0f),
  { "output_gain", "Output gain", "Gain after the equaliser.", UNIT_DB, -24.0f, 24.0f, 0.0f, 0, 0, NULL },
  TOGGLE("level_match",
         "Level match",
         "Makes the equalised sound as loud as the input, so that louder is not mistaken for happier.",
         1.0f),
  { "analysis",
    "Analysis",
    "Whether the models listen always or only while a window is open; offline always.",
    UNIT_NONE,
    0.0f,
    1.0f,
    0.0f,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER | PARAMETER_EXPENSIVE,
    POINTS(analysis_modes) },
  { "tag_model",
    "Tag model",
    "The network that hears tags.",
    UNIT_NONE,
    0.0f,
    (float)TAG_MODEL_OWN,
    1.0f,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER | PARAMETER_EXPENSIVE,
    POINTS(tag_models) },
  { "mood_model",
    "Mood model",
    "What hears valence and arousal.",
    UNIT_NONE,
    0.0f,
    (float)MOOD_MODEL_OWN,
    2.0f,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER | PARAMETER_EXPENSIVE,
    POINTS(mood_models) },
  { "tag_hop",
    "Tag interval",
    "Frames of the tag models between two readings, 0 for what suits each best; live at least 0.1 s.",
    UNIT_FRAMES,
    0.0f,
    625.0f,
    0.0f,
    PARAMETER_INTEGER | PARAMETER_EXPENSIVE,
    POINTS(hops) },
  { "mood_hop",
    "Mood interval",
    "Seconds between two readings of a mood model; live at least 0.1 s.",
    UNIT_SECONDS,
    0.02f,
    10.0f,
    1.0f,
    PARAMETER_LOGARITHMIC | PARAMETER_EXPENSIVE,
    0,
    NULL },
  PASS("hp", "High-pass", 10.0f, 30.0f),
  BELL("ls", "Low shelf", 100.0f),
  BELL("p1", "Peak 1", 200.0f),
  BELL("p2", "Peak 2", 500.0f),
  BELL("p3", "Peak 3", 1500.0f),
  BELL("p4", "Peak 4", 4000.0f),
  BELL("hs", "High shelf", 8000.0f),
  PASS("lp", "Low-pass", 20.0f, 18000.0f),
  { "compare",
    "Compare",
    "Which models run beside the chosen ones, to be compared with them.",
    UNIT_NONE,
    (float)COMPARE_NOTHING,
    (float)COMPARE_ALL,
    (float)COMPARE_NOTHING,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER | PARAMETER_EXPENSIVE,
    POINTS(comparisons) },
  TOGGLE("shadow", "Shadow", "The models alone hear the equaliser; the audio passes untouched, bit for bit.", 0.0f),
  { "dry_source",
    "Dry source",
    "What the models hear as dry; the side-chain is an input of the side-chain plug-ins.",
    UNIT_NONE,
    (float)DRY_INPUT,
    (float)DRY_SIDE_CHAIN,
    (float)DRY_INPUT,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER,
    POINTS(dry_sources) },
  { "dry_delay",
    "Dry delay",
    "Delays the side-chain where the input comes later than it.",
    UNIT_SAMPLES,
    0.0f,
    (float)DRY_DELAY_MOST,
    0.0f,
    PARAMETER_INTEGER,
    0,
    NULL },
  { "curve_bands",
    "Curve bands",
    "Number of bands of the curve, a graphic equaliser after the eight bands; further bands are not heard.",
    UNIT_NONE,
    8.0f,
    (float)CURVE_MAX_BANDS,
    10.0f,
    PARAMETER_ENUMERATION | PARAMETER_INTEGER,
    POINTS(curve_bands) },
  CURVE("1"),
  CURVE("2"),
  CURVE("3"),
  CURVE("4"),
  CURVE("5"),
  CURVE("6"),
  CURVE("7"),
  CURVE("8"),
  CURVE("9"),
  CURVE("10"),
  CURVE("11"),
  CURVE("12"),
  CURVE("13"),
  CURVE("14"),
  CURVE("15"),
  CURVE("16"),
  CURVE("17"),
  CURVE("18"),
  CURVE("19"),
  CURVE("20"),
  CURVE("21"),
  CURVE("22"),
  CURVE("23"),
  CURVE("24"),
  CURVE("25"),
  CURVE("26"),
  CURVE("27"),
  CURVE("28"),
  CURVE("29"),
  CURVE("30"),
  CURVE("31"),
};

_Static_assert(N(parameters) == PARAM_COUNT, "the table has a row for every parameter");
_Static_assert((int)PARAMS_PER_BAND == 4, "PARAM_COUNT counts four parameters a band");

#define AXIS(symbol, name, help)                                 \
  {                                                              \
    symbol, name, help, UNIT_NONE, -1.0f, 1.0f, 0.0f, 0, 0, NULL \
  }
#define SLOT(tap, name, n)                                                                                          \
  {                                                                                                                 \
    tap "_tag_" n, name " tag " n, "Probability of the tag in slot " n ".", UNIT_NONE, 0.0f, 1.0f, 0.0f, 0, 0, NULL \
  }
#define SLOTS(tap, name)                                                                                        \
  SLOT(tap, name, "1"), SLOT(tap, name, "2"), SLOT(tap, name, "3"), SLOT(tap, name, "4"), SLOT(tap, name, "5"), \
    SLOT(tap, name, "6"), SLOT(tap, name, "7"), SLOT(tap, name, "8")

static const Parameter outputs[] = {
  AXIS("dry_valence", "Dry valence", "How pleasant the mood model finds the input."),
  AXIS("dry_arousal", "Dry arousal", "How lively the mood model finds the input."),
  AXIS("wet_valence", "Wet valence", "How pleasant the mood model finds the output."),
  AXIS("wet_arousal", "Wet arousal", "How lively the mood model finds the output."),
  SLOTS("dry", "Dry"),
  SLOTS("wet", "Wet"),
};

_Static_assert(N(outputs) == OUTPUT_COUNT, "the table has a row for every output");
_Static_assert((int)OUTPUT_WET_TAGS - (int)OUTPUT_DRY_TAGS == (int)TAG_SLOTS, "a row for every slot");

const Parameter*
parameter(unsigned index)
{
  return &parameters[index];
}

const Parameter*
parameter_output(unsigned index)
{
  return &outputs[index];
}

int
parameter_find(const char* symbol)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (!strcmp(parameters[i].symbol, symbol)) {
      return (int)i;
    }
  }
  return -1;
}

static float
nearest_point(const Parameter* p, float value)
{
  float nearest = p->points[0].value;
  for (unsigned i = 1; i < p->n_points; ++i) {
    if (fabsf(p->points[i].value - value) < fabsf(nearest - value)) {
      nearest = p->points[i].value;
    }
  }
  return nearest;
}

float
parameter_limit(unsigned index, float value)
{
  const Parameter* const p = &parameters[index];
  if (!isfinite(value)) {
    return p->initial;
  }
  if (p->flags & PARAMETER_TOGGLED) {
    return value > 0.0f ? 1.0f : 0.0f;
  }
  const float limited = fminf(fmaxf(value, p->minimum), p->maximum);
  if (p->flags & PARAMETER_ENUMERATION) {
    return nearest_point(p, limited);
  }
  return (p->flags & PARAMETER_INTEGER) ? roundf(limited) : limited;
}

unsigned
parameter_of_band(unsigned band, unsigned offset)
{
  return PARAM_BANDS + band * PARAMS_PER_BAND + offset;
}

bool
parameter_is_of_band(unsigned index)
{
  return index >= PARAM_BANDS && index < PARAM_BANDS + EQ_BANDS * PARAMS_PER_BAND;
}

bool
parameter_is_of_curve(unsigned index)
{
  return index >= PARAM_CURVE_BANDS && index < PARAM_CURVE + CURVE_MAX_BANDS;
}

void
parameters_to_curve(const float* values, CurveSettings* settings)
{
  settings->bands = (unsigned)values[PARAM_CURVE_BANDS];
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    settings->gains[i] = values[PARAM_CURVE + i];
  }
}

void
parameters_to_eq(const float* values, EqSettings* settings)
{
  settings->enabled     = values[PARAM_ENABLED] > 0.0f;
  settings->output_gain = values[PARAM_OUTPUT_GAIN];
  for (unsigned i = 0; i < EQ_BANDS; ++i) {
    const float* const v    = values + parameter_of_band(i, 0);
    EqBand* const      band = &settings->bands[i];
    const EqKind       kind = eq_band_kind(i);
    const bool         pass = kind == EQ_HIGH_PASS || kind == EQ_LOW_PASS;

    band->on        = v[BAND_ON] > 0.0f;
    band->frequency = v[BAND_FREQUENCY];
    band->gain      = pass ? 0.0f : v[BAND_GAIN];
    band->q         = v[BAND_Q];
    band->steep     = pass && v[BAND_GAIN] > 18.0f;
  }
}

static void
format_frequency(float hertz, char* text, unsigned size)
{
  const double f = (double)hertz;
  if (f < 99.95) {
    snprintf(text, size, "%.1f Hz", f);
  } else if (f < 999.5) {
    snprintf(text, size, "%.0f Hz", f);
  } else if (f < 9995.0) {
    snprintf(text, size, "%.2f kHz", f / 1000.0);
  } else {
    snprintf(text, size, "%.1f kHz", f / 1000.0);
  }
}

static void
format_number(const Parameter* p, float value, char* text, unsigned size)
{
  if (p->flags & PARAMETER_INTEGER) {
    snprintf(text, size, "%.0f", (double)value);
  } else {
    snprintf(text, size, "%.2f", (double)value);
  }
}

char*
parameter_format(unsigned index, float value, char* text, unsigned size)
{
  const Parameter* const p = &parameters[index];
  for (unsigned i = 0; i < p->n_points; ++i) {
    if (p->points[i].value == value) {
      snprintf(text, size, "%s", p->points[i].name);
      return text;
    }
  }
  switch (p->unit) {
  case UNIT_DB: // Adding 0 turns a negative zero into a positive one
    snprintf(text, size, "%+.1f dB", round((double)value * 10.0) / 10.0 + 0.0);
    break;
  case UNIT_HZ:
    format_frequency(value, text, size);
    break;
  case UNIT_SECONDS:
    snprintf(text, size, "%.2f s", (double)value);
    break;
  case UNIT_FRAMES:
    snprintf(text, size, "%.0f frames", (double)value);
    break;
  case UNIT_SAMPLES:
    snprintf(text, size, "%.0f samples", (double)value);
    break;
  case UNIT_NONE:
    format_number(p, value, text, size);
    break;
  }
  return text;
}
