// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/rating_scale.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

EquusStatus
rating_scale_parse(const char* const text, RatingScale* const scale, EquusError* const error)
{
  double* const numbers[] = { &scale->minimum, &scale->centre, &scale->maximum };
  const char*   at        = text;
  unsigned      n         = 0;
  for (; n < 3; ++n) {
    char* end   = NULL;
    *numbers[n] = strtod(at, &end);
    if (end == at || *end != (n < 2 ? ':' : '\0')) {
      break;
    }
    at = end + 1;
  }
  const bool rising = n == 3 && scale->minimum < scale->centre && scale->centre < scale->maximum;
  if (!rising || !isfinite(scale->maximum - scale->minimum)) {
    return equus_error_set(
      error, EQUUS_ERR_RANGE, "--scale takes three rising numbers, such as 1:5:9, not \"%s\"", text);
  }
  return EQUUS_OK;
}
