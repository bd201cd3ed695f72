// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One state document goes from LV2 to VST3 to CLAP and back, and is the same byte for byte; all formats give the same
// bits.

#include "plugin/state.h"
#include "tests/clap/clap_host.h"
#include "tests/plugin/lv2_host.h"
#include "tests/vst3/vst3_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lv2/state/state.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = VST3_HOST_BLOCK, RATE = 16000, SECONDS = 6, DOCUMENT = 1 << 16 };

static const char* bundle;
static void*       vst3_module;
static void*       clap_module;

static Lv2Host    lv2;
static Vst3Host   vst3;
static ClapHost   clap;
static Vst3Stream vst3_stream;
static ClapStream clap_stream;

/// LV2's property of the state, as a host keeps it
typedef struct {
  LV2_URID key, type;
  size_t   size;
  char     text[DOCUMENT];
} Property;

static Property kept;

static LV2_State_Status
store(LV2_State_Handle handle, uint32_t key, const void* value, size_t size, uint32_t type, uint32_t flags)
{
  Property* const property = (Property*)handle;
  (void)flags;
  if (key == lv2_host_map(&lv2, EQUUS_URN_STATE)) {
    assert_true(size < DOCUMENT);
    property->key  = key;
    property->type = type;
    property->size = size;
    memcpy(property->text, value, size);
  }
  return LV2_STATE_SUCCESS;
}

static const void*
retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type, uint32_t* flags)
{
  const Property* const property = (const Property*)handle;
  if (key != property->key) {
    return NULL;
  }
  *size  = property->size;
  *type  = property->type;
  *flags = LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE;
  return property->text;
}

/// What a host does with a session: the state, then the ports, which it keeps by itself; then some sound
static void
through_lv2(char document[DOCUMENT])
{
  State state = { 0 };
  assert_true(lv2_host_open(&lv2, bundle, EQUUS_URN_STEREO, 44100.0, LV2_HOST_INLINE));
  const LV2_State_Interface* const interface =
    (const LV2_State_Interface*)lilv_instance_get_extension_data(lv2.instance, LV2_STATE__interface);
  LV2_Handle handle = lilv_instance_get_handle(lv2.instance);
  kept.key          = lv2_host_map(&lv2, EQUUS_URN_STATE);
  kept.type         = lv2_host_map(&lv2, LV2_ATOM__String);
  kept.size         = strlen(document) + 1;
  memcpy(kept.text, document, kept.size);
  assert_int_equal(interface->restore(handle, retrieve, &kept, 0, NULL), LV2_STATE_SUCCESS);
  assert_int_equal(interface->save(handle, store, &kept, 0, NULL), LV2_STATE_SUCCESS);
  assert_int_equal(state_read(&state, kept.text, NULL), EQUUS_OK);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    lv2_host_set(&lv2, i, state.parameters[i]);
  }
  float* const channels[] = { vst3.in[0], vst3.in[1] };
  lv2_host_run(&lv2, channels, channels, 100);
  assert_int_equal(interface->save(handle, store, &kept, 0, NULL), LV2_STATE_SUCCESS);
  memcpy(document, kept.text, kept.size);
  lv2_host_close(&lv2);
}

static void
take(char document[DOCUMENT], const char* text)
{
  const size_t size = strlen(text) + 1;
  assert_true(size <= DOCUMENT);
  memcpy(document, text, size);
}

static void
through_vst3(char document[DOCUMENT])
{
  vst3_host_open(&vst3, vst3_module);
  vst3_stream.size = strlen(document);
  memcpy(vst3_stream.bytes, document, vst3_stream.size);
  assert_true(vst3_host_restore(&vst3, &vst3_stream));
  vst3_host_start(&vst3, 96000.0, false);
  vst3_host_run(&vst3, 77, 2);
  vst3_host_save(&vst3, &vst3_stream);
  vst3_host_stop(&vst3);
  vst3_host_close(&vst3);
  take(document, vst3_stream.bytes);
}

static void
through_clap(char document[DOCUMENT])
{
  clap_host_open(&clap, clap_module, "equus.stereo");
  clap_stream.size = strlen(document);
  memcpy(clap_stream.bytes, document, clap_stream.size);
  clap_host_start(&clap, 22050.0);
  assert_true(clap_host_restore(&clap, &clap_stream)); // Here while it plays
  clap_host_run(&clap, 33, 2);
  clap_host_save(&clap, &clap_stream);
  clap_host_stop(&clap);
  clap_host_close(&clap);
  take(document, clap_stream.bytes);
}

static void
check_round(const char* source, const char* keeps)
{
  static char first[DOCUMENT];
  static char document[DOCUMENT];
  snprintf(document, sizeof(document), "%s", source);
  through_lv2(document);
  snprintf(first, sizeof(first), "%s", document);
  assert_non_null(strstr(first, keeps));
  through_vst3(document);
  assert_string_equal(document, first);
  through_clap(document);
  assert_string_equal(document, first);
  through_lv2(document);
  assert_string_equal(document, first);
}

static void
test_a_document_goes_round(void** unused)
{
  (void)unused;
  check_round(
    "{\"equus\":1,\"parameters\":{\"p1_gain\":-4.2,\"hp_on\":1,\"hp_freq\":33.3,\"tag_model\":2,\"curve_bands\":31,"
    "\"curve_31\":0.1,\"level_match\":0},\"slots\":[\"happy\",\"\",\"sad\",\"\",\"\",\"\",\"\",\"\"],"
    "\"view\":{\"width\":900,\"settings\":{\"A\":{\"p1_gain\":3}},\"slot\":\"A\"},"
    "\"experiment\":{\"maps\":true,\"of\":\"valence\",\"limit\":6},\"models\":{\"tags\":\"MTT_musicnn\"},"
    "\"colour\":[1,2.50,{\"a\":null}]}",
    "\"colour\"");
}

static void
test_an_unknown_model_goes_round(void** unused)
{
  (void)unused;
  check_round("{\"equus\":1,\"models\":{\"tags\":\"of_tomorrow\",\"mood\":\"of_next_week\"},"
              "\"own\":{\"tags\":\"/nowhere/mine.json\"}}",
              "of_tomorrow");
  assert_non_null(strstr(kept.text, "of_next_week"));
  assert_non_null(strstr(kept.text, "/nowhere/mine.json"));
}

/// Sound with the equaliser at work, and readings, from each format, in blocks of different sizes
static void
test_all_formats_give_the_same_bits(void** unused)
{
  (void)unused;
  static float   out[2][BLOCK];
  const unsigned gain = parameter_of_band(3, BAND_GAIN);
  assert_true(lv2_host_open(&lv2, bundle, EQUUS_URN_STEREO, RATE, LV2_HOST_INLINE));
  vst3_host_open(&vst3, vst3_module);
  vst3_host_start(&vst3, RATE, false);
  clap_host_open(&clap, clap_module, "equus.stereo");
  clap_host_start(&clap, RATE);
  lv2_host_set(&lv2, gain, 6.0f);
  vst3_host_change(&vst3, gain, 0, vst3_position(gain, 6.0f));
  clap_host_change(&clap, gain, 0, 6.0);
  for (unsigned block = 0; block < SECONDS * RATE / BLOCK; ++block) {
    float* const ins[]  = { vst3.in[0], vst3.in[1] };
    float* const outs[] = { out[0], out[1] };
    vst3_host_fill_noise(&vst3, block);
    memcpy(clap.in, vst3.in, sizeof(clap.in));
    lv2_host_run(&lv2, ins, outs, BLOCK);
    vst3_host_run(&vst3, BLOCK, 2);
    clap_host_run(&clap, BLOCK, 2);
    assert_memory_equal(vst3.out, out, sizeof(out));
    assert_memory_equal(clap.out, out, sizeof(out));
  }
  assert_memory_not_equal(out, vst3.in, sizeof(out));
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    const float value = lv2_host_output(&lv2, i);
    assert_true((float)clap_host_shown(&clap, CLAP_HOST_OUTPUTS + i) == value);
    assert_true(vst3_host_shown(&vst3, VST3_OUTPUTS + i) == vst3_output_position(i, value));
  }
  assert_true(lv2_host_output(&lv2, OUTPUT_DRY_AROUSAL) != lv2_host_output(&lv2, OUTPUT_WET_AROUSAL));
  vst3_host_stop(&vst3);
  vst3_host_close(&vst3);
  clap_host_stop(&clap);
  clap_host_close(&clap);
  lv2_host_close(&lv2);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_document_goes_round),
    cmocka_unit_test(test_an_unknown_model_goes_round),
    cmocka_unit_test(test_all_formats_give_the_same_bits),
  };
  if (argc != 4 && argc != 5) {
    return 2;
  }
  if (argc == 5) {
    cmocka_set_test_filter(argv[4]);
  }
  bundle           = argv[1];
  vst3_module      = vst3_host_load(argv[2]);
  clap_module      = clap_host_load(argv[3]);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  vst3_host_unload(vst3_module);
  clap_host_unload(clap_module);
  return failed;
}
