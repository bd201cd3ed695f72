// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/session.h"

#include "plugin/rig.h"
#include "plugin/shared_text.h"
#include "plugin/text.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Session {
  // Written by the audio thread
  _Atomic(float) parameters[PARAM_COUNT];
  SharedText     slots[TAG_SLOTS];
  SharedText     view;

  // The thread that sets up
  char* base;                                         ///< The document restored last
  int   version;                                      ///< Its version
  char  unknown_models[ROLE_COUNT][SIDECAR_MAX_TEXT]; ///< Names that it asked for in vain
  float unknown_values[ROLE_COUNT];                   ///< The models' parameters then
};

_Static_assert((int)EQUUS_VIEW_SIZE <= (int)SHARED_TEXT_SIZE, "a view can be shared");
_Static_assert((int)SIDECAR_MAX_TEXT <= (int)SHARED_TEXT_SIZE, "a tag can be shared");

Session*
session_new(void)
{
  Session* const session = (Session*)calloc(1, sizeof(Session));
  if (session) {
    for (unsigned i = 0; i < PARAM_COUNT; ++i) {
      atomic_init(&session->parameters[i], parameter(i)->initial);
    }
  }
  return session;
}

void
session_free(Session* session)
{
  if (session) {
    free(session->base);
    free(session);
  }
}

void
session_set_parameter(Session* session, unsigned index, float value)
{
  atomic_store_explicit(&session->parameters[index], value, memory_order_relaxed);
}

void
session_set_slot(Session* session, unsigned slot, const char* tag)
{
  shared_text_write(&session->slots[slot], tag);
}

void
session_set_view(Session* session, const char* json)
{
  shared_text_write(&session->view, json);
}

/// The name that the document keeps: the one asked for in vain until another model is chosen
static const char*
model_name(const Session* session, const State* state, Role role)
{
  const unsigned    index = rig_parameter(role);
  const char* const name  = parameter_model_name(index, state->parameters[index]);
  if (session->unknown_models[role][0] && state->parameters[index] == session->unknown_values[role]) {
    return session->unknown_models[role];
  }
  return name ? name : "";
}

static void
gather(const Session* session, State* state)
{
  char text[SHARED_TEXT_SIZE];
  memset(state, 0, sizeof(*state));
  state->version = session->version;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    state->parameters[i] = atomic_load_explicit(&session->parameters[i], memory_order_relaxed);
  }
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    shared_text_read(&session->slots[slot], text);
    memcpy(state->slots[slot], text, SIDECAR_MAX_TEXT);
  }
  shared_text_read(&session->view, text);
  memcpy(state->view, text, EQUUS_VIEW_SIZE);
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    text_copy(state->models[role], model_name(session, state, (Role)role), SIDECAR_MAX_TEXT);
  }
}

char*
session_save(const Session* session)
{
  State state;
  gather(session, &state);
  return state_write(&state, session->base);
}

/// Value of the role's parameter that means the model of this name, or -1
static int
model_value(Role role, const char* name)
{
  const unsigned index = rig_parameter(role);
  for (unsigned value = 0; value <= (unsigned)parameter(index)->maximum; ++value) {
    const char* const known = parameter_model_name(index, (float)value);
    if (!strcmp(known ? known : "", name)) {
      return (int)value;
    }
  }
  return -1;
}

/// Names count more than numbers, which another version may have given to other models
static void
resolve_model(Session* session, State* state, Role role, char* trouble)
{
  const unsigned index = rig_parameter(role);
  const int      value = model_value(role, state->models[role]);

  session->unknown_models[role][0] = '\0';
  if (value >= 0) {
    state->parameters[index] = (float)value;
    return;
  }
  memcpy(session->unknown_models[role], state->models[role], SIDECAR_MAX_TEXT);
  session->unknown_values[role] = state->parameters[index];
  snprintf(trouble,
           STATUS_TEXT_SIZE,
           "The session wants the model \"%.100s\", which is not installed here: install it or choose another",
           state->models[role]);
}

EquusStatus
session_restore(Session* session, const char* json, State* state, char* trouble, EquusError* error)
{
  gather(session, state);
  const EquusStatus status = state_read(state, json, error);
  if (status) {
    return status;
  }

  char* const base = strdup(json);
  if (!base) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory to restore the state");
  }
  free(session->base);
  session->base    = base;
  session->version = state->version;

  trouble[0] = '\0';
  if (state->version > STATE_VERSION) {
    snprintf(trouble, STATUS_TEXT_SIZE, "The session is of a newer Equus; what this one knows of it was restored");
  }
  resolve_model(session, state, ROLE_TAGS, trouble);
  resolve_model(session, state, ROLE_MOOD, trouble);
  return EQUUS_OK;
}
