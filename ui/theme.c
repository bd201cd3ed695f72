// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme.h"

#include <math.h>
#include <string.h>

static const Theme themes[THEME_COUNT] = {
  [THEME_DARK]     = { .name = "dark",
                       .rgb  = { [COLOUR_BACKGROUND] = 0x12151a,
                                 [COLOUR_PANEL]      = 0x191d24,
                                 [COLOUR_RAISED]     = 0x252b35,
                                 [COLOUR_TRACK]      = 0x222831,
                                 [COLOUR_LINE]       = 0x2b323d,
                                 [COLOUR_GRID]       = 0x222831,
                                 [COLOUR_TEXT]       = 0xe8ebf0,
                                 [COLOUR_MUTED]      = 0x98a3b3,
                                 [COLOUR_DRY]        = 0x9db4d0,
                                 [COLOUR_WET]        = 0xffb14e,
                                 [COLOUR_ON_WET]     = 0x12151a,
                                 [COLOUR_UP]         = 0x4fd1a5,
                                 [COLOUR_DOWN]       = 0xf0719b,
                                 [COLOUR_QUADRANT_1] = 0x5a4a1e,
                                 [COLOUR_QUADRANT_2] = 0x54262b,
                                 [COLOUR_QUADRANT_3] = 0x1f3350,
                                 [COLOUR_QUADRANT_4] = 0x1e4434 } },
  [THEME_LIGHT]    = { .name = "light",
                       .rgb  = { [COLOUR_BACKGROUND] = 0xeceef1,
                                 [COLOUR_PANEL]      = 0xffffff,
                                 [COLOUR_RAISED]     = 0xeceff3,
                                 [COLOUR_TRACK]      = 0xe9ecf0,
                                 [COLOUR_LINE]       = 0xcfd5dd,
                                 [COLOUR_GRID]       = 0xe9ecf0,
                                 [COLOUR_TEXT]       = 0x1b2027,
                                 [COLOUR_MUTED]      = 0x5a6573,
                                 [COLOUR_DRY]        = 0x3d5f8f,
                                 [COLOUR_WET]        = 0xb75d00,
                                 [COLOUR_ON_WET]     = 0xffffff,
                                 [COLOUR_UP]         = 0x0b7a56,
                                 [COLOUR_DOWN]       = 0xb3204f,
                                 [COLOUR_QUADRANT_1] = 0xfbeec2,
                                 [COLOUR_QUADRANT_2] = 0xfbd5d5,
                                 [COLOUR_QUADRANT_3] = 0xd3e3fb,
                                 [COLOUR_QUADRANT_4] = 0xd2f0df } },
  [THEME_CONTRAST] = { .name = "high contrast",
                       .rgb  = { [COLOUR_BACKGROUND] = 0x000000,
                                 [COLOUR_PANEL]      = 0x0b0c0e,
                                 [COLOUR_RAISED]     = 0x26282c,
                                 [COLOUR_TRACK]      = 0x33363b,
                                 [COLOUR_LINE]       = 0x9a9da3,
                                 [COLOUR_GRID]       = 0x3d4046,
                                 [COLOUR_TEXT]       = 0xffffff,
                                 [COLOUR_MUTED]      = 0xdcdfe4,
                                 [COLOUR_DRY]        = 0x8fd3ff,
                                 [COLOUR_WET]        = 0xffd23f,
                                 [COLOUR_ON_WET]     = 0x000000,
                                 [COLOUR_UP]         = 0x5dffb4,
                                 [COLOUR_DOWN]       = 0xff9dc0,
                                 [COLOUR_QUADRANT_1] = 0x2e2500,
                                 [COLOUR_QUADRANT_2] = 0x330f14,
                                 [COLOUR_QUADRANT_3] = 0x0d1f38,
                                 [COLOUR_QUADRANT_4] = 0x0a2b1d } },
};

static const ThemeFont fonts[FONT_COUNT] = {
  [FONT_SMALL] = { 11.0, false }, [FONT_TEXT] = { 12.0, false },   [FONT_BOLD] = { 12.0, true },
  [FONT_TITLE] = { 14.0, true },  [FONT_VERDICT] = { 15.0, true }, [FONT_NAME] = { 20.0, true },
  [FONT_FIGURE] = { 34.0, true },
};

#define TEXT_ON(foreground, background) \
  {                                     \
    "text", foreground, background, 4.5 \
  }
#define MARK_ON(foreground, background) \
  {                                     \
    "mark", foreground, background, 3.0 \
  }

static const ThemePair pairs[] = {
  TEXT_ON(COLOUR_TEXT, COLOUR_BACKGROUND), TEXT_ON(COLOUR_MUTED, COLOUR_BACKGROUND),
  TEXT_ON(COLOUR_DOWN, COLOUR_BACKGROUND), TEXT_ON(COLOUR_TEXT, COLOUR_PANEL),
  TEXT_ON(COLOUR_MUTED, COLOUR_PANEL),     TEXT_ON(COLOUR_DRY, COLOUR_PANEL),
  TEXT_ON(COLOUR_WET, COLOUR_PANEL),       TEXT_ON(COLOUR_UP, COLOUR_PANEL),
  TEXT_ON(COLOUR_DOWN, COLOUR_PANEL),      TEXT_ON(COLOUR_TEXT, COLOUR_RAISED),
  TEXT_ON(COLOUR_MUTED, COLOUR_RAISED),    TEXT_ON(COLOUR_UP, COLOUR_RAISED),
  TEXT_ON(COLOUR_DOWN, COLOUR_RAISED),     TEXT_ON(COLOUR_ON_WET, COLOUR_WET),
  TEXT_ON(COLOUR_PANEL, COLOUR_TEXT),      MARK_ON(COLOUR_WET, COLOUR_TRACK),
  MARK_ON(COLOUR_WET, COLOUR_PANEL),       MARK_ON(COLOUR_DRY, COLOUR_TRACK),
  MARK_ON(COLOUR_DRY, COLOUR_PANEL),       MARK_ON(COLOUR_MUTED, COLOUR_PANEL),
};

const Theme*
theme_get(ThemeName name)
{
  return &themes[(unsigned)name < THEME_COUNT ? name : THEME_DARK];
}

ThemeName
theme_find(const char* name, ThemeName otherwise)
{
  for (unsigned i = 0; i < THEME_COUNT; ++i) {
    if (!strcmp(themes[i].name, name)) {
      return (ThemeName)i;
    }
  }
  return otherwise;
}

Colour
theme_colour(const Theme* theme, ColourRole role)
{
  const unsigned rgb = theme->rgb[role];
  return (Colour){ (rgb >> 16u) / 255.0, (rgb >> 8u & 0xFFu) / 255.0, (rgb & 0xFFu) / 255.0 };
}

const ThemeFont*
theme_font(FontRole role)
{
  return &fonts[role];
}

const ThemePair*
theme_pairs(unsigned* n)
{
  *n = (unsigned)(sizeof(pairs) / sizeof(pairs[0]));
  return pairs;
}

static double
linear(double value)
{
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(Colour c)
{
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double
theme_contrast(Colour a, Colour b)
{
  const double la = luminance(a);
  const double lb = luminance(b);
  return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}
