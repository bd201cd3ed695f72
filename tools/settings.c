// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/settings.h"

#include "tools/nearest.h"
#include "tools/rows.h"

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
  return index < PARAM_ANALYSIS || parameter_is_of_band(index);
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
  char*                  end   = NULL;
  const float            value = strtof(text, &end);
  if (end == text || *end || !(value >= about->minimum && value <= about->maximum)) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "--set %s takes a number from %g to %g, not \"%s\"",
                           symbol,
                           (double)about->minimum,
                           (double)about->maximum,
                           text);
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
