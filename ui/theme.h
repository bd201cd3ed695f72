// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_THEME_H
#define EQUUS_UI_THEME_H

#include <stdbool.h>

/**
   The one table of colours, sizes and fonts.

   One meaning, one colour: dry is cool, wet is warm, wherever they appear.
   Whatever a colour tells, a shape or a word tells as well.
*/

typedef enum { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_COUNT } ThemeName;

typedef enum {
  COLOUR_BACKGROUND,
  COLOUR_PANEL,
  COLOUR_RAISED, ///< Chips under the pointer, menus, tooltips
  COLOUR_TRACK,  ///< The empty part of a bar
  COLOUR_LINE,   ///< Outlines of chips, axes
  COLOUR_GRID,
  COLOUR_TEXT,
  COLOUR_MUTED,
  COLOUR_DRY,
  COLOUR_WET,
  COLOUR_ON_WET, ///< Text on a wet-coloured ground
  COLOUR_UP,
  COLOUR_DOWN,
  COLOUR_QUADRANT_1, ///< Tint of the corner excited/happy; 2 to 4 follow
  COLOUR_QUADRANT_2,
  COLOUR_QUADRANT_3,
  COLOUR_QUADRANT_4,
  COLOUR_COUNT
} ColourRole;

/// Red, green and blue, 0 to 1
typedef struct {
  double r, g, b;
} Colour;

typedef struct {
  const char* name; ///< As kept in the state: "dark", "light", "high contrast"
  unsigned    rgb[COLOUR_COUNT];
} Theme;

typedef enum {
  FONT_SMALL,
  FONT_TEXT,
  FONT_BOLD,
  FONT_TITLE,
  FONT_VERDICT,
  FONT_NAME,
  FONT_FIGURE,
  FONT_COUNT
} FontRole;

typedef struct {
  double size; ///< Logical pixels
  bool   bold;
} ThemeFont;

#define THEME_FONT_FAMILY "Inter, sans-serif"

/// Spacing, logical pixels
#define THEME_MARGIN 16.0
#define THEME_GAP 12.0
#define THEME_RADIUS 8.0
#define THEME_CHIP_HEIGHT 26.0
#define THEME_LINE_HEIGHT 18.0

/// Foreground and background that meet in the window, and the contrast that they must have
typedef struct {
  const char* use;
  ColourRole  foreground, background;
  double      minimum; ///< Ratio as in WCAG 2.1: 4.5 for text, 3 for marks
} ThemePair;

const Theme* theme_get(ThemeName name);

/// Theme with this name, or `otherwise`
ThemeName theme_find(const char* name, ThemeName otherwise);

Colour theme_colour(const Theme* theme, ColourRole role);

const ThemeFont* theme_font(FontRole role);

/// All pairs that the views use; the map of the plane is shaded and checked where its words are
const ThemePair* theme_pairs(unsigned* n);

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio" of relative luminances)
double theme_contrast(Colour a, Colour b);

#endif // EQUUS_UI_THEME_H
