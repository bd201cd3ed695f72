// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/model_menu.h"

#include "ui/model_cost.h"

#include <stdio.h>
#include <string.h>

typedef enum { ENTRY_POINT, ENTRY_OWN, ENTRY_INSTALLED, ENTRY_FILE } EntryKind;

/// What an entry of a menu stands for
typedef struct {
  EntryKind             kind;
  const ParameterPoint* point;     ///< ENTRY_POINT and ENTRY_OWN
  const CatalogueEntry* installed; ///< ENTRY_INSTALLED
} ModelEntry;

bool
model_menu_owns(ItemKind owner)
{
  return owner == ITEM_TAG_MODEL || owner == ITEM_MOOD_MODEL || owner == ITEM_COMPARE;
}

unsigned
model_menu_parameter(ItemKind owner)
{
  return owner == ITEM_TAG_MODEL ? PARAM_TAG_MODEL : owner == ITEM_MOOD_MODEL ? PARAM_MOOD_MODEL : PARAM_COMPARE;
}

static ModelKind
kind_of(const ViewState* view)
{
  return view->menu.owner == ITEM_TAG_MODEL ? MODEL_TAGS : MODEL_MOOD;
}

static float
own_value(ModelKind kind)
{
  return kind == MODEL_TAGS ? (float)TAG_MODEL_OWN : (float)MOOD_MODEL_OWN;
}

/// The user's own model of this menu's kind as it is named, "" for none
static const char*
own_name(const ViewState* view)
{
  const char* const name = view->own[kind_of(view)];
  return name ? name : "";
}

/// True for what the user installed and this menu should list: such as are of its kind, and broken ones
static bool
is_listed(const ViewState* view, const CatalogueEntry* installed)
{
  return installed->origin == ORIGIN_USER &&
         (!installed->sidecar || (installed->sidecar->n_labels && installed->sidecar->kind == kind_of(view)));
}

static bool
is_named(const CatalogueEntry* installed, const char* name)
{
  return !strcmp(installed->id, name) || !strcmp(installed->path, name);
}

/// True if the user's own model is one that the list has anyway, or none
static bool
own_is_listed(const ViewState* view)
{
  const char* const name = own_name(view);
  for (unsigned i = 0; i < view->catalogue->n; ++i) {
    if (is_listed(view, &view->catalogue->entries[i]) && is_named(&view->catalogue->entries[i], name)) {
      return true;
    }
  }
  return !name[0];
}

/// Count down to the entry that is asked for
static bool
is_it(unsigned* entry)
{
  return (*entry)-- == 0;
}

/// Find an entry of the open menu; false if there are fewer
static bool
find_entry(const ViewState* view, unsigned entry, ModelEntry* found)
{
  const Parameter* const p     = parameter(model_menu_parameter(view->menu.owner));
  const bool             plain = view->menu.owner == ITEM_COMPARE || !view->catalogue;
  const float            own   = own_value(kind_of(view));
  for (unsigned i = 0; i < p->n_points; ++i) {
    const bool is_own = !plain && p->points[i].value == own;
    if ((!is_own || !own_is_listed(view)) && is_it(&entry)) {
      *found = (ModelEntry){ is_own ? ENTRY_OWN : ENTRY_POINT, &p->points[i], NULL };
      return true;
    }
  }
  for (unsigned i = 0; !plain && i < view->catalogue->n; ++i) {
    const CatalogueEntry* const installed = &view->catalogue->entries[i];
    if (is_listed(view, installed) && is_it(&entry)) {
      *found = (ModelEntry){ ENTRY_INSTALLED, NULL, installed };
      return true;
    }
  }
  *found = (ModelEntry){ ENTRY_FILE, NULL, NULL };
  return !plain && is_it(&entry);
}

unsigned
model_menu_count(const ViewState* view)
{
  ModelEntry entry;
  unsigned   n = 0;
  while (find_entry(view, n, &entry)) {
    ++n;
  }
  return n;
}

bool
model_menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  const float value = snapshot->parameters[model_menu_parameter(view->menu.owner)];
  ModelEntry  e;
  if (!find_entry(view, entry, &e)) {
    return false;
  }
  if (e.kind == ENTRY_INSTALLED) {
    return value == own_value(kind_of(view)) && is_named(e.installed, own_name(view));
  }
  return e.kind != ENTRY_FILE && e.point->value == value;
}

/// What stands after the last slash
static const char*
file_name(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

void
model_menu_name(const ViewState* view, unsigned entry, char* text, unsigned size)
{
  ModelEntry e;
  text[0] = '\0';
  if (!find_entry(view, entry, &e)) {
    return;
  }
  switch (e.kind) {
  case ENTRY_POINT:
    snprintf(text, size, "%s", e.point->name);
    break;
  case ENTRY_OWN:
    snprintf(text, size, "%s", file_name(own_name(view)));
    break;
  case ENTRY_INSTALLED:
    snprintf(text, size, "%s", e.installed->sidecar ? e.installed->sidecar->title : e.installed->id);
    break;
  case ENTRY_FILE:
    snprintf(text, size, "Open a model file\u2026");
    break;
  }
}

void
model_menu_cost(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  ModelEntry e;
  text[0] = '\0';
  if (!find_entry(view, entry, &e)) {
    return;
  }
  if (e.kind == ENTRY_INSTALLED) {
    snprintf(text, size, "%s", e.installed->sidecar ? "" : "can\u2019t run");
  } else if (e.kind == ENTRY_POINT) {
    model_cost_text(snapshot, view->catalogue, model_menu_parameter(view->menu.owner), e.point->value, text, size);
  }
}

/// One sentence after another; what isn't said is left out
static void
add(char* text, const char* name, const char* value)
{
  const size_t n = strlen(text);
  if (value[0]) {
    snprintf(text + n, MODEL_MENU_TEXT - n, "%s%s%s", n ? "\n" : "", name, value);
  }
}

static void
describe_sidecar(const Sidecar* sidecar, char* text)
{
  add(text, "", sidecar->title);
  add(text, "Trained on: ", sidecar->training_data);
  add(text, "Accuracy: ", sidecar->accuracy);
  add(text, "Limits: ", sidecar->limits);
}

static void
describe_head(const Sidecar* sidecar, const SidecarMood* mood, char* text)
{
  add(text, "A head on the network of ", sidecar->title);
  add(text, "Trained on: ", mood->training_data);
  add(text, "Accuracy: ", mood->accuracy);
  add(text, "Limits: ", mood->limits);
}

static void
describe_comparison(float value, char* text)
{
  static const char* const lines[] = { "Only the chosen tag model and the chosen mood are heard.",
                                       "All moods lie on the plane, each with a shape of its own.",
                                       "All tag models are heard; the room of the tags shows what each says.",
                                       "All tag models and all moods at once." };
  add(text, "", lines[(unsigned)value]);
}

/// What a value of tag_model or mood_model stands for
static void
describe_point(const Snapshot* snapshot, const ViewState* view, const ParameterPoint* point, char* text)
{
  float parameters[PARAM_COUNT];
  memcpy(parameters, snapshot->parameters, sizeof(parameters));
  parameters[model_menu_parameter(view->menu.owner)] = point->value;
  const bool           tags                          = view->menu.owner == ITEM_TAG_MODEL;
  const MoodChoice     mood                          = places_mood(parameters);
  const Place          place                         = tags ? places_tags(parameters) : mood.place;
  const Sidecar* const sidecar                       = model_cost_sidecar(snapshot, view->catalogue, place);
  const int            head = !sidecar || tags || !mood.name ? -1 : sidecar_mood(sidecar, mood.name);
  if (place == PLACE_NONE) {
    add(text, "", tags ? "No tags are heard." : "No mood is heard.");
  } else if (head >= 0) {
    describe_head(sidecar, &sidecar->moods[head], text);
  } else if (sidecar) {
    describe_sidecar(sidecar, text);
  }
}

static void
describe_file(char* text)
{
  char folder[CATALOGUE_MAX_PATH];
  add(text, "", "A side-car (.json) or a network (.onnx) with its side-car or Essentia\u2019s metadata beside it.");
  if (catalogue_user_folder(folder, sizeof(folder))) {
    add(text, "This menu lists what lies in ", folder);
  }
}

void
model_menu_about(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text)
{
  ModelEntry e;
  text[0] = '\0';
  if (!find_entry(view, entry, &e)) {
    return;
  }
  switch (e.kind) {
  case ENTRY_POINT:
    if (view->menu.owner == ITEM_COMPARE) {
      describe_comparison(e.point->value, text);
    } else {
      describe_point(snapshot, view, e.point, text);
    }
    break;
  case ENTRY_OWN:
    add(text, "Your own model: ", own_name(view));
    break;
  case ENTRY_INSTALLED:
    if (e.installed->sidecar) {
      describe_sidecar(e.installed->sidecar, text);
    } else {
      add(text, "", e.installed->error.text);
    }
    break;
  case ENTRY_FILE:
    describe_file(text);
    break;
  }
}

bool
model_menu_choose(const Snapshot* snapshot, const ViewState* view, unsigned entry, Actions* actions)
{
  const unsigned  index = model_menu_parameter(view->menu.owner);
  const ModelKind kind  = kind_of(view);
  ModelEntry      e;
  if (!find_entry(view, entry, &e) || (e.kind == ENTRY_INSTALLED && !e.installed->sidecar)) {
    return false;
  }
  if (e.kind == ENTRY_FILE) {
    actions_add(actions, ACTION_OPEN_FILE, (unsigned)kind, 0.0f);
    return true;
  }
  if (e.kind == ENTRY_INSTALLED && actions->n < ACTIONS_MAX) {
    actions->items[actions->n++] = (Action){ ACTION_OWN, (unsigned)kind, 0.0f, e.installed->id };
  }
  const float value = e.kind == ENTRY_INSTALLED ? own_value(kind) : e.point->value;
  if (value != snapshot->parameters[index]) {
    actions_change(actions, index, value);
  }
  return true;
}
