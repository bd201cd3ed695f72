// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The meter shows the share of the time that blocks take, and forgets it after a second of sound.

#include "plugin/load_meter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

enum { RATE = 48000, BLOCK = RATE / 100 };

static LoadMeter meter;

/// A block of 10 ms of sound that takes this many milliseconds at least
static void
block(long milliseconds)
{
  const struct timespec pause = { 0, milliseconds * 1000000 };
  load_meter_begin(&meter);
  if (milliseconds) {
    nanosleep(&pause, NULL);
  }
  load_meter_end(&meter, BLOCK);
}

static void
test_mean_and_peak(void** state)
{
  (void)state;
  load_meter_reset(&meter, RATE);
  assert_true(load_meter_mean(&meter) == 0.0f && load_meter_peak(&meter) == 0.0f);
  for (unsigned i = 0; i < 10; ++i) {
    block(i == 5 ? 8 : 2);
  }
  assert_true(load_meter_mean(&meter) >= 0.26f);
  assert_true(load_meter_peak(&meter) >= 0.8f);
  assert_true(load_meter_peak(&meter) > load_meter_mean(&meter));
}

static void
test_a_second_forgets(void** state)
{
  (void)state;
  load_meter_reset(&meter, RATE);
  block(9);
  const float busy = load_meter_mean(&meter);
  for (unsigned i = 0; i < 120; ++i) {
    block(0);
  }
  assert_true(load_meter_mean(&meter) < busy / 4.0f);
}

static void
test_blocks_of_nothing_do_not_count(void** state)
{
  (void)state;
  load_meter_reset(&meter, RATE);
  load_meter_begin(&meter);
  load_meter_end(&meter, 0);
  assert_true(load_meter_mean(&meter) == 0.0f && load_meter_peak(&meter) == 0.0f);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_mean_and_peak),
    cmocka_unit_test(test_a_second_forgets),
    cmocka_unit_test(test_blocks_of_nothing_do_not_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
