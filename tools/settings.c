// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/settings.h"

#include "tools/nearest.h"
#include "tools/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
settings_init(float* const values)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }
}

static bool
is_sound(const unsigned index)
{
  return index < PARAM_ANALYSIS || parameter_is_of_band(index) || parameter_is_of_curve(index);
}

void
settings_apply(float* const values, const BundlePreset* const preset)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (is_sound(i) && preset->sets[i]) {
      values[i] = preset->values[i];
    }
  }
}

EquusStatus
settings_apply_named(float* const values, const Bundle* const bundle, const char* const name, EquusError* const error)
{
  const BundlePreset* const preset = name ? bundle_find_preset(bundle, name, error) : NULL;
  if (preset) {
    settings_apply(values, preset);
  }
  return name && !preset ? EQUUS_ERR_NOT_FOUND : EQUUS_OK;
}

static EquusStatus
unknown_symbol(const char* const symbol, EquusError* const error)
{
  const char* names[PARAM_COUNT];
  char        text[EQUUS_ERROR_TEXT_SIZE];
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    names[i] = parameter(i)->symbol;
  }
  nearest_explain("parameter", symbol, names, PARAM_COUNT, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

/// Value of a choice by its name, or of a number as it is written; NAN if it is neither, or out of range
static float
value_of(const Parameter* const about, const char* const text)
{
  for (unsigned i = 0; i < about->n_points; ++i) {
    if (names_match(about->points[i].name, text)) {
      return about->points[i].value;
    }
  }
  char*       end   = NULL;
  const float value = strtof(text, &end);
  return end != text && !*end && value >= about->minimum && value <= about->maximum ? value : NAN;
}

/// What an assignment may say instead of `text`
static EquusStatus
refuse_value(const Parameter* const about, const char* const text, EquusError* const error)
{
  char   choices[EQUUS_ERROR_TEXT_SIZE / 2] = "";
  size_t length                             = 0;
  for (unsigned i = 0; i < about->n_points && length < sizeof(choices); ++i) {
    length += (size_t)snprintf(
      choices + length, sizeof(choices) - length, "%s %s", i ? "," : " or one of", about->points[i].name);
  }
  return equus_error_set(error,
                         EQUUS_ERR_RANGE,
                         "--set %s takes a number from %g to %g%s, not \"%.100s\"",
                         about->symbol,
                         (double)about->minimum,
                         (double)about->maximum,
                         choices,
                         text);
}

static EquusStatus
assign(float* const values, const char* const assignment, EquusError* const error)
{
  const size_t length = strcspn(assignment, "=");
  char         symbol[64];
  snprintf(symbol, sizeof(symbol), "%.*s", (int)length, assignment);
  const int index = parameter_find(symbol);
  if (index < 0) {
    return unknown_symbol(symbol, error);
  }
  const Parameter* const about = parameter((unsigned)index);
  const char* const      text  = assignment[length] ? assignment + length + 1 : "";
  const float            value = value_of(about, text);
  if (isnan(value)) {
    return refuse_value(about, text, error);
  }
  values[index] = parameter_limit((unsigned)index, value);
  return EQUUS_OK;
}

EquusStatus
settings_assign(float* const values, const TextList* const assignments, EquusError* const error)
{
  EquusStatus status = EQUUS_OK;
  for (unsigned i = 0; !status && i < assignments->n; ++i) {
    status = assign(values, assignments->items[i], error);
  }
  return status;
}

void
settings_hop(float* const values, const Sidecar* const sidecar, const uint32_t hop)
{
  if (sidecar->kind == MODEL_MOOD) {
    values[PARAM_MOOD_HOP] = (float)rows_hop_seconds(&sidecar->frontend, hop);
  } else {
    values[PARAM_TAG_HOP] = (float)hop;
  }
}
