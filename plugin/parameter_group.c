// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/parameter_group.h"

ParameterGroup
parameter_group(unsigned index)
{
  if (parameter_is_of_band(index)) {
    return GROUP_EQUALISER;
  }
  if (parameter_is_of_curve(index)) {
    return GROUP_CURVE;
  }
  switch (index) {
  case PARAM_ANALYSIS:
  case PARAM_TAG_MODEL:
  case PARAM_MOOD_MODEL:
  case PARAM_TAG_HOP:
  case PARAM_MOOD_HOP:
  case PARAM_COMPARE:
    return GROUP_MODELS;
  default:
    return GROUP_GENERAL;
  }
}

const char*
parameter_group_name(ParameterGroup group)
{
  static const char* const names[PARAMETER_GROUPS] = { "General", "Models", "Equaliser", "Graphic curve" };
  return names[group];
}
