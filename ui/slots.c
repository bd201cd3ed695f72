// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/slots.h"

#include <json-c/json.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* const names[SLOTS] = { "A", "B", "C", "D" };

bool
slots_hold(unsigned index)
{
  return parameter_is_of_band(index) || parameter_is_of_curve(index) || index == PARAM_OUTPUT_GAIN;
}

static void
set_flat(float* values)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }
}

void
slots_init(Slots* slots)
{
  slots->current = 0;
  slots->last    = 1;
  for (unsigned i = 0; i < SLOTS; ++i) {
    set_flat(slots->values[i]);
  }
}

static bool
are_same_values(const float* a, const float* b)
{
  unsigned i = 0;
  while (i < PARAM_COUNT && a[i] == b[i]) {
    ++i;
  }
  return i == PARAM_COUNT;
}

bool
slots_are_same(const Slots* a, const Slots* b)
{
  if (a->current != b->current || a->last != b->last) {
    return false;
  }
  for (unsigned i = 0; i < SLOTS; ++i) {
    if (i != a->current && !are_same_values(a->values[i], b->values[i])) {
      return false;
    }
  }
  return true;
}

const char*
slots_name(unsigned slot)
{
  return names[slot];
}

const float*
slots_values(const Slots* slots, const float* now, unsigned slot)
{
  return slot == slots->current ? now : slots->values[slot];
}

bool
slots_is_flat(const Slots* slots, const float* now, unsigned slot)
{
  const float* const values = slots_values(slots, now, slot);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (slots_hold(i) && values[i] != parameter(i)->initial) {
      return false;
    }
  }
  return true;
}

void
slots_apply(const float* now, const float* values, Actions* actions)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (slots_hold(i) && values[i] != now[i]) {
      actions_change(actions, i, values[i]);
    }
  }
  actions->keep = actions->redraw = true;
}

/// Put settings into a slot, which are the parameters where it is the current one
static void
put(Slots* slots, const float* now, unsigned slot, const float* values, Actions* actions)
{
  if (slot == slots->current) {
    slots_apply(now, values, actions);
  } else {
    memcpy(slots->values[slot], values, sizeof(slots->values[slot]));
    actions->keep = actions->redraw = true;
  }
}

void
slots_choose(Slots* slots, const float* now, unsigned slot, Actions* actions)
{
  if (slot == slots->current) {
    return;
  }
  memcpy(slots->values[slots->current], now, sizeof(slots->values[0]));
  slots->last    = slots->current;
  slots->current = slot;
  slots_apply(now, slots->values[slot], actions);
}

void
slots_copy(Slots* slots, const float* now, unsigned from, unsigned to, Actions* actions)
{
  if (from != to) {
    put(slots, now, to, slots_values(slots, now, from), actions);
  }
}

void
slots_swap(Slots* slots, const float* now, unsigned a, unsigned b, Actions* actions)
{
  float was[PARAM_COUNT];
  memcpy(was, slots_values(slots, now, a), sizeof(was));
  put(slots, now, a, slots_values(slots, now, b), actions);
  put(slots, now, b, was, actions);
}

void
slots_clear(Slots* slots, const float* now, unsigned slot, Actions* actions)
{
  float flat[PARAM_COUNT];
  set_flat(flat);
  put(slots, now, slot, flat, actions);
}

/// The shortest number that reads back as the same float
static struct json_object*
new_number(float value)
{
  char text[32];
  for (int digits = 6; digits <= 9; ++digits) {
    snprintf(text, sizeof(text), "%.*g", digits, (double)value);
    if (strtof(text, NULL) == value) {
      break;
    }
  }
  return json_object_new_double_s((double)value, text);
}

static struct json_object*
new_slot(const float* values)
{
  struct json_object* const slot = json_object_new_object();
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (slots_hold(i) && values[i] != parameter(i)->initial) {
      json_object_object_add(slot, parameter(i)->symbol, new_number(values[i]));
    }
  }
  return slot;
}

void
slots_write(const Slots* slots, struct json_object* document)
{
  struct json_object* const settings = json_object_new_object();
  for (unsigned i = 0; i < SLOTS; ++i) {
    if (i != slots->current) {
      struct json_object* const slot = new_slot(slots->values[i]);
      if (json_object_object_length(slot) > 0) {
        json_object_object_add(settings, names[i], slot);
      } else {
        json_object_put(slot);
      }
    }
  }
  json_object_object_add(document, "settings", settings);
  json_object_object_add(document, "slot", json_object_new_string(names[slots->current]));
  json_object_object_add(document, "last_slot", json_object_new_string(names[slots->last]));
}

/// Index of the slot that a key of the document names, or `otherwise`
static unsigned
find_slot(struct json_object* document, const char* key, unsigned otherwise)
{
  struct json_object* const name = json_object_object_get(document, key);
  for (unsigned i = 0; i < SLOTS && json_object_is_type(name, json_type_string); ++i) {
    if (!strcmp(json_object_get_string(name), names[i])) {
      return i;
    }
  }
  return otherwise;
}

static void
read_slot(struct json_object* slot, float* values)
{
  json_object_object_foreach(slot, symbol, value)
  {
    const int index = parameter_find(symbol);
    if (index >= 0 && slots_hold((unsigned)index) &&
        (json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int))) {
      values[index] = parameter_limit((unsigned)index, (float)json_object_get_double(value));
    }
  }
}

void
slots_read(Slots* slots, struct json_object* document)
{
  struct json_object* const settings = json_object_object_get(document, "settings");
  if (!json_object_is_type(settings, json_type_object)) {
    return;
  }
  slots_init(slots);
  slots->current = find_slot(document, "slot", 0);
  slots->last    = find_slot(document, "last_slot", slots->current ? 0 : 1);
  if (slots->last == slots->current) {
    slots->last = slots->current ? 0 : 1;
  }
  for (unsigned i = 0; i < SLOTS; ++i) {
    struct json_object* const slot = json_object_object_get(settings, names[i]);
    if (json_object_is_type(slot, json_type_object)) {
      read_slot(slot, slots->values[i]);
    }
  }
}
