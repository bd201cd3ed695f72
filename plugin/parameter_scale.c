// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/parameter_scale.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/// True if the parameter's points are its only values
static EQUUS_RT bool
is_list(const Parameter* p)
{
  return (p->flags & PARAMETER_ENUMERATION) != 0;
}

unsigned
parameter_steps(unsigned index)
{
  const Parameter* const p = parameter(index);
  if (is_list(p)) {
    return p->n_points - 1;
  }
  return (p->flags & (PARAMETER_TOGGLED | PARAMETER_INTEGER)) ? (unsigned)(p->maximum - p->minimum) : 0;
}

bool
parameter_is_modulated(unsigned index)
{
  const bool sounds = parameter_is_of_band(index) || parameter_is_of_curve(index) || index == PARAM_OUTPUT_GAIN;
  return sounds && !parameter_steps(index);
}

static EQUUS_RT double
position_in_list(const Parameter* p, float value)
{
  for (unsigned i = 0; i < p->n_points; ++i) {
    if (p->points[i].value == value) {
      return (double)i / (p->n_points - 1);
    }
  }
  return 0.0;
}

double
parameter_position(unsigned index, float value)
{
  const Parameter* const p       = parameter(index);
  const float            limited = parameter_limit(index, value);
  const double           least   = (double)p->minimum;
  const double           most    = (double)p->maximum;
  if (is_list(p)) {
    return position_in_list(p, limited);
  }
  if (p->flags & PARAMETER_LOGARITHMIC) {
    return log((double)limited / least) / log(most / least);
  }
  return ((double)limited - least) / (most - least);
}

float
parameter_value(unsigned index, double position)
{
  const Parameter* const p     = parameter(index);
  const double           least = (double)p->minimum;
  const double           most  = (double)p->maximum;
  const double           share = position > 0.0 ? fmin(position, 1.0) : 0.0; // Also for what isn't a number
  if (is_list(p)) {
    return p->points[(unsigned)(share * (p->n_points - 1) + 0.5)].value;
  }
  if (p->flags & PARAMETER_TOGGLED) {
    return share >= 0.5 ? 1.0f : 0.0f;
  }
  const double value =
    (p->flags & PARAMETER_LOGARITHMIC) ? least * pow(most / least, share) : least + share * (most - least);
  return parameter_limit(index, (float)value);
}

/// Length of `text` without the blanks at its end
static size_t
trimmed_length(const char* text)
{
  size_t length = strlen(text);
  while (length && isspace((unsigned char)text[length - 1])) {
    --length;
  }
  return length;
}

/// The number at the beginning of `text` in the C locale's form, whatever the program's is; NULL if there is none
static const char*
read_number(const char* text, double* number)
{
  const bool  negative = *text == '-';
  const char* p        = text + (*text == '-' || *text == '+');
  double      whole    = 0.0;
  double      place    = 1.0;
  unsigned    digits   = 0;
  bool        fraction = false;
  for (; isdigit((unsigned char)*p) || (!fraction && (*p == '.' || *p == ',')); ++p) {
    if (!isdigit((unsigned char)*p)) {
      fraction = true;
      continue;
    }
    whole = 10.0 * whole + (*p - '0');
    place = fraction ? 10.0 * place : place;
    ++digits;
  }
  *number = (negative ? -whole : whole) / place;
  return digits ? p : NULL;
}

/// What a unit multiplies by, 0 for one that isn't the parameter's
static double
unit_factor(ParameterUnit unit, const char* text, size_t length)
{
  static const struct {
    ParameterUnit unit;
    const char*   name;
    double        factor;
  } names[] = { { UNIT_DB, "dB", 1.0 },         { UNIT_HZ, "Hz", 1.0 },        { UNIT_HZ, "kHz", 1000.0 },
                { UNIT_HZ, "k", 1000.0 },       { UNIT_SECONDS, "s", 1.0 },    { UNIT_SECONDS, "ms", 0.001 },
                { UNIT_FRAMES, "frames", 1.0 }, { UNIT_FRAMES, "frame", 1.0 }, { UNIT_SAMPLES, "samples", 1.0 },
                { UNIT_SAMPLES, "sample", 1.0 } };
  for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    if (names[i].unit == unit && strlen(names[i].name) == length && !strncasecmp(text, names[i].name, length)) {
      return names[i].factor;
    }
  }
  return length ? 0.0 : 1.0;
}

bool
parameter_read(unsigned index, const char* text, float* value)
{
  const Parameter* const p = parameter(index);
  while (isspace((unsigned char)*text)) {
    ++text;
  }
  const size_t length = trimmed_length(text);
  for (unsigned i = 0; i < p->n_points; ++i) {
    if (strlen(p->points[i].name) == length && !strncasecmp(text, p->points[i].name, length)) {
      *value = p->points[i].value;
      return true;
    }
  }

  double            number = 0.0;
  const char* const end    = read_number(text, &number);
  const char*       unit   = end;
  while (unit && isspace((unsigned char)*unit)) {
    ++unit;
  }
  const double factor = unit ? unit_factor(p->unit, unit, trimmed_length(unit)) : 0.0;
  if (factor > 0.0) {
    *value = parameter_limit(index, (float)(number * factor));
  }
  return factor > 0.0;
}
