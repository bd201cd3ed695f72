// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Messages arrive as they were sent, and a buffer without room for one is left as it was.

#include "plugin/lv2/messages.h"
#include "plugin/lv2/properties.h"
#include "plugin/lv2/transport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/atom/util.h>

#include <math.h>
#include <string.h>

enum { BUFFER_SIZE = 8192 };

typedef struct {
  LV2_Atom_Forge forge;
  EquusUris      uris;
  union {
    LV2_Atom_Sequence sequence;
    _Alignas(8) uint8_t bytes[BUFFER_SIZE];
  } buffer;
} Fixture;

static char     mapped[64][64];
static unsigned n_mapped;

static LV2_URID
map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  (void)handle;
  for (unsigned i = 0; i < n_mapped; ++i) {
    if (!strcmp(mapped[i], uri)) {
      return i + 1;
    }
  }
  strncpy(mapped[n_mapped], uri, sizeof(mapped[0]) - 1);
  return ++n_mapped;
}

static void
set_up(Fixture* f, uint32_t room)
{
  LV2_URID_Map map = { NULL, map_uri };
  memset(f, 0, sizeof(*f));
  equus_uris_map(&f->uris, &map);
  lv2_atom_forge_init(&f->forge, &map);
  lv2_atom_forge_set_buffer(&f->forge, f->buffer.bytes, room);
}

static const LV2_Atom_Object*
written(const Fixture* f)
{
  return (const LV2_Atom_Object*)(const void*)f->buffer.bytes;
}

static ReadingMessage
example_reading(void)
{
  ReadingMessage reading = { PLACE_VIBENET, TAP_WET, 17, 3.25, 0.5, true, 7, { 0 } };
  for (unsigned i = 0; i < 7; ++i) {
    reading.values[i] = (float)i - 3.5f;
  }
  return reading;
}

static void
test_reading_round_trip(void** state)
{
  (void)state;
  Fixture              f;
  const ReadingMessage sent = example_reading();
  ReadingMessage       got  = { 0 };

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_reading(&f.forge, &f.uris, &sent));
  assert_true(messages_read_reading(written(&f), &f.uris, &got));
  assert_int_equal(got.place, PLACE_VIBENET);
  assert_int_equal(got.tap, TAP_WET);
  assert_int_equal(got.sequence, 17);
  assert_true(got.time == 3.25 && got.age == 0.5 && got.replay);
  assert_int_equal(got.n_values, 7);
  assert_memory_equal(got.values, sent.values, 7 * sizeof(float));
}

static void
test_spectrum_and_status_round_trip(void** state)
{
  (void)state;
  Fixture         f;
  SpectrumMessage spectrum = { TAP_WET, { 0 } };
  SpectrumMessage spectrum_got;
  StatusMessage   status = { .host_rate = 48000.0, .load = 0.25f, .loading = { false, true } };
  StatusMessage   status_got;

  spectrum.levels[SPECTRUM_BINS - 1] = -12.5f;
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_spectrum(&f.forge, &f.uris, &spectrum));
  assert_true(messages_read_spectrum(written(&f), &f.uris, &spectrum_got));
  assert_memory_equal(&spectrum_got, &spectrum, sizeof(spectrum));
  assert_false(messages_read_status(written(&f), &f.uris, &status_got));

  strcpy(status.trouble, "no model");
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_status(&f.forge, &f.uris, &status));
  assert_true(messages_read_status(written(&f), &f.uris, &status_got));
  assert_memory_equal(&status_got, &status, sizeof(status));
}

static void
test_requests_round_trip(void** state)
{
  (void)state;
  Fixture     f;
  bool        open = false;
  unsigned    slot = 0;
  const char* text = NULL;

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_window(&f.forge, &f.uris, true));
  assert_true(messages_read_window(written(&f), &f.uris, &open));
  assert_true(open);

  Listen listen = LISTEN_AS_SET;
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_listen(&f.forge, &f.uris, LISTEN_WET));
  assert_true(messages_read_listen(written(&f), &f.uris, &listen));
  assert_int_equal(listen, LISTEN_WET);
  assert_false(messages_read_window(written(&f), &f.uris, &open));
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_listen(&f.forge, &f.uris, LISTEN_COUNT));
  assert_false(messages_read_listen(written(&f), &f.uris, &listen));

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_slot(&f.forge, &f.uris, 5, "female vocalists"));
  assert_true(messages_read_slot(written(&f), &f.uris, &slot, &text));
  assert_int_equal(slot, 5);
  assert_string_equal(text, "female vocalists");
  assert_false(messages_read_view(written(&f), &f.uris, &text));

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_view(&f.forge, &f.uris, "{\"scale\": 2}"));
  assert_true(messages_read_view(written(&f), &f.uris, &text));
  assert_string_equal(text, "{\"scale\": 2}");
}

static void
test_experiment_round_trip(void** state)
{
  (void)state;
  Fixture     f;
  MapsMessage maps = { .request = 3, .time = 1.5, .of = "sad", .bands = 31, .value = 0.25f };
  MapsMessage maps_got;
  FlipMessage flip = { .request = 4, .phase = FLIP_DONE, .target = true, .bands = 10, .rule = "top" };
  FlipMessage flip_got;
  const char* wish = NULL;

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_wish(&f.forge, &f.uris, "{\"maps\":true}"));
  assert_true(messages_read_wish(written(&f), &f.uris, &wish));
  assert_string_equal(wish, "{\"maps\":true}");
  assert_false(messages_read_view(written(&f), &f.uris, &wish));
  f.buffer.bytes[sizeof(LV2_Atom_Object) + sizeof(LV2_Atom_Property_Body) + 13] = '!';
  assert_false(messages_read_wish(written(&f), &f.uris, &wish)); // No end

  maps.slope[30] = -0.5f;
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_maps(&f.forge, &f.uris, &maps));
  assert_true(messages_read_maps(written(&f), &f.uris, &maps_got));
  assert_memory_equal(&maps_got, &maps, sizeof(maps));
  assert_false(messages_read_flip(written(&f), &f.uris, &flip_got));

  flip.gains[9] = 6.0f;
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_flip(&f.forge, &f.uris, &flip));
  assert_true(messages_read_flip(written(&f), &f.uris, &flip_got));
  assert_memory_equal(&flip_got, &flip, sizeof(flip));
  assert_false(messages_read_maps(written(&f), &f.uris, &maps_got));
}

/// Too many bands, phases that are none and texts without an end are refused
static void
test_malformed_experiments_are_refused(void** state)
{
  (void)state;
  const MapsMessage maps = { .bands = EXPERIMENT_BANDS };
  const FlipMessage flip = { .phase = FLIP_DONE, .bands = EXPERIMENT_BANDS };
  Fixture           f;
  for (unsigned fault = 0; fault < 8; ++fault) {
    MapsMessage bad_maps = maps, maps_got;
    FlipMessage bad_flip = flip, flip_got;
    bad_maps.bands += fault == 0;
    memset(bad_maps.of, 'x', fault == 1 ? sizeof(bad_maps.of) : 1);
    memset(bad_maps.trouble, 'x', fault == 2 ? sizeof(bad_maps.trouble) : 1);
    bad_flip.bands += fault == 0;
    memset(bad_flip.rule, 'x', fault == 1 ? sizeof(bad_flip.rule) : 1);
    memset(bad_flip.trouble, 'x', fault == 2 ? sizeof(bad_flip.trouble) : 1);
    memset(bad_flip.from, 'x', fault == 3 ? sizeof(bad_flip.from) : 1);
    memset(bad_flip.to, 'x', fault == 4 ? sizeof(bad_flip.to) : 1);
    bad_flip.phase = (FlipPhase)(fault == 5 ? FLIP_DONE + 1 : FLIP_DONE);
    set_up(&f, BUFFER_SIZE);
    assert_true(messages_write_maps(&f.forge, &f.uris, &bad_maps));
    assert_int_equal(messages_read_maps(written(&f), &f.uris, &maps_got), fault > 2);
    set_up(&f, BUFFER_SIZE);
    assert_true(messages_write_flip(&f.forge, &f.uris, &bad_flip));
    assert_int_equal(messages_read_flip(written(&f), &f.uris, &flip_got), fault > 5);
  }
}

static void
test_properties_round_trip(void** state)
{
  (void)state;
  Fixture     f;
  ModelKind   kind               = MODEL_TAGS;
  const char* name               = NULL;
  bool        wanted[PROPERTIES] = { false, false };

  set_up(&f, BUFFER_SIZE);
  assert_true(properties_write_set(&f.forge, &f.uris, MODEL_MOOD, "/models/ours.json"));
  assert_true(properties_read_set(written(&f), &f.uris, &kind, &name));
  assert_int_equal(kind, MODEL_MOOD);
  assert_string_equal(name, "/models/ours.json");
  assert_false(properties_read_get(written(&f), &f.uris, wanted));

  LV2_Atom_Forge_Frame frame;
  set_up(&f, BUFFER_SIZE);
  lv2_atom_forge_object(&f.forge, &frame, 0, f.uris.patch_get);
  lv2_atom_forge_pop(&f.forge, &frame);
  assert_true(properties_read_get(written(&f), &f.uris, wanted));
  assert_true(wanted[MODEL_TAGS] && wanted[MODEL_MOOD]);

  set_up(&f, BUFFER_SIZE);
  lv2_atom_forge_object(&f.forge, &frame, 0, f.uris.patch_get);
  lv2_atom_forge_key(&f.forge, f.uris.patch_property);
  lv2_atom_forge_urid(&f.forge, f.uris.own[MODEL_MOOD]);
  lv2_atom_forge_pop(&f.forge, &frame);
  assert_true(properties_read_get(written(&f), &f.uris, wanted));
  assert_true(!wanted[MODEL_TAGS] && wanted[MODEL_MOOD]);
  assert_false(properties_read_set(written(&f), &f.uris, &kind, &name)); // No value
}

/// Properties of others, wrong types, texts without an end and every cut are refused
static void
test_malformed_properties_are_refused(void** state)
{
  (void)state;
  Fixture     f;
  ModelKind   kind = MODEL_TAGS;
  const char* name = NULL;

  set_up(&f, BUFFER_SIZE);
  assert_true(properties_write_set(&f.forge, &f.uris, MODEL_TAGS, "name"));
  LV2_Atom_Object* const        object   = (LV2_Atom_Object*)(void*)f.buffer.bytes;
  LV2_Atom_Property_Body* const property = (LV2_Atom_Property_Body*)(void*)(object + 1);
  LV2_Atom_URID* const          key      = (LV2_Atom_URID*)(void*)&property->value;
  const uint32_t                full     = object->atom.size;
  for (uint32_t size = 0; size + 8 <= full; ++size) {
    object->atom.size = size;
    assert_false(properties_read_set(object, &f.uris, &kind, &name));
  }
  object->atom.size = full;
  key->body         = f.uris.body;
  assert_false(properties_read_set(object, &f.uris, &kind, &name));
  key->body      = f.uris.own[MODEL_TAGS];
  key->atom.type = f.uris.atom_int;
  assert_false(properties_read_set(object, &f.uris, &kind, &name));
  key->atom.type = f.uris.atom_urid;
  assert_true(properties_read_set(object, &f.uris, &kind, &name));
  memset(f.buffer.bytes + (name - (const char*)f.buffer.bytes), 'x', 5); // Over its end
  assert_false(properties_read_set(object, &f.uris, &kind, &name));
}

static void
test_no_room_writes_nothing(void** state)
{
  (void)state;
  const ReadingMessage sent = example_reading();
  Fixture              f;
  bool                 fitted = false;

  for (uint32_t room = sizeof(LV2_Atom_Sequence); room < 512; room += 8) {
    LV2_Atom_Forge_Frame frame;
    set_up(&f, room);
    assert_true(lv2_atom_forge_sequence_head(&f.forge, &frame, 0));
    const uint32_t before = f.forge.offset;

    fitted = messages_write_reading(&f.forge, &f.uris, &sent);
    lv2_atom_forge_pop(&f.forge, &frame);
    if (!fitted) {
      assert_int_equal(f.forge.offset, before);
      assert_int_equal(f.buffer.sequence.atom.size, sizeof(LV2_Atom_Sequence_Body));
    }
  }
  assert_true(fitted);
}

/// Every cut of a good message and every wrong size is refused
static void
test_malformed_is_refused(void** state)
{
  (void)state;
  const ReadingMessage sent = example_reading();
  ReadingMessage       got;
  Fixture              f;

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_reading(&f.forge, &f.uris, &sent));
  LV2_Atom_Object* const object = (LV2_Atom_Object*)(void*)f.buffer.bytes;
  LV2_Atom* const        body   = &((LV2_Atom_Property_Body*)(void*)(object + 1))->value;
  const uint32_t         full   = object->atom.size;
  const uint32_t         chunk  = body->size;

  for (uint32_t size = 0; size + 8 <= full; ++size) {
    object->atom.size = size;
    assert_false(messages_read_reading(object, &f.uris, &got));
  }
  object->atom.size = full;
  for (uint32_t size = 0; size < chunk + 64; ++size) {
    body->size = size;
    assert_int_equal(messages_read_reading(object, &f.uris, &got), size == chunk);
  }
  body->size = chunk;

  ((ReadingMessage*)(void*)(body + 1))->tap = (Tap)9;
  assert_false(messages_read_reading(object, &f.uris, &got));
}

static void
test_text_without_end_is_refused(void** state)
{
  (void)state;
  Fixture     f;
  unsigned    slot = 0;
  const char* text = NULL;

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_slot(&f.forge, &f.uris, TAG_SLOTS, "rock"));
  assert_false(messages_read_slot(written(&f), &f.uris, &slot, &text));

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_view(&f.forge, &f.uris, "{}"));
  f.buffer.bytes[sizeof(LV2_Atom_Object) + sizeof(LV2_Atom_Property_Body) + 2] = '!';
  assert_false(messages_read_view(written(&f), &f.uris, &text));
}

static void
test_marks_round_trip(void** state)
{
  (void)state;
  Fixture     f;
  MarkMessage got;
  MarkMessage mark = {
    .kind = MARK_MODEL, .number = 7, .time = 12.5, .transport = 30.0, .text = "vibenet", .parameters = { 1.0f }
  };
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_mark(&f.forge, &f.uris, &mark));
  assert_true(messages_read_mark(written(&f), &f.uris, &got));
  assert_memory_equal(&got, &mark, sizeof(mark));
  mark.kind = MARK_KIND_COUNT;
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_mark(&f.forge, &f.uris, &mark));
  assert_false(messages_read_mark(written(&f), &f.uris, &got));
  mark.kind = MARK_USER;
  memset(mark.text, 'x', sizeof(mark.text));
  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_mark(&f.forge, &f.uris, &mark));
  assert_false(messages_read_mark(written(&f), &f.uris, &got));
}

static void
test_transport_is_read(void** state)
{
  (void)state;
  Fixture              f;
  LV2_Atom_Forge_Frame frame;
  bool                 rolling = false;
  double               place   = 0.0;
  set_up(&f, BUFFER_SIZE);
  lv2_atom_forge_object(&f.forge, &frame, 0, f.uris.time_position);
  lv2_atom_forge_key(&f.forge, f.uris.time_frame);
  lv2_atom_forge_long(&f.forge, 48000);
  lv2_atom_forge_key(&f.forge, f.uris.time_speed);
  lv2_atom_forge_float(&f.forge, 1.0f);
  lv2_atom_forge_pop(&f.forge, &frame);
  assert_true(transport_read(written(&f), &f.uris, &rolling, &place));
  assert_true(rolling && place == 48000.0);

  set_up(&f, BUFFER_SIZE);
  lv2_atom_forge_object(&f.forge, &frame, 0, f.uris.time_position); // Says nothing: as it was
  lv2_atom_forge_pop(&f.forge, &frame);
  assert_true(transport_read(written(&f), &f.uris, &rolling, &place));
  assert_true(rolling && isnan(place));

  set_up(&f, BUFFER_SIZE);
  assert_true(messages_write_window(&f.forge, &f.uris, true));
  assert_false(transport_read(written(&f), &f.uris, &rolling, &place));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_reading_round_trip),    cmocka_unit_test(test_spectrum_and_status_round_trip),
    cmocka_unit_test(test_requests_round_trip),   cmocka_unit_test(test_no_room_writes_nothing),
    cmocka_unit_test(test_properties_round_trip), cmocka_unit_test(test_malformed_properties_are_refused),
    cmocka_unit_test(test_experiment_round_trip), cmocka_unit_test(test_malformed_experiments_are_refused),
    cmocka_unit_test(test_malformed_is_refused),  cmocka_unit_test(test_text_without_end_is_refused),
    cmocka_unit_test(test_marks_round_trip),      cmocka_unit_test(test_transport_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
