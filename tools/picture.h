// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_PICTURE_H
#define EQUUS_TOOLS_PICTURE_H

#include "ui/theme.h"

#include <cairo.h>
#include <stdio.h>

/// Draws at the origin in logical pixels
typedef void (*PictureDraw)(cairo_t* cr, const Theme* theme, const void* data);

/**
   Write a drawing into an HTML page: as SVG within the page, dark where the reader's system is, else light.
   @param alt What it shows, for who can't see it.
*/
void picture_write(FILE* stream, const char* alt, double width, double height, PictureDraw draw, const void* data);

#endif // EQUUS_TOOLS_PICTURE_H
