// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Hosts of every kind get the audio; messages fit the room there is and none is lost; state goes out and back.

#include "plugin/lv2/properties.h"
#include "plugin/places.h"
#include "tests/plugin/lv2_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/atom/util.h>
#include <lv2/state/state.h>

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 16000, BLOCK = 1024 };

static const char* bundle;
static float       noise[2][BLOCK];
static float       output[2][BLOCK];
static float*      in[2]  = { noise[0], noise[1] };
static float*      out[2] = { output[0], output[1] };
static Lv2Host     host;

static void
make_noise(void)
{
  static uint32_t seed = 1;
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      seed        = seed * 1664525u + 1013904223u;
      noise[c][i] = (float)(int32_t)seed / 4294967296.0f;
    }
  }
}

static void
open_host(const char* uri, Lv2HostKind kind)
{
  assert_true(lv2_host_open(&host, bundle, uri, RATE, kind));
}

/// Run blocks of noise and return how many readings came, in order and without a gap
static unsigned
run_blocks(unsigned n_blocks)
{
  static uint64_t next[PLACE_COUNT][TAP_COUNT];
  unsigned        n_readings = 0;
  for (unsigned block = 0; block < n_blocks; ++block) {
    make_noise();
    lv2_host_run(&host, in, out, BLOCK);
    LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
    {
      ReadingMessage reading;
      if (messages_read_reading((const LV2_Atom_Object*)&event->body, &host.equus_uris, &reading)) {
        uint64_t* const expected = &next[reading.place][reading.tap];
        assert_true(reading.sequence == 0 || reading.sequence == *expected);
        *expected = reading.sequence + 1;
        ++n_readings;
      }
    }
  }
  return n_readings;
}

/// Whatever features a host has, flat passes bit for bit and the output ports move
static void
test_every_kind_of_host(void** state)
{
  (void)state;
  static const char* const uris[] = { EQUUS_URN_STEREO, EQUUS_URN_MONO, EQUUS_URN_STEREO_SIDE, EQUUS_URN_MONO_SIDE };
  for (unsigned i = 0; i < 4; ++i) {
    for (unsigned kind = LV2_HOST_BARE; kind <= LV2_HOST_MAP_ONLY; ++kind) {
      open_host(uris[i], (Lv2HostKind)kind);
      for (unsigned block = 0; block < 4 * RATE / BLOCK; ++block) {
        make_noise();
        lv2_host_run(&host, in, out, BLOCK);
        assert_memory_equal(out[0], in[0], sizeof(noise[0]));
        assert_memory_equal(out[host.channels - 1], in[host.channels - 1], sizeof(noise[0]));
      }
      assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) > 0.0f);
      assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) == lv2_host_output(&host, OUTPUT_WET_TAGS));
      assert_true(host.values[port_latency(host.channels)] == 0.0f);
      lv2_host_close(&host);
    }
  }
}

/// A host may leave every port but the audio unconnected
static void
test_optional_ports_unconnected(void** state)
{
  (void)state;
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  for (unsigned i = port_control(2); i < port_count(2, false); ++i) {
    lilv_instance_connect_port(host.instance, i, NULL);
  }
  make_noise();
  lv2_host_run(&host, in, out, BLOCK);
  lv2_host_run(&host, in, out, 0);
  assert_memory_equal(output, noise, sizeof(noise));
  lv2_host_close(&host);
}

/// Run one block in a room of so many bytes; beyond it nothing may be written
static unsigned
run_in_room(uint32_t room)
{
  enum { GUARD = 0x5A };
  memset(&host.notify, GUARD, sizeof(host.notify));
  host.notify_room          = room;
  const unsigned n_readings = run_blocks(1);
  assert_true(host.notify.sequence.atom.size <= (room < 16 ? 8 : room - 8));
  for (uint32_t i = room < 16 ? 16 : room; i < 1024; ++i) {
    assert_int_equal(host.notify.bytes[i], GUARD);
  }
  return n_readings;
}

/// Where nothing fits an empty sequence stands there, and readings wait
static void
test_small_rooms(void** state)
{
  (void)state;
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  for (uint32_t room = 0; room < 88; ++room) {
    assert_int_equal(run_in_room(room), 0);
  }
  assert_true(run_in_room(LV2_HOST_NOTIFY_ROOM) >= 8);
  unsigned n_readings = 0;
  for (uint32_t room = 88; room < 400; room += 2) {
    n_readings += run_in_room(room);
  }
  assert_true(n_readings >= 40);
  lv2_host_close(&host);
}

static void
send_window(bool open)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_window(&host.forge, &host.equus_uris, open));
  lv2_host_end_messages(&host);
}

typedef struct {
  unsigned      status, spectra, views, replays, readings;
  StatusMessage last;
} Seen;

static void
look(Seen* seen, uint32_t n)
{
  static ReadingMessage reading;
  SpectrumMessage       spectrum;
  const char*           view = NULL;
  make_noise();
  lv2_host_run(&host, in, out, n);
  LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
  {
    const LV2_Atom_Object* const object = (const LV2_Atom_Object*)&event->body;
    if (messages_read_reading(object, &host.equus_uris, &reading)) {
      assert_true(seen->status); // A window can make sense of readings only once it knows the model
      ++*(reading.replay ? &seen->replays : &seen->readings);
    }
    seen->status += messages_read_status(object, &host.equus_uris, &seen->last);
    seen->spectra += messages_read_spectrum(object, &host.equus_uris, &spectrum);
    seen->views += messages_read_view(object, &host.equus_uris, &view);
  }
}

static void
test_window_is_served(void** state)
{
  (void)state;
  Seen closed = { .status = 1 };
  Seen seen   = { 0 };
  Seen after  = { .status = 1 };
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  for (unsigned i = 0; i < 4 * RATE / BLOCK; ++i) {
    look(&closed, BLOCK);
  }
  assert_int_equal(closed.status, 1);
  assert_int_equal(closed.spectra + closed.views + closed.replays, 0);
  assert_true(closed.readings >= 2);

  send_window(true);
  for (unsigned i = 0; i < 50; ++i) {
    look(&seen, RATE / 50);
  }
  assert_int_equal(seen.replays, closed.readings);
  assert_in_range(seen.status, 9, 11);
  assert_in_range(seen.spectra, 40, 52); // 25 a second and tap, once its window is full
  assert_string_equal(seen.last.model[PLACE_MSD_MUSICNN], "MSD_musicnn");
  assert_string_equal(seen.last.model[PLACE_VIBENET], "");
  assert_int_equal(seen.last.shown.tags, PLACE_MSD_MUSICNN);
  assert_int_equal(seen.last.shown.mood, PLACE_MSD_MUSICNN); // A head beside the tags
  assert_true(seen.last.host_rate == RATE);
  assert_true(seen.last.load > 0.0f && seen.last.load_peak >= seen.last.load);
  assert_true(seen.last.settling[PLACE_MSD_MUSICNN] == 0.0f);
  assert_string_equal(seen.last.trouble, "");

  send_window(false);
  look(&after, BLOCK);
  assert_int_equal(after.status + after.spectra, 1);
  lv2_host_close(&host);
}

static void
test_slots_and_view(void** state)
{
  (void)state;
  Seen seen = { 0 };
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_slot(&host.forge, &host.equus_uris, 2, "happy"));
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_view(&host.forge, &host.equus_uris, "{\"scale\":2}"));
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_window(&host.forge, &host.equus_uris, true));
  lv2_host_end_messages(&host);
  look(&seen, BLOCK);
  assert_int_equal(seen.views, 1);
  assert_string_equal(seen.last.slots[0], "rock");
  assert_string_equal(seen.last.slots[2], "happy");
  lv2_host_close(&host);
}

typedef struct {
  char     value[8192];
  size_t   size;
  LV2_URID key, type;
} Store;

static LV2_State_Status
store(LV2_State_Handle handle, uint32_t key, const void* value, size_t size, uint32_t type, uint32_t flags)
{
  Store* const stored = (Store*)handle;
  assert_true(size < sizeof(stored->value));
  assert_int_equal(flags, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  memcpy(stored->value, value, size);
  stored->key  = key;
  stored->type = type;
  stored->size = size;
  return LV2_STATE_SUCCESS;
}

static const void*
retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type, uint32_t* flags)
{
  const Store* const stored = (const Store*)handle;
  if (key != stored->key) {
    return NULL;
  }
  *size  = stored->size;
  *type  = stored->type;
  *flags = LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE;
  return stored->value;
}

static const LV2_State_Interface*
state_interface(void)
{
  return (const LV2_State_Interface*)lilv_instance_get_extension_data(host.instance, LV2_STATE__interface);
}

static LV2_State_Status
save(Store* stored)
{
  memset(stored, 0, sizeof(*stored));
  return state_interface()->save(lilv_instance_get_handle(host.instance), store, stored, 0, NULL);
}

static LV2_State_Status
restore(Store* stored)
{
  return state_interface()->restore(lilv_instance_get_handle(host.instance), retrieve, stored, 0, NULL);
}

static void
test_state_round_trip(void** state)
{
  (void)state;
  static Store first;
  static Store second;
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  lv2_host_set(&host, parameter_of_band(2, BAND_GAIN), -4.2f);
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_slot(&host.forge, &host.equus_uris, 0, "happy"));
  lv2_host_end_messages(&host);
  run_blocks(1);
  assert_int_equal(save(&first), LV2_STATE_SUCCESS);
  assert_int_equal(first.key, lv2_host_map(&host, EQUUS_URN_STATE));
  assert_non_null(strstr(first.value, "happy"));
  lv2_host_close(&host);

  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  assert_int_equal(restore(&first), LV2_STATE_SUCCESS);
  assert_int_equal(save(&second), LV2_STATE_SUCCESS);
  assert_int_equal(second.size, first.size);
  assert_string_equal(second.value, first.value);

  run_blocks(1); // The ports, still at their defaults, have the last word
  assert_int_equal(save(&second), LV2_STATE_SUCCESS);
  assert_string_not_equal(second.value, first.value);
  lv2_host_close(&host);
}

static void
test_bad_states_are_refused(void** state)
{
  (void)state;
  static Store good;
  static Store bad;
  static Store after;
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  assert_int_equal(save(&good), LV2_STATE_SUCCESS);

  bad      = good;
  bad.type = lv2_host_map(&host, LV2_ATOM__Chunk);
  assert_int_equal(restore(&bad), LV2_STATE_ERR_BAD_TYPE);
  bad      = good;
  bad.size = good.size - 1; // No NUL
  assert_int_equal(restore(&bad), LV2_STATE_ERR_BAD_TYPE);
  bad          = good;
  bad.value[0] = '!';
  assert_int_equal(restore(&bad), LV2_STATE_ERR_UNKNOWN);
  bad     = good;
  bad.key = 0;
  assert_int_equal(restore(&bad), LV2_STATE_SUCCESS); // Nothing of ours in it

  assert_int_equal(save(&after), LV2_STATE_SUCCESS);
  assert_string_equal(after.value, good.value);
  lv2_host_close(&host);

  open_host(EQUUS_URN_STEREO, LV2_HOST_BARE);
  assert_int_equal(save(&after), LV2_STATE_ERR_NO_FEATURE);
  lv2_host_close(&host);
}

/// Run until the window says that a model is (not) there; false after ten seconds or more
static bool
wait_for_model(Place place, const char* name)
{
  const struct timespec pause = { 0, 10000000 };
  Seen                  seen  = { .status = 1 };
  for (unsigned i = 0; i < 1000; ++i) {
    lv2_host_work(&host);
    look(&seen, BLOCK);
    if (host.kind == LV2_HOST_MAP_ONLY) {
      nanosleep(&pause, NULL); // The plug-in's own thread works meanwhile
    }
    if (!strcmp(seen.last.model[place], name) && !seen.last.loading[place]) {
      return true;
    }
  }
  return false;
}

/// What a host keeps of several properties
typedef struct {
  Store    items[4];
  unsigned n;
} Stores;

static LV2_State_Status
store_one_of(LV2_State_Handle handle, uint32_t key, const void* value, size_t size, uint32_t type, uint32_t flags)
{
  Stores* const stores = (Stores*)handle;
  assert_true(stores->n < 4);
  return store(&stores->items[stores->n++], key, value, size, type, flags);
}

static const void*
retrieve_one_of(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type, uint32_t* flags)
{
  Stores* const stores = (Stores*)handle;
  for (unsigned i = 0; i < stores->n; ++i) {
    if (stores->items[i].key == key) {
      return retrieve(&stores->items[i], key, size, type, flags);
    }
  }
  return NULL;
}

/// A host that keeps files under names of its own
static char*
to_abstract(LV2_State_Map_Path_Handle handle, const char* path)
{
  (void)handle;
  assert_memory_equal(path, bundle, strlen(bundle));
  return strdup(path + strlen(bundle));
}

static char*
to_absolute(LV2_State_Map_Path_Handle handle, const char* path)
{
  (void)handle;
  const size_t size  = strlen(bundle) + strlen(path) + 1;
  char* const  whole = (char*)malloc(size);
  snprintf(whole, size, "%s%s", bundle, path);
  return whole;
}

static void
set_own_model(ModelKind kind, const char* name)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(properties_write_set(&host.forge, &host.equus_uris, kind, name));
  lv2_host_end_messages(&host);
}

/// Name in the patch:Set of the newest block, or NULL
static const char*
own_model_said(ModelKind wanted)
{
  LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
  {
    ModelKind   kind = MODEL_TAGS;
    const char* name = NULL;
    if (properties_read_set((const LV2_Atom_Object*)&event->body, &host.equus_uris, &kind, &name) && kind == wanted) {
      return name;
    }
  }
  return NULL;
}

static void
test_own_models_are_properties(void** state)
{
  (void)state;
  LV2_State_Map_Path       mapping    = { NULL, to_abstract, to_absolute };
  const LV2_Feature        feature    = { LV2_STATE__mapPath, &mapping };
  const LV2_Feature* const features[] = { &feature, NULL };
  static Stores            stores;
  Seen                     seen = { .status = 1 };
  char                     path[1024];
  snprintf(path, sizeof(path), "%s/models/MTT_musicnn.json", bundle);
  open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
  lv2_host_set(&host, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
  set_own_model(MODEL_TAGS, path);
  run_blocks(1);
  assert_string_equal(own_model_said(MODEL_TAGS), path);
  assert_null(own_model_said(MODEL_MOOD));
  send_window(true);
  run_blocks(1);
  assert_string_equal(own_model_said(MODEL_MOOD), ""); // A window is told all
  assert_true(wait_for_model(PLACE_OWN_TAGS, "MTT_musicnn"));
  memset(&stores, 0, sizeof(stores));
  assert_int_equal(state_interface()->save(lilv_instance_get_handle(host.instance), store_one_of, &stores, 0, features),
                   0);
  assert_int_equal(stores.n, 2);
  assert_string_equal(stores.items[1].value, "/models/MTT_musicnn.json");
  assert_int_equal(stores.items[1].type, lv2_host_map(&host, LV2_ATOM__Path));
  lv2_host_close(&host);
  for (unsigned gone = 0; gone < 2; ++gone) { // Where the host lost the file, the document's own path counts
    open_host(EQUUS_URN_STEREO, LV2_HOST_INLINE);
    assert_int_equal(
      state_interface()->restore(lilv_instance_get_handle(host.instance), retrieve_one_of, &stores, 0, features), 0);
    lv2_host_set(&host, PARAM_TAG_MODEL, (float)TAG_MODEL_OWN);
    send_window(true);
    look(&seen, BLOCK);
    assert_string_equal(own_model_said(MODEL_TAGS), path);
    assert_string_equal(seen.last.model[PLACE_OWN_TAGS], "MTT_musicnn");
    lv2_host_close(&host);
    strcpy(stores.items[1].value, "/lost.json");
  }
}

static void
test_models_switch(void** state)
{
  (void)state;
  for (unsigned kind = LV2_HOST_INLINE; kind <= LV2_HOST_MAP_ONLY; ++kind) {
    open_host(EQUUS_URN_STEREO, (Lv2HostKind)kind);
    send_window(true);
    lv2_host_set(&host, PARAM_MOOD_MODEL, 1.0f); // Not a head of the tag model
    assert_true(wait_for_model(PLACE_VIBENET, "vibenet"));
    assert_true(wait_for_model(PLACE_MSD_MUSICNN, "MSD_musicnn"));
    lv2_host_set(&host, PARAM_TAG_MODEL, 0.0f);
    assert_true(wait_for_model(PLACE_MSD_MUSICNN, ""));
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) == 0.0f);
    lv2_host_set(&host, PARAM_TAG_MODEL, 1.0f);
    assert_true(wait_for_model(PLACE_MSD_MUSICNN, "MSD_musicnn"));
    lv2_host_close(&host);
  }
}

/// Without a worker, a freewheeling host gets its model before the next sample nonetheless
static void
test_freewheeling_works_at_once(void** state)
{
  (void)state;
  Seen seen = { .status = 1 };
  open_host(EQUUS_URN_STEREO, LV2_HOST_MAP_ONLY);
  host.values[port_freewheel(host.channels)] = 1.0f;
  send_window(true);
  lv2_host_set(&host, PARAM_TAG_MODEL, 0.0f);
  lv2_host_set(&host, PARAM_MOOD_MODEL, 1.0f);
  look(&seen, BLOCK);
  assert_string_equal(seen.last.model[PLACE_MSD_MUSICNN], "");
  assert_string_equal(seen.last.model[PLACE_VIBENET], "vibenet");
  lv2_host_close(&host);
}

static bool
is_number(const LilvNode* node, float value)
{
  return node && (lilv_node_is_float(node) || lilv_node_is_int(node)) && lilv_node_as_float(node) == value;
}

static void
check_port(unsigned index, const Parameter* p)
{
  const LilvPort* const port    = lilv_plugin_get_port_by_index(host.plugin, index);
  LilvNode*             initial = NULL;
  LilvNode*             minimum = NULL;
  LilvNode*             maximum = NULL;
  assert_non_null(port);
  assert_string_equal(lilv_node_as_string(lilv_port_get_symbol(host.plugin, port)), p->symbol);
  lilv_port_get_range(host.plugin, port, &initial, &minimum, &maximum);
  assert_true(is_number(initial, p->initial) && is_number(minimum, p->minimum) && is_number(maximum, p->maximum));
  lilv_node_free(initial);
  lilv_node_free(minimum);
  lilv_node_free(maximum);
}

/// The description has each port once, at its place, with the numbers of the table
static void
test_description_is_the_table(void** state)
{
  (void)state;
  static const char* const uris[] = { EQUUS_URN_STEREO, EQUUS_URN_MONO, EQUUS_URN_STEREO_SIDE, EQUUS_URN_MONO_SIDE };
  for (unsigned i = 0; i < 4; ++i) {
    open_host(uris[i], LV2_HOST_BARE);
    assert_true(lilv_plugin_verify(host.plugin));
    assert_int_equal(lilv_plugin_get_num_ports(host.plugin), port_count(host.channels, host.has_side));
    for (unsigned k = 0; k < PARAM_COUNT; ++k) {
      check_port(port_parameter(host.channels, k), parameter(k));
    }
    for (unsigned k = 0; k < OUTPUT_COUNT; ++k) {
      check_port(port_output(host.channels, k), parameter_output(k));
    }
    lv2_host_close(&host);
  }
}

static void
test_exports_the_entry_point_alone(void** state)
{
  (void)state;
  static const char* const inner[] = { "equus_new", "model_load", "eq_process", "fftwf_plan_dft_1d", "parameter" };
  char                     path[4096];
  snprintf(path, sizeof(path), "%s/equus.so", bundle);
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  assert_non_null(library);
  assert_non_null(dlsym(library, "lv2_descriptor"));
  for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); ++i) {
    assert_null(dlsym(library, inner[i]));
  }
  dlclose(library);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_every_kind_of_host),
    cmocka_unit_test(test_optional_ports_unconnected),
    cmocka_unit_test(test_small_rooms),
    cmocka_unit_test(test_window_is_served),
    cmocka_unit_test(test_slots_and_view),
    cmocka_unit_test(test_state_round_trip),
    cmocka_unit_test(test_bad_states_are_refused),
    cmocka_unit_test(test_own_models_are_properties),
    cmocka_unit_test(test_models_switch),
    cmocka_unit_test(test_freewheeling_works_at_once),
    cmocka_unit_test(test_description_is_the_table),
    cmocka_unit_test(test_exports_the_entry_point_alone),
  };
  if (argc != 2) {
    return 2;
  }
  bundle = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
