// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/messages.h"

#include <lv2/atom/util.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Body of a slot message
typedef struct {
  uint32_t slot;
  char     tag[SIDECAR_MAX_TEXT]; ///< Cut behind its NUL
} SlotBody;

/// Bytes that a message with a body of `size` bytes takes
static uint32_t
message_size(uint32_t size)
{
  return (uint32_t)(sizeof(LV2_Atom_Object) + sizeof(LV2_Atom_Property_Body)) + lv2_atom_pad_size(size);
}

static bool
write_message(LV2_Atom_Forge* forge, LV2_URID type, const EquusUris* uris, LV2_URID kind, const void* body, uint32_t n)
{
  if (forge->buf && forge->size - forge->offset < message_size(n)) {
    return false;
  }

  LV2_Atom_Forge_Frame frame;
  const bool           done = lv2_atom_forge_object(forge, &frame, 0, type) && lv2_atom_forge_key(forge, uris->body) &&
                    lv2_atom_forge_atom(forge, n, kind) && lv2_atom_forge_write(forge, body, n);
  lv2_atom_forge_pop(forge, &frame);
  return done;
}

static bool
write_chunk(LV2_Atom_Forge* forge, LV2_URID type, const EquusUris* uris, const void* body, size_t size)
{
  return write_message(forge, type, uris, uris->atom_chunk, body, (uint32_t)size);
}

bool
messages_write_reading(LV2_Atom_Forge* forge, const EquusUris* uris, const ReadingMessage* reading)
{
  const size_t size = offsetof(ReadingMessage, values) + reading->n_values * sizeof(float);
  return write_chunk(forge, uris->reading, uris, reading, size);
}

bool
messages_write_spectrum(LV2_Atom_Forge* forge, const EquusUris* uris, const SpectrumMessage* spectrum)
{
  return write_chunk(forge, uris->spectrum, uris, spectrum, sizeof(*spectrum));
}

bool
messages_write_status(LV2_Atom_Forge* forge, const EquusUris* uris, const StatusMessage* status)
{
  return write_chunk(forge, uris->status, uris, status, sizeof(*status));
}

bool
messages_write_window(LV2_Atom_Forge* forge, const EquusUris* uris, bool open)
{
  const uint32_t body = open;
  return write_chunk(forge, uris->window, uris, &body, sizeof(body));
}

bool
messages_write_listen(LV2_Atom_Forge* forge, const EquusUris* uris, Listen listen)
{
  const uint32_t body = (uint32_t)listen;
  return write_chunk(forge, uris->listen, uris, &body, sizeof(body));
}

bool
messages_write_slot(LV2_Atom_Forge* forge, const EquusUris* uris, unsigned slot, const char* tag)
{
  SlotBody     body   = { slot, "" };
  const size_t length = strnlen(tag, sizeof(body.tag) - 1);
  memcpy(body.tag, tag, length);
  return write_chunk(forge, uris->slot, uris, &body, offsetof(SlotBody, tag) + length + 1);
}

static bool
write_text(LV2_Atom_Forge* forge, LV2_URID type, const EquusUris* uris, const char* text)
{
  return write_message(forge, type, uris, uris->atom_string, text, (uint32_t)strlen(text) + 1);
}

bool
messages_write_view(LV2_Atom_Forge* forge, const EquusUris* uris, const char* json)
{
  return write_text(forge, uris->view, uris, json);
}

bool
messages_write_wish(LV2_Atom_Forge* forge, const EquusUris* uris, const char* json)
{
  return write_text(forge, uris->wish, uris, json);
}

bool
messages_write_maps(LV2_Atom_Forge* forge, const EquusUris* uris, const MapsMessage* maps)
{
  return write_chunk(forge, uris->maps, uris, maps, sizeof(*maps));
}

bool
messages_write_flip(LV2_Atom_Forge* forge, const EquusUris* uris, const FlipMessage* flip)
{
  return write_chunk(forge, uris->flip, uris, flip, sizeof(*flip));
}

bool
messages_write_mark(LV2_Atom_Forge* forge, const EquusUris* uris, const MarkMessage* mark)
{
  return write_chunk(forge, uris->mark, uris, mark, sizeof(*mark));
}

/// The value of `body`, its size checked against the object's, or NULL
static const LV2_Atom*
find_body(const LV2_Atom_Object* object, const EquusUris* uris, LV2_URID type)
{
  if (object->atom.type != uris->atom_object || object->atom.size < sizeof(LV2_Atom_Object_Body) ||
      object->body.otype != type) {
    return NULL;
  }

  const uint8_t* place = (const uint8_t*)(&object->body + 1);
  size_t         left  = object->atom.size - sizeof(LV2_Atom_Object_Body);
  while (left >= sizeof(LV2_Atom_Property_Body)) {
    const LV2_Atom_Property_Body* const property = (const LV2_Atom_Property_Body*)place;
    const size_t                        room     = left - sizeof(*property);
    if (property->value.size > room) {
      return NULL;
    }
    if (property->key == uris->body) {
      return &property->value;
    }
    const size_t step = sizeof(*property) + lv2_atom_pad_size(property->value.size);
    place += step;
    left -= step < left ? step : left;
  }
  return NULL;
}

/// Body of a chunk message between `least` and `most` bytes, or NULL
static const void*
find_chunk(const LV2_Atom_Object* object, const EquusUris* uris, LV2_URID type, size_t least, size_t most)
{
  const LV2_Atom* const body = find_body(object, uris, type);
  return body && body->type == uris->atom_chunk && body->size >= least && body->size <= most ? body + 1 : NULL;
}

bool
messages_read_reading(const LV2_Atom_Object* object, const EquusUris* uris, ReadingMessage* reading)
{
  const size_t          head = offsetof(ReadingMessage, values);
  const LV2_Atom* const body = find_body(object, uris, uris->reading);
  if (!body || body->type != uris->atom_chunk || body->size < head || body->size > sizeof(*reading)) {
    return false;
  }

  memcpy(reading, body + 1, body->size);
  return (unsigned)reading->place < PLACE_COUNT && (unsigned)reading->tap < TAP_COUNT &&
         reading->n_values <= SIDECAR_MAX_LABELS && body->size == head + reading->n_values * sizeof(float);
}

bool
messages_read_spectrum(const LV2_Atom_Object* object, const EquusUris* uris, SpectrumMessage* spectrum)
{
  const void* const body = find_chunk(object, uris, uris->spectrum, sizeof(*spectrum), sizeof(*spectrum));
  if (body) {
    memcpy(spectrum, body, sizeof(*spectrum));
  }
  return body && (unsigned)spectrum->tap < TAP_COUNT;
}

bool
messages_read_status(const LV2_Atom_Object* object, const EquusUris* uris, StatusMessage* status)
{
  const void* const body = find_chunk(object, uris, uris->status, sizeof(*status), sizeof(*status));
  if (body) {
    memcpy(status, body, sizeof(*status));
  }
  return body;
}

bool
messages_read_window(const LV2_Atom_Object* object, const EquusUris* uris, bool* open)
{
  const uint32_t* const body = (const uint32_t*)find_chunk(object, uris, uris->window, sizeof(*body), sizeof(*body));
  if (body) {
    *open = *body != 0;
  }
  return body;
}

bool
messages_read_listen(const LV2_Atom_Object* object, const EquusUris* uris, Listen* listen)
{
  const uint32_t* const body = (const uint32_t*)find_chunk(object, uris, uris->listen, sizeof(*body), sizeof(*body));
  if (body) {
    *listen = (Listen)*body;
  }
  return body && *body < LISTEN_COUNT;
}

bool
messages_read_slot(const LV2_Atom_Object* object, const EquusUris* uris, unsigned* slot, const char** tag)
{
  const LV2_Atom* const atom = find_body(object, uris, uris->slot);
  const size_t          head = offsetof(SlotBody, tag);
  if (!atom || atom->type != uris->atom_chunk || atom->size <= head || atom->size > sizeof(SlotBody)) {
    return false;
  }

  const SlotBody* const body = (const SlotBody*)(const void*)(atom + 1);
  *slot                      = body->slot;
  *tag                       = body->tag;
  return body->slot < TAG_SLOTS && memchr(body->tag, '\0', atom->size - head);
}

/// The text of a message, or NULL
static const char*
find_text(const LV2_Atom_Object* object, const EquusUris* uris, LV2_URID type)
{
  const LV2_Atom* const body = find_body(object, uris, type);
  return body && body->type == uris->atom_string && memchr(body + 1, '\0', body->size) ? (const char*)(body + 1) : NULL;
}

bool
messages_read_view(const LV2_Atom_Object* object, const EquusUris* uris, const char** json)
{
  const char* const text = find_text(object, uris, uris->view);
  *json                  = text ? text : *json;
  return text;
}

bool
messages_read_wish(const LV2_Atom_Object* object, const EquusUris* uris, const char** json)
{
  const char* const text = find_text(object, uris, uris->wish);
  *json                  = text ? text : *json;
  return text;
}

/// True if a text ends within its array
#define IS_TEXT(array) (memchr((array), '\0', sizeof(array)) != NULL)

bool
messages_read_maps(const LV2_Atom_Object* object, const EquusUris* uris, MapsMessage* maps)
{
  const void* const body = find_chunk(object, uris, uris->maps, sizeof(*maps), sizeof(*maps));
  if (body) {
    memcpy(maps, body, sizeof(*maps));
  }
  return body && maps->bands <= EXPERIMENT_BANDS && IS_TEXT(maps->of) && IS_TEXT(maps->trouble);
}

bool
messages_read_flip(const LV2_Atom_Object* object, const EquusUris* uris, FlipMessage* flip)
{
  const void* const body = find_chunk(object, uris, uris->flip, sizeof(*flip), sizeof(*flip));
  if (body) {
    memcpy(flip, body, sizeof(*flip));
  }
  return body && (unsigned)flip->phase <= FLIP_DONE && flip->bands <= EXPERIMENT_BANDS && IS_TEXT(flip->rule) &&
         IS_TEXT(flip->from) && IS_TEXT(flip->to) && IS_TEXT(flip->trouble);
}

bool
messages_read_mark(const LV2_Atom_Object* object, const EquusUris* uris, MarkMessage* mark)
{
  const void* const body = find_chunk(object, uris, uris->mark, sizeof(*mark), sizeof(*mark));
  if (body) {
    memcpy(mark, body, sizeof(*mark));
  }
  return body && (unsigned)mark->kind < MARK_KIND_COUNT && IS_TEXT(mark->text);
}
