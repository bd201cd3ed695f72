// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The plug-ins with a side-chain compare it with the input, whichever of its channels a host connects; those without
// say that it is missing; the window's `listen` is obeyed until it closes.

#include "plugin/lv2/ports.h"
#include "tests/plugin/lv2_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/atom/util.h>

#include <math.h>
#include <string.h>

enum { RATE = 16000, BLOCK = 512, SECOND = RATE / BLOCK + 1 };

static const char*   bundle;
static Lv2Host       host;
static StatusMessage status;
static unsigned      n_status;
static float         input[2][BLOCK];
static float         side[2][BLOCK];
static float         output[2][BLOCK];
static float* const  in[2]  = { input[0], input[1] };
static float* const  out[2] = { output[0], output[1] };

static void
open_host(const char* uri)
{
  assert_true(lv2_host_open(&host, bundle, uri, RATE, LV2_HOST_INLINE));
  n_status = 0;
}

/// Noise at the input, a rough tone at the side-chain
static void
make_sound(float side_level)
{
  static uint32_t seed  = 1;
  static uint32_t phase = 0;
  for (unsigned i = 0; i < BLOCK; ++i, ++phase) {
    for (unsigned c = 0; c < 2; ++c) {
      seed        = seed * 1664525u + 1013904223u;
      input[c][i] = (float)(int32_t)seed / 8589934592.0f;
      side[c][i]  = side_level * (phase % 37 < 18 ? 0.2f : -0.2f);
    }
  }
}

static void
run(unsigned blocks, float side_level)
{
  for (unsigned block = 0; block < blocks; ++block) {
    make_sound(side_level);
    lv2_host_run(&host, in, out, BLOCK);
    LV2_ATOM_SEQUENCE_FOREACH(&host.notify.sequence, event)
    {
      n_status += messages_read_status((const LV2_Atom_Object*)&event->body, &host.equus_uris, &status);
    }
  }
}

static void
send_window(bool open)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_window(&host.forge, &host.equus_uris, open));
  lv2_host_end_messages(&host);
}

static void
send_listen(Listen listening)
{
  lv2_host_begin_messages(&host);
  lv2_atom_forge_frame_time(&host.forge, 0);
  assert_true(messages_write_listen(&host.forge, &host.equus_uris, listening));
  lv2_host_end_messages(&host);
}

static void
connect_side(bool left, bool right)
{
  host.side[0] = left ? side[0] : NULL;
  host.side[1] = right ? side[1] : NULL;
}

static void
test_dry_is_the_side_chain(void** state)
{
  (void)state;
  static const char* const uris[] = { EQUUS_URN_STEREO_SIDE, EQUUS_URN_MONO_SIDE };
  for (unsigned i = 0; i < 2; ++i) {
    open_host(uris[i]);
    connect_side(true, true);
    run(4 * SECOND, 1.0f); // Dry is the input although something is connected
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) > 0.0f);
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) == lv2_host_output(&host, OUTPUT_WET_TAGS));

    lv2_host_set(&host, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
    lv2_host_restart(&host);
    run(6 * SECOND, 1.0f);
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) > 0.0f);
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) != lv2_host_output(&host, OUTPUT_WET_TAGS));
    assert_memory_equal(output[0], input[0], sizeof(input[0])); // Played as it came
    lv2_host_close(&host);
  }
}

static void
test_the_side_chain_is_watched(void** state)
{
  (void)state;
  open_host(EQUUS_URN_STEREO_SIDE);
  lv2_host_set(&host, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  connect_side(false, false);
  send_window(true);
  run(SECOND, 1.0f);
  assert_true(n_status > 0 && !status.side_connected && !status.side_silent);
  assert_non_null(strstr(status.trouble, "side-chain"));
  connect_side(false, true);
  run(SECOND, 1.0f);
  assert_true(status.side_connected && !status.side_silent);
  assert_string_equal(status.trouble, "");
  run(2 * SECOND, 0.0f);
  assert_true(status.side_connected && status.side_silent);
  lv2_host_close(&host);
}

static void
test_plain_plug_ins_say_that_they_have_none(void** state)
{
  (void)state;
  static const char* const uris[] = { EQUUS_URN_STEREO, EQUUS_URN_MONO };
  for (unsigned i = 0; i < 2; ++i) {
    open_host(uris[i]);
    send_window(true);
    lv2_host_set(&host, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
    run(5 * SECOND, 1.0f);
    assert_true(n_status > 0 && !status.side_connected);
    assert_non_null(strstr(status.trouble, "dry is the input"));
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) > 0.0f);
    assert_true(lv2_host_output(&host, OUTPUT_DRY_TAGS) == lv2_host_output(&host, OUTPUT_WET_TAGS));
    lv2_host_set(&host, PARAM_DRY_SOURCE, (float)DRY_INPUT);
    run(SECOND, 1.0f);
    assert_string_equal(status.trouble, "");
    lv2_host_close(&host);
  }
}

static void
test_listening_lasts_as_long_as_the_window(void** state)
{
  (void)state;
  open_host(EQUUS_URN_STEREO);
  lv2_host_set(&host, parameter_of_band(4, BAND_GAIN), 12.0f);
  send_window(true);
  run(SECOND, 0.0f);
  assert_int_equal(status.listening, LISTEN_AS_SET);
  assert_memory_not_equal(output[0], input[0], sizeof(input[0]));
  send_listen(LISTEN_DRY);
  run(SECOND, 0.0f);
  assert_int_equal(status.listening, LISTEN_DRY);
  assert_memory_equal(output[0], input[0], sizeof(input[0]));
  send_listen(LISTEN_WET);
  run(SECOND, 0.0f);
  assert_int_equal(status.listening, LISTEN_WET);
  assert_memory_not_equal(output[0], input[0], sizeof(input[0]));
  send_listen(LISTEN_DRY);
  run(SECOND, 0.0f);
  send_window(false);
  run(SECOND, 0.0f);
  assert_memory_not_equal(output[0], input[0], sizeof(input[0]));
  lv2_host_close(&host);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_dry_is_the_side_chain),
    cmocka_unit_test(test_the_side_chain_is_watched),
    cmocka_unit_test(test_plain_plug_ins_say_that_they_have_none),
    cmocka_unit_test(test_listening_lasts_as_long_as_the_window),
  };
  if (argc != 2) {
    return 2;
  }
  bundle = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
