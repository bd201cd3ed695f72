// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/session.h"

#include "plugin/places.h"
#include "plugin/queue.h"
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
  SharedDocument view;
  SharedText     wish;
  SharedText     own[STATE_KINDS]; ///< By ModelKind

  // Between the threads
  Queue       posts, spent; ///< Of SessionPost
  atomic_uint applied;      ///< How many posts were spent

  // The thread that sets up
  unsigned posted;                                        ///< How many there were
  State    latest;                                        ///< The one posted last
  char*    base;                                          ///< The document restored last
  int      version;                                       ///< Its version
  char     unknown_models[STATE_KINDS][SIDECAR_MAX_TEXT]; ///< Names that it asked for in vain
  float    unknown_values[STATE_KINDS];                   ///< The models' parameters then
};

_Static_assert((int)EQUUS_VIEW_SIZE == (int)SHARED_DOCUMENT_SIZE, "a view can be shared");
_Static_assert((int)EQUUS_WISH_SIZE == (int)SHARED_TEXT_SIZE, "a wish can be shared");
_Static_assert((int)EQUUS_OWN_SIZE == (int)SHARED_TEXT_SIZE, "a path can be shared");
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

static void
free_spent(Session* session)
{
  for (void* post = NULL; (post = queue_take(&session->spent));) {
    free(post);
  }
}

void
session_free(Session* session)
{
  if (session) {
    free_spent(session);
    for (void* post = NULL; (post = queue_take(&session->posts));) {
      free(post);
    }
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
  shared_document_write(&session->view, json);
}

void
session_set_wish(Session* session, const char* json)
{
  shared_text_write(&session->wish, json);
}

void
session_set_own_model(Session* session, ModelKind kind, const char* name)
{
  shared_text_write(&session->own[kind], name);
}

/// The name that the document keeps: the one asked for in vain until another model is chosen
static const char*
model_name(const Session* session, const State* state, ModelKind kind)
{
  const unsigned    index = places_parameter(kind);
  const char* const name  = places_choice_name(kind, state->parameters[index]);
  if (session->unknown_models[kind][0] && state->parameters[index] == session->unknown_values[kind]) {
    return session->unknown_models[kind];
  }
  return name ? name : "";
}

/// What holds now: the audio thread's values, or those that it is about to take
static void
gather(const Session* session, State* state)
{
  char text[SHARED_TEXT_SIZE];
  if (atomic_load_explicit(&session->applied, memory_order_acquire) != session->posted) {
    *state = session->latest;
    return;
  }
  memset(state, 0, sizeof(*state));
  state->version = session->version;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    state->parameters[i] = atomic_load_explicit(&session->parameters[i], memory_order_relaxed);
  }
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    shared_text_read(&session->slots[slot], text);
    memcpy(state->slots[slot], text, SIDECAR_MAX_TEXT);
  }
  shared_document_read(&session->view, state->view);
  shared_text_read(&session->wish, state->experiment);
  for (unsigned kind = 0; kind < STATE_KINDS; ++kind) {
    text_copy(state->models[kind], model_name(session, state, (ModelKind)kind), SIDECAR_MAX_TEXT);
    shared_text_read(&session->own[kind], state->own[kind]);
  }
}

char*
session_save(const Session* session)
{
  State state;
  gather(session, &state);
  return state_write(&state, session->base);
}

/// Value of the kind's parameter that means the model of this name, or -1
static int
model_value(ModelKind kind, const char* name)
{
  const unsigned index = places_parameter(kind);
  for (unsigned value = 0; value <= (unsigned)parameter(index)->maximum; ++value) {
    const char* const known = places_choice_name(kind, (float)value);
    if (!strcmp(known ? known : "", name)) {
      return (int)value;
    }
  }
  return -1;
}

/// Names count more than numbers, which another version may have given to other models
static void
resolve_model(Session* session, State* state, ModelKind kind, char* trouble)
{
  const unsigned index = places_parameter(kind);
  const int      value = model_value(kind, state->models[kind]);

  session->unknown_models[kind][0] = '\0';
  if (value >= 0) {
    state->parameters[index] = (float)value;
    return;
  }
  memcpy(session->unknown_models[kind], state->models[kind], SIDECAR_MAX_TEXT);
  session->unknown_values[kind] = state->parameters[index];
  snprintf(trouble,
           STATUS_TEXT_SIZE,
           "The session wants the model \"%.100s\", which is not installed here: install it or choose another",
           state->models[kind]);
}

EquusStatus
session_restore(Session* session, const char* json, State* state, char* trouble, EquusError* error)
{
  if (!queue_room(&session->posts)) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "The states restored before have not been taken yet; try again");
  }
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
  resolve_model(session, state, MODEL_TAGS, trouble);
  resolve_model(session, state, MODEL_MOOD, trouble);
  return EQUUS_OK;
}

EquusStatus
session_post(Session* session, const State* state, const char* trouble, EquusError* error)
{
  free_spent(session);
  SessionPost* const post = (SessionPost*)malloc(sizeof(SessionPost));
  if (!post) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory to restore the state");
  }
  post->state = *state;
  text_copy(post->trouble, trouble, STATUS_TEXT_SIZE);
  session->latest = *state;
  ++session->posted;
  queue_put(&session->posts, post);
  return EQUUS_OK;
}

SessionPost*
session_take(Session* session)
{
  return queue_room(&session->spent) ? (SessionPost*)queue_take(&session->posts) : NULL;
}

void
session_spend(Session* session, SessionPost* post)
{
  queue_put(&session->spent, post);
  atomic_fetch_add_explicit(&session->applied, 1, memory_order_release);
}
