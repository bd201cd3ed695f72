// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/places.h"

#include "plugin/parameters.h"

#include <stddef.h>

static const char own_name[] = "own";

/// A bundled network of tags, or the user's own
typedef struct {
  Place       place;
  const char* model; ///< NULL for the user's own
  unsigned    value; ///< Of PARAM_TAG_MODEL
  bool        heads; ///< Whether it hears the moods of PLACES_MOOD_HEADS
} TagRow;

/// A value of PARAM_MOOD_MODEL
typedef struct {
  Place       place; ///< PLACE_NONE for a head
  const char* name;  ///< Of the model or head; NULL for the user's own
  unsigned    value;
} MoodRow;

#define TAG_ROW(place, model, title, value, heads) { place, model, value, heads },
#define MOOD_ROW(place, model, title, value) { place, model, value },
#define HEAD_ROW(name, title, value) { PLACE_NONE, name, value },

// clang-format off
static const TagRow tag_rows[] = {
  PLACES_OF_TAGS(TAG_ROW)
  { PLACE_OWN_TAGS, NULL, TAG_MODEL_OWN, false },
};

static const MoodRow mood_rows[] = {
  PLACES_MOOD_HEADS(HEAD_ROW)
  PLACES_OF_MOOD(MOOD_ROW)
  { PLACE_OWN_MOOD, NULL, MOOD_MODEL_OWN },
};
// clang-format on

enum { TAG_ROWS = sizeof(tag_rows) / sizeof(tag_rows[0]), MOOD_ROWS = sizeof(mood_rows) / sizeof(mood_rows[0]) };

/// Row of a value of PARAM_TAG_MODEL, NULL for off
static const TagRow*
tag_row(float value)
{
  for (unsigned i = 0; i < TAG_ROWS; ++i) {
    if ((float)tag_rows[i].value == value) {
      return &tag_rows[i];
    }
  }
  return NULL;
}

/// Row of a value of PARAM_MOOD_MODEL, NULL for off
static const MoodRow*
mood_row(float value)
{
  for (unsigned i = 0; i < MOOD_ROWS; ++i) {
    if ((float)mood_rows[i].value == value) {
      return &mood_rows[i];
    }
  }
  return NULL;
}

const char*
place_model(Place place)
{
  for (unsigned i = 0; i < TAG_ROWS; ++i) {
    if (tag_rows[i].place == place) {
      return tag_rows[i].model;
    }
  }
  for (unsigned i = 0; i < MOOD_ROWS; ++i) {
    if (mood_rows[i].place == place) {
      return mood_rows[i].name;
    }
  }
  return NULL;
}

ModelKind
place_kind(Place place)
{
  for (unsigned i = 0; i < TAG_ROWS; ++i) {
    if (tag_rows[i].place == place) {
      return MODEL_TAGS;
    }
  }
  return MODEL_MOOD;
}

unsigned
places_parameter(ModelKind kind)
{
  return kind == MODEL_TAGS ? PARAM_TAG_MODEL : PARAM_MOOD_MODEL;
}

Place
places_tags(const float* parameters)
{
  const TagRow* const row = tag_row(parameters[PARAM_TAG_MODEL]);
  return row ? row->place : PLACE_NONE;
}

/// The place whose readings have the mood heads: the chosen tag model's, so that nothing runs twice, if it has them
static Place
place_of_heads(const float* parameters)
{
  const TagRow* const row = tag_row(parameters[PARAM_TAG_MODEL]);
  return row && row->heads ? row->place : PLACE_MSD_MUSICNN;
}

MoodChoice
places_mood(const float* parameters)
{
  const MoodRow* const row = mood_row(parameters[PARAM_MOOD_MODEL]);
  if (!row) {
    return (MoodChoice){ PLACE_NONE, NULL };
  }
  return row->place == PLACE_NONE ? (MoodChoice){ place_of_heads(parameters), row->name }
                                  : (MoodChoice){ row->place, NULL };
}

static PlaceSet
all_tags(void)
{
  PlaceSet set = 0;
  for (unsigned i = 0; i < TAG_ROWS; ++i) {
    set |= place_set(tag_rows[i].place);
  }
  return set;
}

static PlaceSet
all_moods(const float* parameters)
{
  PlaceSet set = 0;
  for (unsigned i = 0; i < MOOD_ROWS; ++i) {
    set |= place_set(mood_rows[i].place == PLACE_NONE ? place_of_heads(parameters) : mood_rows[i].place);
  }
  return set;
}

PlaceSet
places_running(const float* parameters, PlaceSet own)
{
  const Compare  compare = (Compare)parameters[PARAM_COMPARE];
  const PlaceSet chosen  = place_set(places_tags(parameters)) | place_set(places_mood(parameters).place);
  const PlaceSet unnamed = (place_set(PLACE_OWN_TAGS) | place_set(PLACE_OWN_MOOD)) & ~own;
  PlaceSet       beside  = 0;
  if (compare == COMPARE_TAGS || compare == COMPARE_ALL) {
    beside |= all_tags();
  }
  if (compare == COMPARE_MOODS || compare == COMPARE_ALL) {
    beside |= all_moods(parameters);
  }
  return chosen | (beside & ~unnamed);
}

const char*
places_choice_name(ModelKind kind, float value)
{
  if (kind == MODEL_TAGS) {
    const TagRow* const row = tag_row(value);
    return !row ? NULL : row->model ? row->model : own_name;
  }
  const MoodRow* const row = mood_row(value);
  return !row ? NULL : row->name ? row->name : own_name;
}
