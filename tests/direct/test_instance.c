// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a window beside the plug-in is told: a model that a session wants and nobody has is named, with what to do.

#include "plugin/direct/instance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512 };

static const char*    resources;
static InstanceNotice notice;
static char           trouble[STATUS_TEXT_SIZE];

/// Process a block of silence and take the newest status
static void
run(Instance* instance)
{
  static float       samples[2][BLOCK];
  const float* const in[]  = { samples[0], samples[1] };
  float* const       out[] = { samples[0], samples[1] };
  instance_begin(instance);
  instance_process(instance, in, NULL, out, BLOCK, false);
  instance_end(instance);
  for (uint32_t type = 0; (type = instance_next_notice(instance, &notice));) {
    if (type == NOTICE_STATUS) {
      memcpy(trouble, notice.status.trouble, sizeof(trouble));
    }
  }
}

static void
check_warning(bool before_activation)
{
  static const char* const json = "{\"equus\":1,\"models\":{\"tags\":\"of_tomorrow\"}}";
  const InstanceCommand    open = { .type = COMMAND_OPEN, .index = true };
  Instance* const          i    = instance_new(resources);
  assert_non_null(i);
  if (before_activation) {
    assert_int_equal(instance_restore(i, json, NULL), EQUUS_OK);
  }
  assert_int_equal(instance_activate(i, 48000.0, 2, NULL), EQUUS_OK);
  if (!before_activation) {
    run(i);
    assert_int_equal(instance_restore(i, json, NULL), EQUUS_OK);
  }
  instance_command(i, &open);
  trouble[0] = '\0';
  run(i);
  assert_non_null(strstr(trouble, "\"of_tomorrow\""));
  assert_non_null(strstr(trouble, "install it or choose another"));

  char* const saved = instance_save(i);
  assert_non_null(strstr(saved, "of_tomorrow"));
  free(saved);
  instance_deactivate(i);
  instance_free(i);
}

static void
test_unknown_models_are_warned_of(void** state)
{
  (void)state;
  check_warning(true);
  check_warning(false);
}

static void
test_a_choice_ends_the_warning(void** state)
{
  (void)state;
  const InstanceCommand open = { .type = COMMAND_OPEN, .index = true };
  Instance* const       i    = instance_new(resources);
  assert_int_equal(instance_restore(i, "{\"equus\":1,\"models\":{\"tags\":\"of_tomorrow\"}}", NULL), EQUUS_OK);
  assert_int_equal(instance_activate(i, 48000.0, 2, NULL), EQUUS_OK);
  instance_set(i, PARAM_TAG_MODEL, 0.0f);
  instance_command(i, &open);
  run(i);
  char* const saved = instance_save(i);
  assert_null(strstr(saved, "of_tomorrow"));
  free(saved);
  instance_free(i);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_unknown_models_are_warned_of),
    cmocka_unit_test(test_a_choice_ends_the_warning),
  };
  if (argc != 2) {
    return 2;
  }
  resources = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
