// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/direct/instance.h"

#include "plugin/direct/ring.h"
#include "plugin/poller.h"
#include "plugin/session.h"
#include "plugin/text.h"

#include <math.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS_SIZE = 1u << 16u, NOTICES_SIZE = 1u << 18u };

static const double status_rate = 10.0; ///< A second

struct Instance {
  char*          resources;
  Equus*         equus; ///< NULL until activated first
  Poller*        poller;
  double         rate;
  unsigned       channels;
  atomic_bool    active;
  Session*       resting;  ///< What is kept while there is no `equus`
  Ring*          commands; ///< To the audio thread
  Ring*          notices;  ///< From it
  _Atomic(float) values[PARAM_COUNT], outputs[OUTPUT_COUNT];

  // Audio thread
  InstanceCommand    command;
  InstanceNotice     notice;
  ReadingMessage     reading; ///< Taken from the instance, not told yet
  const MarkMessage* mark;    ///< Likewise
  bool               has_reading, window_open, all_due;
  double             status_step; ///< Tenth of a second of the status told last
};

Instance*
instance_new(const char* resources)
{
  Instance* const instance = (Instance*)calloc(1, sizeof(Instance));
  if (!instance) {
    return NULL;
  }
  instance->resources = strdup(resources);
  instance->commands  = ring_new(COMMANDS_SIZE);
  instance->notices   = ring_new(NOTICES_SIZE);
  instance->resting   = session_new();
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    atomic_init(&instance->values[i], parameter(i)->initial);
  }
  if (!instance->resources || !instance->commands || !instance->notices || !instance->resting) {
    instance_free(instance);
    return NULL;
  }
  return instance;
}

static void
free_equus(Instance* instance)
{
  poller_free(instance->poller);
  equus_free(instance->equus);
  instance->poller = NULL;
  instance->equus  = NULL;
}

void
instance_free(Instance* instance)
{
  if (instance) {
    free_equus(instance);
    ring_free(instance->commands);
    ring_free(instance->notices);
    session_free(instance->resting);
    free(instance->resources);
    free(instance);
  }
}

const char*
instance_resources(const Instance* instance)
{
  return instance->resources;
}

static Equus*
new_equus(const Instance* instance, double rate, unsigned channels, EquusError* error)
{
  static const char folder[] = "models";
  const size_t      size     = strlen(instance->resources) + sizeof(folder);
  char* const       path     = (char*)malloc(size);
  if (!path) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for an instance");
    return NULL;
  }
  snprintf(path, size, "%s%s", instance->resources, folder);
  const EquusConfig config = { rate, channels, path };
  Equus* const      equus  = equus_new(&config, error);
  free(path);
  return equus;
}

static void
take_values(Instance* instance)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    atomic_store_explicit(&instance->values[i], equus_parameter(instance->equus, i), memory_order_relaxed);
  }
}

/// Replace the instance by one of another rate that goes on where it was
static EquusStatus
rebuild(Instance* instance, double rate, unsigned channels, EquusError* error)
{
  char* const json = instance_save(instance);
  free_equus(instance);
  instance->equus  = new_equus(instance, rate, channels, error);
  instance->poller = instance->equus ? poller_new(instance->equus) : NULL;
  if (!json || !instance->poller) {
    free(json);
    free_equus(instance);
    return equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for an instance");
  }
  const EquusStatus status = equus_state_restore(instance->equus, json, NULL, error);
  free(json);
  instance->rate     = rate;
  instance->channels = channels;
  take_values(instance);
  return status;
}

EquusStatus
instance_activate(Instance* instance, double rate, unsigned channels, EquusError* error)
{
  if (!instance->equus || rate != instance->rate || channels != instance->channels) {
    const EquusStatus status = rebuild(instance, rate, channels, error);
    if (status) {
      return status;
    }
  }
  equus_activate(instance->equus);
  instance->active      = true;
  instance->has_reading = false;
  instance->mark        = NULL;
  instance->all_due     = true;
  return EQUUS_OK;
}

void
instance_deactivate(Instance* instance)
{
  if (instance->active) {
    equus_deactivate(instance->equus);
    instance->active = false;
  }
}

void
instance_reset(Instance* instance)
{
  equus_activate(instance->equus);
}

bool
instance_is_active(const Instance* instance)
{
  return instance->active;
}

/// Put what is shown already into a document, though the audio thread may still have to take it
static char*
save_shown(const Instance* instance, char* json)
{
  State state   = { 0 };
  bool  differs = false;
  if (state_read(&state, json, NULL)) {
    return json;
  }
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float shown = instance_parameter(instance, i);
    if (shown != state.parameters[i] && !(parameter(i)->flags & PARAMETER_EXPENSIVE)) {
      state.parameters[i] = shown;
      differs             = true;
    }
  }
  char* const newer = differs ? state_write(&state, json) : NULL;
  if (newer) {
    free(json);
  }
  return newer ? newer : json;
}

char*
instance_save(const Instance* instance)
{
  char* const json = instance->equus ? equus_state_save(instance->equus) : session_save(instance->resting);
  return json && instance->active ? save_shown(instance, json) : json;
}

static void
show_values(Instance* instance, const State* state)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    atomic_store_explicit(&instance->values[i], state->parameters[i], memory_order_relaxed);
  }
}

static EquusStatus
restore_resting(Instance* instance, const char* json, EquusError* error)
{
  State             state;
  char              trouble[STATUS_TEXT_SIZE]; // Found again when the instance restores what is saved
  Session* const    resting = instance->resting;
  const EquusStatus status  = session_restore(resting, json, &state, trouble, error);
  if (status) {
    return status;
  }
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    session_set_parameter(resting, i, state.parameters[i]);
  }
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    session_set_slot(resting, slot, state.slots[slot]);
  }
  for (unsigned kind = 0; kind < STATE_KINDS; ++kind) {
    session_set_own_model(resting, (ModelKind)kind, state.own[kind]);
  }
  session_set_view(resting, state.view);
  session_set_wish(resting, state.experiment);
  show_values(instance, &state);
  return EQUUS_OK;
}

/// Show what is saved now, which the audio thread may still have to take
static void
show_saved(Instance* instance)
{
  State       state = { 0 };
  char* const json  = equus_state_save(instance->equus);
  if (json && !state_read(&state, json, NULL)) {
    show_values(instance, &state);
  }
  free(json);
}

EquusStatus
instance_restore(Instance* instance, const char* json, EquusError* error)
{
  if (!instance->equus) {
    return restore_resting(instance, json, error);
  }
  const EquusStatus status = equus_state_restore(instance->equus, json, NULL, error);
  if (!status) {
    show_saved(instance);
  }
  return status;
}

float
instance_parameter(const Instance* instance, unsigned index)
{
  return atomic_load_explicit(&instance->values[index], memory_order_relaxed);
}

void
instance_set_shown(Instance* instance, unsigned index, float value)
{
  if (instance->active) {
    atomic_store_explicit(&instance->values[index], parameter_limit(index, value), memory_order_relaxed);
  } else {
    instance_set(instance, index, value);
  }
}

static EQUUS_RT void
carry_out(Instance* instance, const InstanceCommand* command)
{
  Equus* const equus = instance->equus;
  switch ((CommandType)command->type) {
  case COMMAND_OPEN:
    instance->window_open = command->index;
    instance->all_due     = true;
    equus_set_window_open(equus, command->index);
    break;
  case COMMAND_SLOT:
    equus_set_slot(equus, command->index, command->text);
    break;
  case COMMAND_VIEW:
    equus_set_view(equus, command->text);
    break;
  case COMMAND_OWN:
    equus_set_own_model(equus, (ModelKind)command->index, command->text);
    instance->all_due = true;
    break;
  case COMMAND_WISH:
    equus_set_wish(equus, command->text);
    break;
  case COMMAND_LISTEN:
    equus_set_listening(equus, (Listen)command->index);
    break;
  case COMMAND_MARK:
    equus_mark(equus, command->index == INSTANCE_NOW ? -1.0 : 0.001 * command->index);
    break;
  }
}

/// Without an instance of the core yet
static void
carry_out_resting(Instance* instance, const InstanceCommand* command)
{
  Session* const resting = instance->resting;
  switch ((CommandType)command->type) {
  case COMMAND_OPEN:
    instance->window_open = command->index;
    break;
  case COMMAND_SLOT:
    session_set_slot(resting, command->index, command->text);
    break;
  case COMMAND_VIEW:
    session_set_view(resting, command->text);
    break;
  case COMMAND_OWN:
    session_set_own_model(resting, (ModelKind)command->index, command->text);
    break;
  case COMMAND_WISH:
    session_set_wish(resting, command->text);
    break;
  case COMMAND_LISTEN: // Nothing plays
  case COMMAND_MARK:
    break;
  }
}

void
instance_command(Instance* instance, const InstanceCommand* command)
{
  const size_t size = offsetof(InstanceCommand, text) + strlen(command->text) + 1;
  if (instance->active) {
    ring_write(instance->commands, command->type, command, (uint32_t)size);
  } else if (instance->equus) {
    carry_out(instance, command);
  } else {
    carry_out_resting(instance, command);
  }
}

uint32_t
instance_next_notice(Instance* instance, InstanceNotice* notice)
{
  return ring_read(instance->notices, notice, sizeof(*notice));
}

bool
instance_begin(Instance* instance)
{
  const bool restored = equus_take_state(instance->equus);
  if (restored) {
    take_values(instance);
    instance->all_due = true;
  }
  while (ring_read(instance->commands, &instance->command, sizeof(instance->command))) {
    carry_out(instance, &instance->command);
  }
  return restored;
}

void
instance_set(Instance* instance, unsigned index, float value)
{
  const float limited = parameter_limit(index, value);
  atomic_store_explicit(&instance->values[index], limited, memory_order_relaxed);
  if (instance->equus) {
    equus_set_parameter(instance->equus, index, limited);
  } else {
    session_set_parameter(instance->resting, index, limited);
  }
}

void
instance_modulate(Instance* instance, unsigned index, float amount)
{
  if (instance->equus) {
    equus_set_modulation(instance->equus, index, amount);
  }
}

void
instance_set_transport(Instance* instance, bool rolling, double seconds)
{
  equus_set_transport(instance->equus, rolling, seconds);
}

void
instance_process(Instance*           instance,
                 const float* const* in,
                 const float* const* side,
                 float* const*       out,
                 uint32_t            n,
                 bool                freewheel)
{
  if (equus_needs_work(instance->equus) && freewheel) {
    equus_work(instance->equus); // Nobody waits, and the models should hear the very next sample
  }
  equus_process(instance->equus, in, side, out, n, freewheel);
}

static EQUUS_RT bool
tell(Instance* instance, NoticeType type, const void* body, size_t size)
{
  return ring_write(instance->notices, type, body, (uint32_t)size);
}

static EQUUS_RT size_t
reading_size(const ReadingMessage* reading)
{
  return offsetof(ReadingMessage, values) + reading->n_values * sizeof(reading->values[0]);
}

/// What a window must know before readings make sense to it: its own settings and the models' names
static EQUUS_RT bool
tell_all(Instance* instance)
{
  const char* const view = equus_view(instance->equus);
  const char* const wish = equus_wish(instance->equus);
  bool              told = !*view || tell(instance, NOTICE_VIEW, view, strlen(view) + 1);
  told                   = told && tell(instance, NOTICE_WISH, wish, strlen(wish) + 1);
  for (unsigned kind = 0; told && kind <= MODEL_MOOD; ++kind) {
    instance->notice.own.kind = kind;
    text_copy(instance->notice.own.name, equus_own_model(instance->equus, (ModelKind)kind), EQUUS_OWN_SIZE);
    told = tell(instance, NOTICE_OWN, &instance->notice.own, sizeof(instance->notice.own));
  }
  return told;
}

static EQUUS_RT void
tell_status(Instance* instance, bool now)
{
  equus_status(instance->equus, &instance->notice.status);
  const double step = floor(instance->notice.status.time * status_rate);
  if (now || step != instance->status_step) {
    instance->status_step = step;
    tell(instance, NOTICE_STATUS, &instance->notice.status, sizeof(instance->notice.status));
  }
}

static EQUUS_RT void
tell_readings(Instance* instance)
{
  do {
    instance->has_reading = instance->has_reading || equus_next_reading(instance->equus, &instance->reading);
    if (!instance->has_reading ||
        !tell(instance, NOTICE_READING, &instance->reading, reading_size(&instance->reading))) {
      return;
    }
    instance->has_reading = false;
  } while (true);
}

static EQUUS_RT void
tell_answers(Instance* instance)
{
  const MapsMessage* const maps = equus_next_maps(instance->equus);
  const FlipMessage* const flip = equus_next_flip(instance->equus);
  if (maps) {
    tell(instance, NOTICE_MAPS, maps, sizeof(*maps));
  }
  if (flip) {
    tell(instance, NOTICE_FLIP, flip, sizeof(*flip));
  }
  instance->mark = instance->mark ? instance->mark : equus_next_mark(instance->equus);
  if (instance->mark && tell(instance, NOTICE_MARK, instance->mark, sizeof(*instance->mark))) {
    instance->mark = NULL; // One a block, so that many don't crowd out the rest
  }
}

void
instance_end(Instance* instance)
{
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    atomic_store_explicit(&instance->outputs[i], equus_output(instance->equus, i), memory_order_relaxed);
  }
  if (!instance->window_open) {
    return;
  }
  const bool all = instance->all_due;
  if (all && tell_all(instance)) {
    instance->all_due = false;
  }
  tell_status(instance, all);
  tell_readings(instance);
  tell_answers(instance);
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const SpectrumMessage* const spectrum = equus_next_spectrum(instance->equus, (Tap)tap);
    if (spectrum) {
      tell(instance, NOTICE_SPECTRUM, spectrum, sizeof(*spectrum));
    }
  }
}

float
instance_output(const Instance* instance, unsigned index)
{
  return atomic_load_explicit(&instance->outputs[index], memory_order_relaxed);
}
