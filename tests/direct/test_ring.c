// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Messages of any size come out whole, once and in order, and none goes in where there is no room.

#include "plugin/direct/ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <string.h>

enum { SIZE = 256, MESSAGES = 50000, LONGEST = 100 };

static void
fill(uint8_t* body, uint32_t i)
{
  memset(body, (int)(i % 251), LONGEST);
}

static uint32_t
length_of(uint32_t i)
{
  return i * 37 % (LONGEST + 1);
}

static void*
write_messages(void* data)
{
  Ring* const ring = (Ring*)data;
  uint8_t     body[LONGEST];
  for (uint32_t i = 0; i < MESSAGES;) {
    fill(body, i);
    if (ring_write(ring, i + 1, body, length_of(i))) {
      ++i;
    } else {
      sched_yield();
    }
  }
  return NULL;
}

static void
test_between_threads(void** state)
{
  (void)state;
  Ring* const ring = ring_new(SIZE);
  pthread_t   thread;
  assert_int_equal(pthread_create(&thread, NULL, write_messages, ring), 0);
  for (uint32_t i = 0; i < MESSAGES;) {
    uint8_t        body[LONGEST];
    uint8_t        expected[LONGEST];
    const uint32_t type = ring_read(ring, body, sizeof(body));
    if (!type) {
      sched_yield();
      continue;
    }
    fill(expected, i);
    assert_int_equal(type, i + 1);
    assert_memory_equal(body, expected, length_of(i));
    ++i;
  }
  pthread_join(thread, NULL);
  ring_free(ring);
}

static void
test_room(void** state)
{
  (void)state;
  Ring* const ring       = ring_new(64);
  uint8_t     body[64]   = { 7 };
  uint8_t     result[64] = { 0 };
  assert_int_equal(ring_read(ring, result, sizeof(result)), 0);
  assert_false(ring_write(ring, 1, body, 57));
  assert_true(ring_write(ring, 1, body, 56));
  assert_false(ring_write(ring, 2, body, 0));
  assert_int_equal(ring_read(ring, result, 4), 1); // The rest is lost
  assert_true(ring_write(ring, 3, body, 0));
  assert_int_equal(ring_read(ring, result, sizeof(result)), 3);
  assert_int_equal(ring_read(ring, result, sizeof(result)), 0);
  ring_free(ring);
}

int
main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(test_room), cmocka_unit_test(test_between_threads) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
