// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: in every theme all text reaches a contrast of 4.5:1 and all marks 3:1 against what lies under them.

#include "ui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

static void
contrast_is_that_of_wcag(void** state)
{
  (void)state;
  const Colour black = { 0.0, 0.0, 0.0 };
  const Colour white = { 1.0, 1.0, 1.0 };
  const Colour grey  = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0 };
  assert_true(fabs(theme_contrast(black, white) - 21.0) < 1e-9);
  assert_true(fabs(theme_contrast(white, black) - 21.0) < 1e-9);
  assert_true(fabs(theme_contrast(white, grey) - 4.478) < 1e-3); // The known near miss of #777 on white
}

static void
pairs_reach_their_contrast(void** state)
{
  (void)state;
  unsigned               n     = 0;
  const ThemePair* const pairs = theme_pairs(&n);
  assert_true(n >= 18);
  for (unsigned t = 0; t < THEME_COUNT; ++t) {
    const Theme* const theme = theme_get((ThemeName)t);
    for (unsigned i = 0; i < n; ++i) {
      const double contrast =
        theme_contrast(theme_colour(theme, pairs[i].foreground), theme_colour(theme, pairs[i].background));
      if (contrast < pairs[i].minimum) {
        print_error("%s: %s %d on %d has %.2f, needs %.1f\n",
                    theme->name,
                    pairs[i].use,
                    (int)pairs[i].foreground,
                    (int)pairs[i].background,
                    contrast,
                    pairs[i].minimum);
      }
      assert_true(contrast >= pairs[i].minimum);
    }
  }
}

static void
high_contrast_exceeds_seven(void** state)
{
  (void)state;
  const Theme* const theme = theme_get(THEME_CONTRAST);
  for (unsigned role = COLOUR_TEXT; role <= COLOUR_MUTED; ++role) {
    assert_true(theme_contrast(theme_colour(theme, (ColourRole)role), theme_colour(theme, COLOUR_PANEL)) >= 7.0);
  }
}

static void
names_are_found_again(void** state)
{
  (void)state;
  for (unsigned t = 0; t < THEME_COUNT; ++t) {
    assert_int_equal(theme_find(theme_get((ThemeName)t)->name, THEME_COUNT), t);
  }
  assert_int_equal(theme_find("mauve", THEME_LIGHT), THEME_LIGHT);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(contrast_is_that_of_wcag),
    cmocka_unit_test(pairs_reach_their_contrast),
    cmocka_unit_test(high_contrast_exceeds_seven),
    cmocka_unit_test(names_are_found_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
