// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Prints the table of parameters and outputs as README.md shows it

#include "plugin/parameters.h"

#include <stdio.h>

static const char*
unit_text(ParameterUnit unit)
{
  static const char* const units[] = { "", " dB", " Hz", " s", " frames", " samples" };
  return units[unit];
}

static void
print_range(const Parameter* p)
{
  if (!(p->flags & (PARAMETER_TOGGLED | PARAMETER_ENUMERATION))) {
    printf("%g to %g%s", (double)p->minimum, (double)p->maximum, unit_text(p->unit));
    return;
  }

  for (unsigned i = 0; i < p->n_points; ++i) {
    printf("%s%s", i ? ", " : "", p->points[i].name);
  }
}

static void
print_initial(const Parameter* p)
{
  for (unsigned i = 0; i < p->n_points; ++i) {
    if (p->points[i].value == p->initial) {
      printf("%s", p->points[i].name);
      return;
    }
  }
  printf("%g%s", (double)p->initial, unit_text(p->unit));
}

static void
print_row(const Parameter* p)
{
  printf("| `%s` | %s | ", p->symbol, p->name);
  print_range(p);
  printf(" | ");
  print_initial(p);
  printf(" | %s |\n", p->help);
}

int
main(void)
{
  printf("| symbol | name | range | default | what it does |\n| --- | --- | --- | --- | --- |\n");
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    print_row(parameter(i));
  }

  printf("\n| output | name | range | what it says |\n| --- | --- | --- | --- |\n");
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    const Parameter* const p = parameter_output(i);
    printf("| `%s` | %s | %g to %g | %s |\n", p->symbol, p->name, (double)p->minimum, (double)p->maximum, p->help);
  }
  return 0;
}
