// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TEXT_CACHE_H
#define EQUUS_UI_TEXT_CACHE_H

#include "ui/theme.h"

#include <cairo.h>
#include <pango/pango.h>

/**
   Lines of text as Pango shaped them, kept from one drawing to the next: most words of a window stay, and shaping them
   takes half of a drawing's time.

   Drawn from the cache or afresh, a text gives the same pixels.  For one thread at a time.
*/
typedef struct TextCache TextCache;

/// A text in one of the fonts
typedef struct {
  PangoLayout* layout; ///< Belongs to the cache, stands until text_cache_end()
  double       width;  ///< Logical pixels
  double       height;
} TextLine;

/// An empty cache; never NULL (GLib ends the process when it has no memory)
TextCache* text_cache_new(void);
void       text_cache_free(TextCache* cache);

/**
   Begin a drawing.  Forgets everything if this context has other pixels for a logical pixel than the last one; the
   surfaces of all drawings with one cache must be of one kind.
*/
void text_cache_begin(TextCache* cache, cairo_t* cr);

/// End it: forgets what it didn't use when too much is kept
void text_cache_end(TextCache* cache);

/**
   Find or shape a text.
   @param width Most width in logical pixels, beyond which it is cut with an ellipsis or broken into lines; < 0 for
   none.
   @param height Most height for lines, or < 0 for one line.
*/
TextLine text_cache_line(TextCache* cache, FontRole font, const char* text, double width, double height);

/// Texts that are kept
unsigned text_cache_count(const TextCache* cache);

#endif // EQUUS_UI_TEXT_CACHE_H
