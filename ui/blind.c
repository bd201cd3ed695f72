// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/blind.h"

#include "ui/binomial.h"

#include <json-c/json.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const double heard_below = 0.05; ///< p from which on guessing explains it well enough

void
blind_open(Blind* blind)
{
  blind->phase = BLIND_INTRO;
}

const char*
blind_obstacle(const Snapshot* snapshot)
{
  const bool elsewhere =
    snapshot->parameters[PARAM_DRY_SOURCE] == (float)DRY_SIDE_CHAIN && snapshot->status.side_connected;
  EqSettings    settings;
  CurveSettings curve;
  parameters_to_eq(snapshot->parameters, &settings);
  parameters_to_curve(snapshot->parameters, &curve);
  if (!elsewhere && !settings.enabled) {
    return "The equaliser is bypassed, so dry and wet are the same. Switch bypass off first.";
  }
  if (!elsewhere && eq_settings_are_flat(&settings) && curve_settings_are_flat(&curve)) {
    return "The equaliser is flat, so dry and wet are the same. Move a band or choose a preset first.";
  }
  return NULL;
}

static void
listen(Actions* actions, Listen what)
{
  actions_add(actions, ACTION_LISTEN, (unsigned)what, 0.0f);
  actions->redraw = true;
}

static void
begin_trial(Blind* blind, Actions* actions)
{
  const uint64_t bits = random_bits(&blind->random);
  for (unsigned i = 0; i < 2; ++i) {
    blind->sounds[i] = (bits >> (40u + i)) & 1u ? LISTEN_WET : LISTEN_DRY;
    blind->heard[i]  = false;
  }
  blind_play(blind, 0, actions);
}

void
blind_start(Blind* blind, Actions* actions)
{
  memset(&blind->result, 0, sizeof(blind->result));
  blind->phase = BLIND_TRIAL;
  begin_trial(blind, actions);
}

void
blind_play(Blind* blind, unsigned sound, Actions* actions)
{
  blind->playing      = sound;
  blind->heard[sound] = true;
  listen(actions, blind->sounds[sound]);
}

bool
blind_can_answer(const Blind* blind)
{
  return blind->phase == BLIND_TRIAL && blind->heard[0] && blind->heard[1];
}

/// The quadrant where a mood is heard, else the strongest tag; false if there is neither
static bool
machine_verdict(const Snapshot* snapshot, Tap tap, char* text)
{
  const SnapshotPlace* const mood_place = snapshot_place(snapshot, MODEL_MOOD);
  const SnapshotMood* const  mood       = snapshot_mood(snapshot);
  const SnapshotPlace* const tags       = snapshot_place(snapshot, MODEL_TAGS);
  if (mood && mood_place->valid[tap]) {
    snprintf(
      text, SIDECAR_MAX_TEXT, "%s", snapshot_quadrant_name(snapshot_quadrant(mood->valence[tap], mood->arousal[tap])));
    return true;
  }
  if (!tags || !tags->sidecar || !tags->sidecar->n_tags || !tags->valid[tap]) {
    return false;
  }
  uint32_t top = 0;
  for (uint32_t i = 1; i < tags->sidecar->n_tags; ++i) {
    top = tags->values[tap][i] > tags->values[tap][top] ? i : top;
  }
  snprintf(text, SIDECAR_MAX_TEXT, "%s", tags->sidecar->labels[top].name);
  return true;
}

static void
ask_machine(BlindResult* result, const Snapshot* snapshot)
{
  char dry[SIDECAR_MAX_TEXT];
  char wet[SIDECAR_MAX_TEXT];
  if (!machine_verdict(snapshot, TAP_DRY, dry) || !machine_verdict(snapshot, TAP_WET, wet)) {
    return;
  }
  const bool flipped = strcmp(dry, wet) != 0;
  if (flipped || !result->flipped) {
    memcpy(result->from, dry, sizeof(dry));
    memcpy(result->to, wet, sizeof(wet));
  }
  ++result->read;
  result->flipped += flipped;
}

/// The check is over: the audio returns, the result is kept
static void
finish(Blind* blind, Actions* actions)
{
  if (blind->n_kept < BLIND_KEPT) {
    ++blind->n_kept;
  }
  memmove(&blind->kept[1], &blind->kept[0], (BLIND_KEPT - 1) * sizeof(blind->kept[0]));
  blind->kept[0] = blind->result;
  blind->phase   = BLIND_RESULT;
  actions->keep  = true;
  listen(actions, LISTEN_AS_SET);
}

void
blind_answer(Blind* blind, const Snapshot* snapshot, bool changed, Actions* actions)
{
  if (!blind_can_answer(blind)) {
    return;
  }
  BlindResult* const result    = &blind->result;
  const bool         different = blind->sounds[0] != blind->sounds[1];
  ++result->trials;
  result->different += different;
  result->hits += different && changed;
  result->false_alarms += !different && changed;
  ask_machine(result, snapshot);
  if (result->trials < BLIND_TRIALS) {
    begin_trial(blind, actions);
  } else {
    finish(blind, actions);
  }
}

void
blind_stop(Blind* blind, Actions* actions)
{
  if (blind->phase == BLIND_TRIAL && blind->result.trials) {
    finish(blind, actions);
    return;
  }
  if (blind->phase == BLIND_TRIAL) {
    listen(actions, LISTEN_AS_SET);
  }
  blind->phase    = BLIND_CLOSED;
  actions->redraw = true;
}

unsigned
blind_right(const BlindResult* result)
{
  return result->hits + result->trials - result->different - result->false_alarms;
}

double
blind_p(const BlindResult* result)
{
  return binomial_at_least(result->trials, blind_right(result));
}

const char*
blind_conclusion(const BlindResult* result)
{
  if (binomial_at_least(result->trials, result->trials) >= heard_below) {
    return "too few trials to tell";
  }
  return blind_p(result) < heard_below ? "you hear it" : "you don\u2019t hear it";
}

char*
blind_format_p(const BlindResult* result, char* text, unsigned size)
{
  const double p = blind_p(result);
  if (p < 0.001) {
    snprintf(text, size, "p < 0.001");
  } else {
    snprintf(text, size, p < 0.0995 ? "p = %.3f" : "p = %.2f", p);
  }
  return text;
}

char*
blind_summary(const BlindResult* result, char* text, unsigned size)
{
  char p[32];
  char machine[2 * SIDECAR_MAX_TEXT + 32];
  if (!result->read) {
    snprintf(machine, sizeof(machine), "no verdict");
  } else if (result->flipped) {
    snprintf(machine, sizeof(machine), "flipped %s \u2192 %s", result->from, result->to);
  } else {
    snprintf(machine, sizeof(machine), "%s before and after", result->from);
  }
  snprintf(text,
           size,
           "machine: %s; you: %u of %u right, %s: %s",
           machine,
           blind_right(result),
           result->trials,
           blind_format_p(result, p, sizeof(p)),
           blind_conclusion(result));
  return text;
}

/// The numbers of a result as the document names them
static const struct {
  const char* key;
  size_t      offset;
} numbers[] = { { "trials", offsetof(BlindResult, trials) }, { "different", offsetof(BlindResult, different) },
                { "hits", offsetof(BlindResult, hits) },     { "false_alarms", offsetof(BlindResult, false_alarms) },
                { "read", offsetof(BlindResult, read) },     { "flipped", offsetof(BlindResult, flipped) } };

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static struct json_object*
new_result(const BlindResult* result)
{
  struct json_object* const object = json_object_new_object();
  char                      p[32];
  for (unsigned i = 0; i < NUMBERS; ++i) {
    const unsigned* const number = (const unsigned*)(const void*)((const char*)result + numbers[i].offset);
    json_object_object_add(object, numbers[i].key, json_object_new_int((int)*number));
  }
  json_object_object_add(object, "dry", json_object_new_string(result->from));
  json_object_object_add(object, "wet", json_object_new_string(result->to));
  snprintf(p, sizeof(p), "%.4g", blind_p(result));
  json_object_object_add(object, "p", json_object_new_double_s(blind_p(result), p));
  return object;
}

void
blind_write(const Blind* blind, struct json_object* document)
{
  struct json_object* const list = json_object_new_array();
  for (unsigned i = 0; i < blind->n_kept; ++i) {
    json_object_array_add(list, new_result(&blind->kept[i]));
  }
  json_object_object_add(document, "blind_checks", list);
}

static void
read_text(struct json_object* object, const char* key, char* text)
{
  struct json_object* const value = json_object_object_get(object, key);
  snprintf(
    text, SIDECAR_MAX_TEXT, "%s", json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "");
}

/// Read one; false if its numbers can't be
static bool
read_result(struct json_object* object, BlindResult* result)
{
  memset(result, 0, sizeof(*result));
  for (unsigned i = 0; i < NUMBERS; ++i) {
    struct json_object* const value  = json_object_object_get(object, numbers[i].key);
    const int                 number = json_object_is_type(value, json_type_int) ? json_object_get_int(value) : -1;
    if (number < 0 || number > BLIND_TRIALS) {
      return false;
    }
    *(unsigned*)(void*)((char*)result + numbers[i].offset) = (unsigned)number;
  }
  read_text(object, "dry", result->from);
  read_text(object, "wet", result->to);
  return result->trials && result->different <= result->trials && result->hits <= result->different &&
         result->false_alarms <= result->trials - result->different && result->read <= result->trials &&
         result->flipped <= result->read;
}

void
blind_read(Blind* blind, struct json_object* document)
{
  struct json_object* const list = json_object_object_get(document, "blind_checks");
  if (!json_object_is_type(list, json_type_array)) {
    return;
  }
  blind->n_kept = 0;
  for (size_t i = 0; i < json_object_array_length(list) && blind->n_kept < BLIND_KEPT; ++i) {
    struct json_object* const object = json_object_array_get_idx(list, i);
    if (json_object_is_type(object, json_type_object) && read_result(object, &blind->kept[blind->n_kept])) {
      ++blind->n_kept;
    }
  }
}
