// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/picture.h"

#include "tools/base64.h"
#include "tools/text.h"

#include <cairo-svg.h>

static cairo_status_t
take_bytes(void* const base64, const unsigned char* const data, const unsigned length)
{
  base64_write((Base64*)base64, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_svg(FILE* const       stream,
          const ThemeName   theme,
          const double      width,
          const double      height,
          const PictureDraw draw,
          const void* const data)
{
  fputs("data:image/svg+xml;base64,", stream);
  Base64                 base64  = { .stream = stream };
  cairo_surface_t* const surface = cairo_svg_surface_create_for_stream(take_bytes, &base64, width, height);
  cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
  cairo_t* const cr = cairo_create(surface);
  draw(cr, theme_get(theme), data);
  cairo_destroy(cr);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  base64_end(&base64);
}

void
picture_write(FILE* const       stream,
              const char* const alt,
              const double      width,
              const double      height,
              const PictureDraw draw,
              const void* const data)
{
  fputs("<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"", stream);
  write_svg(stream, THEME_DARK, width, height, draw, data);
  fputs("\"><img src=\"", stream);
  write_svg(stream, THEME_LIGHT, width, height, draw, data);
  fprintf(stream, "\" width=\"%.0f\" height=\"%.0f\" alt=\"", width, height);
  text_write_html(stream, alt);
  fputs("\"></picture>\n", stream);
}
