// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/json_number.h"

#include <json-c/json.h>

#include <stdio.h>
#include <string.h>

json_object*
json_number(double value)
{
  char text[32];
  snprintf(text, sizeof(text), "%.9g", value);
  char* const comma = strchr(text, ',');
  if (comma) {
    *comma = '.';
  }
  return json_object_new_double_s(value, text);
}
