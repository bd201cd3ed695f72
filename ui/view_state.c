// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/view_state.h"

#include "ui/geometry.h"

#include <json-c/json.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double load_interval = 1.0; ///< Seconds; the plug-in's peak is that of the last second

void
view_state_init(ViewState* view)
{
  memset(view, 0, sizeof(*view));
  view->width        = 1180.0;
  view->height       = 760.0;
  view->theme        = THEME_DARK;
  view->zoom         = 1.0;
  view->range        = 18.0;
  view->uncertainty  = true;
  view->history_span = HISTORY_SECONDS;
  view->band         = 2;
  slots_init(&view->slots);
}

void
view_state_resize(ViewState* view, double width, double height)
{
  view->width  = limit(width, VIEW_MIN_WIDTH, VIEW_MAX_SIZE);
  view->height = limit(height, VIEW_MIN_HEIGHT, VIEW_MAX_SIZE);
}

static bool
has_news(const TagRanking* ranking, const SnapshotPlace* place)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    if (!place->valid[tap]) {
      return false;
    }
  }
  return place->time[TAP_DRY] != ranking->time[TAP_DRY] || place->time[TAP_WET] != ranking->time[TAP_WET];
}

static bool
follow_tags(TagRanking* ranking, const SnapshotPlace* place)
{
  if (!place->sidecar || !place->sidecar->n_tags || !has_news(ranking, place)) {
    return false;
  }
  if (strcmp(ranking->model, place->sidecar->name) != 0) {
    snprintf(ranking->model, sizeof(ranking->model), "%s", place->sidecar->name);
    tag_order_reset(&ranking->by_wet);
    tag_order_reset(&ranking->by_peak);
  }
  memcpy(ranking->time, place->time, sizeof(ranking->time));
  if (place->sequence[TAP_DRY] != place->sequence[TAP_WET]) {
    return false; // The other tap's reading follows
  }

  const uint32_t n = place->sidecar->n_tags;
  float          peaks[SIDECAR_MAX_LABELS];
  for (uint32_t i = 0; i < n; ++i) {
    peaks[i] = fmaxf(place->values[TAP_DRY][i], place->values[TAP_WET][i]);
  }
  tag_order_update(&ranking->by_wet, place->time[TAP_WET], place->values[TAP_WET], n);
  tag_order_update(&ranking->by_peak, place->time[TAP_WET], peaks, n);
  return true;
}

static bool
follow_load(ViewState* view, const StatusMessage* status)
{
  const double waited = fabs(status->time - view->load_time); // Time may have begun anew
  if (view->has_load && waited < load_interval) {
    return false;
  }
  view->has_load  = status->load_peak > 0.0F; // Not measured offline
  view->load      = status->load;
  view->load_peak = status->load_peak;
  view->load_time = status->time;
  return true;
}

bool
view_state_follow(ViewState* view, const Snapshot* snapshot)
{
  bool tags = false;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    tags = follow_tags(&view->rankings[place], &snapshot->places[place]) || tags;
  }
  return (snapshot->has_status && follow_load(view, &snapshot->status)) || tags;
}

static unsigned
find_pin(const ViewState* view, const char* tag)
{
  unsigned i = 0;
  while (i < view->n_pins && strcmp(view->pins[i], tag) != 0) {
    ++i;
  }
  return i;
}

bool
view_state_is_pinned(const ViewState* view, const char* tag)
{
  return find_pin(view, tag) < view->n_pins;
}

static void
remove_pin(ViewState* view, unsigned index)
{
  --view->n_pins;
  memmove(view->pins[index], view->pins[index + 1], (view->n_pins - index) * sizeof(view->pins[0]));
}

static void
add_pin(ViewState* view, const char* tag)
{
  if (view->n_pins == VIEW_MAX_PINS) {
    remove_pin(view, 0);
  }
  snprintf(view->pins[view->n_pins++], sizeof(view->pins[0]), "%s", tag);
}

void
view_state_toggle_pin(ViewState* view, const char* tag)
{
  const unsigned index = find_pin(view, tag);
  if (index < view->n_pins) {
    remove_pin(view, index);
  } else {
    add_pin(view, tag);
  }
}

static struct json_object*
new_document(const ViewState* view, unsigned n_pins)
{
  struct json_object* const document = json_object_new_object();
  struct json_object* const pins     = json_object_new_array();

  json_object_object_add(document, "version", json_object_new_int(1));
  json_object_object_add(document, "width", json_object_new_int((int)lround(view->width)));
  json_object_object_add(document, "height", json_object_new_int((int)lround(view->height)));
  json_object_object_add(document, "zoom", json_object_new_int((int)lround(100.0 * view->zoom)));
  json_object_object_add(document, "theme", json_object_new_string(theme_get(view->theme)->name));
  json_object_object_add(document, "range", json_object_new_int((int)lround(view->range)));
  json_object_object_add(document, "uncertainty", json_object_new_boolean(view->uncertainty));
  json_object_object_add(document, "graphic", json_object_new_boolean(view->graphic));
  for (unsigned i = view->n_pins - n_pins; i < view->n_pins; ++i) {
    json_object_array_add(pins, json_object_new_string(view->pins[i]));
  }
  json_object_object_add(document, "pins", pins);
  slots_write(&view->slots, document);
  blind_write(&view->blind, document);
  return document;
}

static bool
save(const ViewState* view, unsigned n_pins, char* text, unsigned size)
{
  struct json_object* const document = new_document(view, n_pins);
  const char* const         json     = json_object_to_json_string_ext(document, JSON_C_TO_STRING_PLAIN);
  const bool                fitted   = json && snprintf(text, size, "%s", json) < (int)size;
  json_object_put(document);
  return fitted;
}

bool
view_state_save(const ViewState* view, char* text, unsigned size)
{
  unsigned n_pins = view->n_pins;
  while (!save(view, n_pins, text, size)) {
    if (!n_pins--) {
      return false;
    }
  }
  return true;
}

static double
get_number(struct json_object* document, const char* key, double otherwise)
{
  struct json_object* value = NULL;
  if (!json_object_object_get_ex(document, key, &value) ||
      !(json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double))) {
    return otherwise;
  }
  const double number = json_object_get_double(value);
  return isfinite(number) ? number : otherwise;
}

static void
load_pins(ViewState* view, struct json_object* document)
{
  struct json_object* pins = NULL;
  if (!json_object_object_get_ex(document, "pins", &pins) || !json_object_is_type(pins, json_type_array)) {
    return;
  }
  view->n_pins = 0;
  for (size_t i = 0; i < json_object_array_length(pins) && view->n_pins < VIEW_MAX_PINS; ++i) {
    struct json_object* const pin = json_object_array_get_idx(pins, i);
    if (json_object_is_type(pin, json_type_string)) {
      add_pin(view, json_object_get_string(pin));
    }
  }
}

static void
load_switch(struct json_object* document, const char* key, bool* value)
{
  struct json_object* const found = json_object_object_get(document, key);
  if (json_object_is_type(found, json_type_boolean)) {
    *value = json_object_get_boolean(found);
  }
}

bool
view_state_load(ViewState* view, const char* text)
{
  struct json_object* const document = json_tokener_parse(text);
  if (!json_object_is_type(document, json_type_object)) {
    json_object_put(document);
    return false;
  }

  view_state_resize(view, get_number(document, "width", view->width), get_number(document, "height", view->height));
  view->zoom  = limit(get_number(document, "zoom", 100.0 * view->zoom) / 100.0, VIEW_MIN_ZOOM, VIEW_MAX_ZOOM);
  view->range = get_number(document, "range", view->range) < 15.0 ? 12.0 : 18.0;

  load_switch(document, "uncertainty", &view->uncertainty);
  load_switch(document, "graphic", &view->graphic);
  struct json_object* theme = NULL;
  if (json_object_object_get_ex(document, "theme", &theme) && json_object_is_type(theme, json_type_string)) {
    view->theme = theme_find(json_object_get_string(theme), view->theme);
  }
  load_pins(view, document);
  slots_read(&view->slots, document);
  blind_read(&view->blind, document);
  json_object_put(document);
  return true;
}
