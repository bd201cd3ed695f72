// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What is copied from a recorder is what was written, also while it is being written, or the copy says that it isn't;
// of plain structs handed over, the newest whole one arrives.

#include "plugin/newest.h"
#include "plugin/recorder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { RATE = 8000, BLOCK = 256, COPY = 4000 };

static float left[BLOCK], right[BLOCK], copied[3 * RATE];

static float
value(uint64_t position)
{
  return (float)(position % 65536);
}

static void
write_block(Recorder* recorder, uint64_t position)
{
  const float* const channels[] = { left, right };
  for (unsigned i = 0; i < BLOCK; ++i) {
    left[i]  = value(position + i);
    right[i] = 3.0f * left[i];
  }
  recorder_write(recorder, position, channels, channels, BLOCK);
}

static void
test_copies_are_what_was_written(void** state)
{
  (void)state;
  Recorder* const recorder = recorder_new(RATE, 2, 2.0, 1.0);
  assert_non_null(recorder);
  assert_true(recorder_span(recorder).end == 0);
  for (uint64_t at = 0; at < (uint64_t)10 * RATE; at += BLOCK) {
    write_block(recorder, at);
  }
  const RecorderSpan span = recorder_span(recorder);
  assert_true(span.end >= (uint64_t)10 * RATE && span.end - span.first == (uint64_t)2 * RATE);
  assert_true(recorder_copy_dry(recorder, &span, 1, span.first, 2 * RATE, copied));
  for (uint32_t i = 0; i < 2 * RATE; ++i) {
    assert_true(copied[i] == 3.0f * value(span.first + i));
  }
  assert_true(recorder_copy_wet(recorder, &span, span.end - RATE, RATE, copied));
  for (uint32_t i = 0; i < RATE; ++i) {
    assert_true(copied[i] == 2.0f * value(span.end - RATE + i));
  }
  assert_false(recorder_copy_wet(recorder, &span, span.first, RATE, copied)); // Longer ago than wet is kept
  assert_false(recorder_copy_dry(recorder, &span, 0, span.first - 1, 2, copied));
  assert_false(recorder_copy_dry(recorder, &span, 0, span.end - 1, 2, copied));
  assert_false(recorder_copy_dry(recorder, &span, 2, span.first, 2, copied));
  recorder_free(recorder);
}

/// After activate, or a time in which nothing was recorded, what was before counts no more
static void
test_jumps_forget(void** state)
{
  (void)state;
  Recorder* const recorder = recorder_new(RATE, 2, 1.0, 1.0);
  write_block(recorder, 0);
  write_block(recorder, BLOCK);
  const RecorderSpan before = recorder_span(recorder);
  assert_true(before.first == 0 && before.end == 2 * BLOCK);
  write_block(recorder, 10000);
  const RecorderSpan after = recorder_span(recorder);
  assert_true(after.first == 10000 && after.end == 10000 + BLOCK && after.run != before.run);
  assert_false(recorder_copy_dry(recorder, &before, 0, 0, 1, copied));
  write_block(recorder, 0);
  assert_true(recorder_span(recorder).end == BLOCK);
  recorder_free(recorder);
}

static void
test_senseless_samples_are_zero(void** state)
{
  (void)state;
  Recorder* const    recorder = recorder_new(RATE, 1, 1.0, 1.0);
  const float        bad[]    = { NAN, INFINITY, -INFINITY, 1e30f, 0.5f };
  const float* const in[]     = { bad };
  recorder_write(recorder, 0, in, in, 5);
  const RecorderSpan span = recorder_span(recorder);
  assert_true(recorder_copy_dry(recorder, &span, 0, 0, 5, copied));
  for (unsigned i = 0; i < 5; ++i) {
    assert_true(copied[i] == (i == 4 ? 0.5f : 0.0f));
  }
  recorder_free(recorder);
}

static void*
write_on(void* recorder)
{
  for (uint64_t i = 0; i < 200000; ++i) {
    write_block((Recorder*)recorder, (i % 50000) * BLOCK);
  }
  write_block((Recorder*)recorder, 1);
  return NULL;
}

/// Against a writer a thousand times faster than any host: copies that succeed are right
static void
test_copies_while_written(void** state)
{
  (void)state;
  Recorder* const recorder = recorder_new(RATE, 1, 2.0, 1.0);
  unsigned        good     = 0;
  pthread_t       writer;
  assert_int_equal(pthread_create(&writer, NULL, write_on, recorder), 0);
  for (RecorderSpan span = recorder_span(recorder); span.first != 1; span = recorder_span(recorder)) {
    const uint64_t from = span.end > COPY ? span.end - COPY : 0;
    if (span.end - span.first >= COPY && recorder_copy_dry(recorder, &span, 0, from, COPY, copied)) {
      for (uint32_t i = 0; i < COPY; ++i) {
        assert_true(copied[i] == value(from + i));
      }
      ++good;
    }
  }
  pthread_join(writer, NULL);
  print_message("%u good copies\n", good);
  assert_true(good > 0);
  recorder_free(recorder);
}

enum { WORDS = 64, HANDED = 100000 };

typedef struct {
  uint32_t words[WORDS];
} Parcel;

static void*
hand_over(void* newest)
{
  for (uint32_t i = 1; i <= HANDED; ++i) {
    Parcel* const parcel = (Parcel*)newest_draft((Newest*)newest);
    for (unsigned w = 0; w < WORDS; ++w) {
      parcel->words[w] = i;
    }
    newest_publish((Newest*)newest);
  }
  return NULL;
}

static void
test_the_newest_whole_one_arrives(void** state)
{
  (void)state;
  Newest    newest;
  uint32_t  last = 0;
  pthread_t writer;
  assert_non_null(newest_init(&newest, sizeof(Parcel)));
  assert_null(newest_take(&newest));
  assert_int_equal(((const Parcel*)newest_taken(&newest))->words[0], 0);
  assert_int_equal(pthread_create(&writer, NULL, hand_over, &newest), 0);
  while (last < HANDED) {
    const Parcel* const parcel = (const Parcel*)newest_take(&newest);
    assert_true(!parcel || parcel->words[0] > last);
    last = parcel ? parcel->words[0] : last;
    for (unsigned w = 0; parcel && w < WORDS; ++w) {
      assert_int_equal(parcel->words[w], last);
    }
  }
  pthread_join(writer, NULL);
  assert_null(newest_take(&newest));
  assert_int_equal(((const Parcel*)newest_taken(&newest))->words[0], HANDED);
  newest_clear(&newest);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_copies_are_what_was_written),  cmocka_unit_test(test_jumps_forget),
    cmocka_unit_test(test_senseless_samples_are_zero),   cmocka_unit_test(test_copies_while_written),
    cmocka_unit_test(test_the_newest_whole_one_arrives),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
