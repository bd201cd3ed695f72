// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_PLACES_H
#define EQUUS_PLUGIN_PLACES_H

#include "dsp/rt.h"
#include "models/sidecar.h"

#include <stdbool.h>

/**
   The one table of models: each has a fixed place, in which it runs on both taps or not.

   Which places run depends on the parameters tag_model, mood_model and compare
   alone, and on whether the user has named models of their own.  A row here is
   all that a bundled model needs: its scale point comes from it, too.  Values
   of scale points are for ever; order is that of menus and of the places.
*/

/// ROW(place, name of the side-car, scale point, value of tag_model, whether it has the mood heads)
// clang-format off
#define PLACES_OF_TAGS(ROW)                                                             \
  ROW(PLACE_MSD_MUSICNN,        "MSD_musicnn",        "MSD musicnn",        1, true)    \
  ROW(PLACE_MTT_MUSICNN,        "MTT_musicnn",        "MTT musicnn",        2, true)    \
  ROW(PLACE_MSD_VGG,            "MSD_vgg",            "MSD vgg",            3, false)   \
  ROW(PLACE_MSD_VGG_AS_TRAINED, "MSD_vgg_as_trained", "MSD vgg as trained", 4, false)   \
  ROW(PLACE_MTT_VGG,            "MTT_vgg",            "MTT vgg",            5, false)
// clang-format on

/// ROW(place, name of the side-car, scale point, value of mood_model)
#define PLACES_OF_MOOD(ROW) ROW(PLACE_VIBENET, "vibenet", "vibenet", 1)

/// ROW(name of the mood in the side-cars, scale point, value of mood_model): read by the tag models that have them
// clang-format off
#define PLACES_MOOD_HEADS(ROW)          \
  ROW("listeners", "listeners", 2)      \
  ROW("steady",    "steady",    3)
// clang-format on

enum { TAG_MODEL_OWN = 6, MOOD_MODEL_OWN = 4 }; ///< Values that mean the user's own model

#define PLACES_ID(place, ...) place,
// clang-format off
typedef enum {
  PLACE_NONE = -1,
  PLACES_OF_TAGS(PLACES_ID)
  PLACES_OF_MOOD(PLACES_ID)
  PLACE_OWN_TAGS,
  PLACE_OWN_MOOD,
  PLACE_COUNT
} Place;
// clang-format on
#undef PLACES_ID

typedef enum { COMPARE_NOTHING, COMPARE_MOODS, COMPARE_TAGS, COMPARE_ALL } Compare;

/// A mood and the place whose readings it is part of
typedef struct {
  Place       place; ///< PLACE_NONE for off
  const char* name;  ///< Of a head; NULL for the first mood of the model in that place
} MoodChoice;

/// A set of places
typedef unsigned PlaceSet;

static inline PlaceSet
place_set(Place place)
{
  return place == PLACE_NONE ? 0u : 1u << (unsigned)place;
}

/// Name of the bundled side-car that belongs to a place, NULL for the user's own
const char* place_model(Place place) EQUUS_RT;

/// What models of this place are for
ModelKind place_kind(Place place) EQUUS_RT;

/// The place of the user's own model of a kind
static inline Place
place_own(ModelKind kind)
{
  return kind == MODEL_TAGS ? PLACE_OWN_TAGS : PLACE_OWN_MOOD;
}

/// The parameter that chooses models of a kind
unsigned places_parameter(ModelKind kind) EQUUS_RT;

/// The tag model that these parameters [PARAM_COUNT] choose, PLACE_NONE for off
Place places_tags(const float* parameters) EQUUS_RT;

/// The mood that these parameters [PARAM_COUNT] choose
MoodChoice places_mood(const float* parameters) EQUUS_RT;

/**
   The places that run with these parameters [PARAM_COUNT].
   @param own Those of the user's own models that have been named; compared only then.
*/
PlaceSet places_running(const float* parameters, PlaceSet own) EQUUS_RT;

/**
   Name by which documents and command lines call a value of tag_model or mood_model.

   That of the model or of the mood head, "own" for the user's own model, NULL for off.
*/
const char* places_choice_name(ModelKind kind, float value) EQUUS_RT;

#endif // EQUUS_PLUGIN_PLACES_H
