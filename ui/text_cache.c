// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/text_cache.h"

#include <pango/pangocairo.h>

#include <stdbool.h>
#include <string.h>

enum { MOST_KEPT = 640 };

/// What is looked up, and what it leads to
typedef struct {
  FontRole    font;
  int         width, height; ///< Pango units, -1 for none
  const char* text;          ///< Of the layout, once there is one
  TextLine    line;
  unsigned    drawing; ///< That used it last
} Entry;

struct TextCache {
  GHashTable*    entries;
  PangoLayout*   fonts[FONT_COUNT]; ///< Empty, to be copied; NULL before the first drawing
  cairo_matrix_t matrix;            ///< Of the last drawing's context
  unsigned       drawing;
};

static guint
hash_entry(gconstpointer data)
{
  const Entry* const entry = (const Entry*)data;
  return g_str_hash(entry->text) ^ ((guint)entry->font * 40503u) ^ ((guint)entry->width * 2654435761u) ^
         ((guint)entry->height << 16u);
}

static gboolean
is_equal(gconstpointer a, gconstpointer b)
{
  const Entry* const x = (const Entry*)a;
  const Entry* const y = (const Entry*)b;
  return x->font == y->font && x->width == y->width && x->height == y->height && !strcmp(x->text, y->text);
}

static void
free_entry(gpointer data)
{
  Entry* const entry = (Entry*)data;
  g_object_unref(entry->line.layout);
  g_free(entry);
}

static PangoFontDescription*
describe_font(const ThemeFont* font)
{
  PangoFontDescription* const description = pango_font_description_from_string(THEME_FONT_FAMILY);
  pango_font_description_set_absolute_size(description, font->size * PANGO_SCALE);
  pango_font_description_set_weight(description, font->bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

static PangoLayout*
new_layout(PangoContext* context, const ThemeFont* font)
{
  PangoLayout* const          layout      = pango_layout_new(context);
  PangoFontDescription* const description = describe_font(font);
  PangoAttrList* const        attributes  = pango_attr_list_new();

  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_layout_set_font_description(layout, description);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_attr_list_unref(attributes);
  pango_font_description_free(description);
  return layout;
}

static PangoContext*
new_context(cairo_t* cr)
{
  PangoContext* const         context = pango_cairo_create_context(cr);
  cairo_font_options_t* const options = cairo_font_options_create();

  // Text takes the same room at every scale
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 96.0);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_destroy(options);
  return context;
}

TextCache*
text_cache_new(void)
{
  TextCache* const cache = g_new0(TextCache, 1);
  cache->entries         = g_hash_table_new_full(hash_entry, is_equal, free_entry, NULL);
  return cache;
}

static void
free_fonts(TextCache* cache)
{
  for (unsigned i = 0; i < FONT_COUNT; ++i) {
    if (cache->fonts[i]) {
      g_object_unref(cache->fonts[i]);
    }
  }
}

void
text_cache_free(TextCache* cache)
{
  if (cache) {
    g_hash_table_unref(cache->entries);
    free_fonts(cache);
    g_free(cache);
  }
}

static bool
is_same_scale(const cairo_matrix_t* a, const cairo_matrix_t* b)
{
  return a->xx == b->xx && a->yx == b->yx && a->xy == b->xy && a->yy == b->yy;
}

void
text_cache_begin(TextCache* cache, cairo_t* cr)
{
  cairo_matrix_t matrix;
  cairo_get_matrix(cr, &matrix);
  ++cache->drawing;
  if (cache->fonts[0] && is_same_scale(&cache->matrix, &matrix)) {
    return;
  }

  PangoContext* const context = new_context(cr);
  g_hash_table_remove_all(cache->entries);
  free_fonts(cache);
  for (unsigned i = 0; i < FONT_COUNT; ++i) {
    cache->fonts[i] = new_layout(context, theme_font((FontRole)i));
  }
  cache->matrix = matrix;
  g_object_unref(context);
}

static gboolean
is_idle(gpointer key, gpointer value, gpointer handle)
{
  (void)value;
  return ((const Entry*)key)->drawing != ((const TextCache*)handle)->drawing;
}

void
text_cache_end(TextCache* cache)
{
  if (g_hash_table_size(cache->entries) > MOST_KEPT) {
    g_hash_table_foreach_remove(cache->entries, is_idle, cache);
  }
}

static Entry*
shape(const TextCache* cache, const Entry* wanted)
{
  Entry* const       entry  = g_new(Entry, 1);
  PangoLayout* const layout = pango_layout_copy(cache->fonts[wanted->font]);
  PangoRectangle     logical;

  pango_layout_set_text(layout, wanted->text, -1);
  pango_layout_set_width(layout, wanted->width);
  pango_layout_set_height(layout, wanted->height);
  pango_layout_get_extents(layout, NULL, &logical);
  *entry      = *wanted;
  entry->text = pango_layout_get_text(layout);
  entry->line = (TextLine){ layout, (double)logical.width / PANGO_SCALE, (double)logical.height / PANGO_SCALE };
  return entry;
}

TextLine
text_cache_line(TextCache* cache, FontRole font, const char* text, double width, double height)
{
  const Entry wanted = { .font   = font,
                         .width  = width < 0.0 ? -1 : (int)(width * PANGO_SCALE),
                         .height = height < 0.0 ? -1 : (int)(height * PANGO_SCALE),
                         .text   = text };
  Entry*      entry  = (Entry*)g_hash_table_lookup(cache->entries, &wanted);
  if (!entry) {
    entry = shape(cache, &wanted);
    g_hash_table_add(cache->entries, entry);
  }
  entry->drawing = cache->drawing;
  return entry->line;
}

unsigned
text_cache_count(const TextCache* cache)
{
  return g_hash_table_size(cache->entries);
}
