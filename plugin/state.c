// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/state.h"

#include "plugin/json_number.h"
#include "plugin/text.h"

#include <json-c/json.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int text_format = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE;
static const int part_format = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;

static const char* const kind_keys[STATE_KINDS] = { "tags", "mood" };

/// The member of this type, or NULL
static json_object*
member(json_object* parent, const char* key, json_type type)
{
  json_object* found = NULL;
  return json_object_object_get_ex(parent, key, &found) && json_object_is_type(found, type) ? found : NULL;
}

/// The member object of this name, made if there is none; NULL if out of memory
static json_object*
member_object(json_object* parent, const char* key)
{
  json_object* found = member(parent, key, json_type_object);
  if (!found) {
    found = json_object_new_object();
    if (found && json_object_object_add(parent, key, found)) {
      json_object_put(found);
      found = NULL;
    }
  }
  return found;
}

/// Set a member; takes `value`, which may be NULL for out of memory
static bool
set(json_object* parent, const char* key, json_object* value)
{
  if (!parent || !value || json_object_object_add(parent, key, value)) {
    json_object_put(value);
    return false;
  }
  return true;
}

static bool
write_parameters(json_object* root, const State* state)
{
  json_object* const parameters = member_object(root, "parameters");
  bool               good       = parameters;
  for (unsigned i = 0; good && i < PARAM_COUNT; ++i) {
    good = set(parameters, parameter(i)->symbol, json_number((double)state->parameters[i]));
  }
  return good;
}

static bool
write_slots(json_object* root, const State* state)
{
  json_object* const slots = json_object_new_array();
  bool               good  = slots;
  for (unsigned i = 0; good && i < TAG_SLOTS; ++i) {
    json_object* const tag = json_object_new_string(state->slots[i]);
    good                   = tag && !json_object_array_add(slots, tag);
  }
  return set(root, "slots", slots) && good;
}

static bool
write_view(json_object* root, const State* state)
{
  json_object* const view = state->view[0] ? json_tokener_parse(state->view) : NULL;
  if (!json_object_is_type(view, json_type_object)) {
    json_object_put(view);
    return member_object(root, "view");
  }
  return set(root, "view", view);
}

static bool
write_experiment(json_object* root, const State* state)
{
  json_object* const wish = state->experiment[0] ? json_tokener_parse(state->experiment) : NULL;
  if (json_object_is_type(wish, json_type_object) &&
      !strcmp(json_object_to_json_string_ext(wish, part_format), state->experiment)) {
    return set(root, "experiment", wish);
  }
  json_object_put(wish);
  return set(root, "experiment", json_object_new_string(state->experiment));
}

static bool
write_models(json_object* root, const State* state)
{
  json_object* const models = member_object(root, "models");
  json_object* const own    = member_object(root, "own");
  bool               good   = models && own;
  for (unsigned i = 0; good && i < STATE_KINDS; ++i) {
    good = set(models, kind_keys[i], json_object_new_string(state->models[i])) &&
           set(own, kind_keys[i], json_object_new_string(state->own[i]));
  }
  return good;
}

static bool
write_version(json_object* root, const State* state)
{
  return set(root, "equus", json_object_new_int(state->version > STATE_VERSION ? state->version : STATE_VERSION));
}

char*
state_write(const State* state, const char* base)
{
  json_object* root = base ? json_tokener_parse(base) : NULL;
  char*        text = NULL;
  if (!root) {
    root = json_object_new_object();
  }
  if (root && write_version(root, state) && write_parameters(root, state) && write_slots(root, state) &&
      write_view(root, state) && write_experiment(root, state) && write_models(root, state)) {
    text = strdup(json_object_to_json_string_ext(root, text_format));
  }
  json_object_put(root);
  return text;
}

/// Take a text over if it fits
static void
read_text(char* to, const char* from, size_t size)
{
  if (strlen(from) < size) {
    text_copy(to, from, size);
  }
}

static void
read_parameters(json_object* parameters, State* state)
{
  json_object_object_foreach(parameters, symbol, value)
  {
    const int index = parameter_find(symbol);
    if (index >= 0 && (json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int))) {
      state->parameters[index] = parameter_limit((unsigned)index, (float)json_object_get_double(value));
    }
  }
}

static void
read_slots(json_object* slots, State* state)
{
  const size_t n = json_object_array_length(slots);
  for (size_t i = 0; i < n && i < TAG_SLOTS; ++i) {
    json_object* const tag = json_object_array_get_idx(slots, i);
    if (json_object_is_type(tag, json_type_string)) {
      read_text(state->slots[i], json_object_get_string(tag), SIDECAR_MAX_TEXT);
    }
  }
}

static void
read_view(json_object* view, State* state)
{
  read_text(state->view, json_object_to_json_string_ext(view, part_format), EQUUS_VIEW_SIZE);
}

static void
read_experiment(json_object* experiment, State* state)
{
  if (json_object_is_type(experiment, json_type_object)) {
    read_text(state->experiment, json_object_to_json_string_ext(experiment, part_format), EQUUS_WISH_SIZE);
  } else if (json_object_is_type(experiment, json_type_string)) {
    read_text(state->experiment, json_object_get_string(experiment), EQUUS_WISH_SIZE);
  }
}

static void
read_models(json_object* models, State* state)
{
  for (unsigned i = 0; i < STATE_KINDS; ++i) {
    json_object* const name = member(models, kind_keys[i], json_type_string);
    if (name) {
      read_text(state->models[i], json_object_get_string(name), SIDECAR_MAX_TEXT);
    }
  }
}

static void
read_own(json_object* own, State* state)
{
  for (unsigned i = 0; i < STATE_KINDS; ++i) {
    json_object* const name = member(own, kind_keys[i], json_type_string);
    if (name) {
      read_text(state->own[i], json_object_get_string(name), EQUUS_OWN_SIZE);
    }
  }
}

/// The document, checked as far as its shape goes; NULL with `error` filled
static json_object*
parse(const char* json, EquusError* error)
{
  enum json_tokener_error problem = json_tokener_success;
  json_object* const      root    = json_tokener_parse_verbose(json, &problem);
  json_object*            version = NULL;
  if (!root) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "The state is not JSON: %s", json_tokener_error_desc(problem));
    return NULL;
  }

  version = member(root, "equus", json_type_int);
  if (!version || json_object_get_int(version) < 1) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "The state is not one of Equus: it has no \"equus\" version");
    json_object_put(root);
    return NULL;
  }
  return root;
}

EquusStatus
state_read(State* state, const char* json, EquusError* error)
{
  json_object* const root = parse(json, error);
  if (!root) {
    return EQUUS_ERR_FORMAT;
  }

  json_object* part = NULL;
  state->version    = json_object_get_int(member(root, "equus", json_type_int));
  if ((part = member(root, "parameters", json_type_object))) {
    read_parameters(part, state);
  }
  if ((part = member(root, "slots", json_type_array))) {
    read_slots(part, state);
  }
  if ((part = member(root, "view", json_type_object))) {
    read_view(part, state);
  }
  if (json_object_object_get_ex(root, "experiment", &part)) {
    read_experiment(part, state);
  }
  if ((part = member(root, "models", json_type_object))) {
    read_models(part, state);
  }
  if ((part = member(root, "own", json_type_object))) {
    read_own(part, state);
  }
  json_object_put(root);
  return EQUUS_OK;
}
