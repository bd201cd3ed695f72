// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A wish goes from the window into the plug-in and its answer back, is told to every window that opens, and stays in
// the host's state.

#include "tests/plugin/lv2_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/atom/util.h>
#include <lv2/state/state.h>

#include <string.h>
#include <time.h>

enum { RATE = 16000, BLOCK = 1024 };

static const char  wish[] = "{ \"request\": 5, \"later\": [] }";
static const char* bundle;
static float       audio[2][BLOCK];
static float*      buffers[2] = { audio[0], audio[1] };
static Lv2Host     host;

static void
open_host(void)
{
  assert_true(lv2_host_open(&host, bundle, EQUUS_URN_STEREO, RATE, LV2_HOST_INLINE));
}

static void
send_wish(const char* text)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_wish(&host.forge, &host.equus_uris, text));
  lv2_host_end_messages(&host);
  lv2_host_run(&host, buffers, buffers, BLOCK);
}

static void
send_window(bool open)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_window(&host.forge, &host.equus_uris, open));
  lv2_host_end_messages(&host);
  lv2_host_run(&host, buffers, buffers, BLOCK);
}

/// The wish that the newest block told, or NULL
static const char*
wish_told(void)
{
  const char* text = NULL;
  LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
  {
    if (messages_read_wish((const LV2_Atom_Object*)&event->body, &host.equus_uris, &text)) {
      return text;
    }
  }
  return NULL;
}

static void
test_windows_are_told_the_wish(void** state)
{
  (void)state;
  open_host();
  send_window(true);
  assert_null(wish_told()); // There is none
  send_wish(wish);
  assert_null(wish_told()); // Who sent it knows it
  send_window(false);
  assert_null(wish_told());
  send_window(true);
  assert_string_equal(wish_told(), wish);
  lv2_host_close(&host);
}

/// Run noise until maps are told; false after a minute
static bool
wait_for_maps(MapsMessage* maps)
{
  const struct timespec pause = { 0, 20000000 };
  static uint32_t       seed  = 3;
  for (unsigned block = 0; block < 3000; ++block) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      seed        = seed * 1664525u + 1013904223u;
      audio[0][i] = (float)(int32_t)seed / 8589934592.0f;
      audio[1][i] = audio[0][i];
    }
    lv2_host_work(&host);
    lv2_host_run(&host, buffers, buffers, BLOCK);
    LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
    {
      if (messages_read_maps((const LV2_Atom_Object*)&event->body, &host.equus_uris, maps)) {
        return true;
      }
    }
    nanosleep(&pause, NULL);
  }
  return false;
}

/// With a host's worker, and where there is none
static void
test_maps_are_told(void** state)
{
  (void)state;
  for (unsigned kind = LV2_HOST_INLINE; kind <= LV2_HOST_MAP_ONLY; ++kind) {
    MapsMessage maps;
    assert_true(lv2_host_open(&host, bundle, EQUUS_URN_STEREO, RATE, (Lv2HostKind)kind));
    send_window(true);
    send_wish("{\"maps\": true, \"of\": \"happy\", \"map_bands\": 10, \"request\": 4}");
    assert_true(wait_for_maps(&maps));
    assert_string_equal(maps.trouble, "");
    assert_string_equal(maps.of, "happy");
    assert_int_equal(maps.request, 4);
    assert_in_range(maps.bands, 8, 9); // Up to half of the rate
    lv2_host_close(&host);
  }
}

typedef struct {
  char     value[16384];
  size_t   size;
  LV2_URID key, type;
} Store;

static LV2_State_Status
store(LV2_State_Handle handle, uint32_t key, const void* value, size_t size, uint32_t type, uint32_t flags)
{
  Store* const stored = (Store*)handle;
  (void)flags;
  assert_true(size < sizeof(stored->value));
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
  *size                     = stored->size;
  *type                     = stored->type;
  *flags                    = LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE;
  return key == stored->key ? stored->value : NULL;
}

static void
test_state_keeps_the_wish(void** state)
{
  (void)state;
  static Store               stored;
  const LV2_State_Interface* interface = NULL;
  open_host();
  interface = (const LV2_State_Interface*)lilv_instance_get_extension_data(host.instance, LV2_STATE__interface);
  send_wish(wish);
  assert_int_equal(interface->save(lilv_instance_get_handle(host.instance), store, &stored, 0, NULL), 0);
  lv2_host_close(&host);

  open_host();
  interface = (const LV2_State_Interface*)lilv_instance_get_extension_data(host.instance, LV2_STATE__interface);
  assert_int_equal(interface->restore(lilv_instance_get_handle(host.instance), retrieve, &stored, 0, NULL), 0);
  send_window(true);
  assert_string_equal(wish_told(), wish);
  lv2_host_close(&host);
}

int
main(int argc, char** argv)
{
  if (argc < 2) {
    return 1;
  }
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_maps_are_told),
    cmocka_unit_test(test_windows_are_told_the_wish),
    cmocka_unit_test(test_state_keeps_the_wish),
  };
  bundle = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
