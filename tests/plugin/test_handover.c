// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Mailbox, queue and shared text lose nothing, double nothing and never show a half-written text.

#include "plugin/mailbox.h"
#include "plugin/queue.h"
#include "plugin/shared_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 20000 };

typedef struct {
  Mailbox     mailbox;
  Queue       queue;
  SharedText  text;
  atomic_bool done;
  char        taken[ROUNDS]; ///< How often each item came out of the mailbox
  char        items[ROUNDS];
} Shared;

static Shared shared;

static void*
put_items(void* unused)
{
  (void)unused;
  for (int i = 0; i < ROUNDS; ++i) {
    char* const untaken = (char*)mailbox_put(&shared.mailbox, &shared.items[i]);
    if (untaken) {
      ++*untaken;
    }
  }
  atomic_store(&shared.done, true);
  return NULL;
}

static void
test_mailbox(void** state)
{
  (void)state;
  pthread_t thread;
  memset(&shared, 0, sizeof(shared));
  assert_int_equal(pthread_create(&thread, NULL, put_items, NULL), 0);

  const char* last = NULL;
  bool        done = false;
  do {
    done             = atomic_load(&shared.done);
    char* const item = (char*)mailbox_take(&shared.mailbox);
    if (item) {
      assert_true(item > last); // The newest, never an older one again
      last = item;
      ++shared.taken[item - shared.items];
    }
  } while (!done);
  pthread_join(thread, NULL);

  for (int i = 0; i < ROUNDS; ++i) {
    assert_int_equal(shared.taken[i] + shared.items[i], 1); // Taken or given back, never both
  }
  assert_ptr_equal(last, &shared.items[ROUNDS - 1]);
}

static void*
collect_items(void* unused)
{
  (void)unused;
  for (int i = 0; i < ROUNDS;) {
    const char* const item = (const char*)queue_take(&shared.queue);
    if (item) {
      shared.taken[i] = (char)(item == &shared.items[i]);
      ++i;
    } else {
      sched_yield();
    }
  }
  return NULL;
}

static void
test_queue(void** state)
{
  (void)state;
  pthread_t thread;
  memset(&shared, 0, sizeof(shared));
  for (unsigned i = 0; i < QUEUE_SIZE; ++i) {
    assert_int_equal(queue_room(&shared.queue), QUEUE_SIZE - i);
    queue_put(&shared.queue, &shared.items[i]);
  }
  assert_int_equal(queue_room(&shared.queue), 0);

  assert_int_equal(pthread_create(&thread, NULL, collect_items, NULL), 0);
  for (int i = QUEUE_SIZE; i < ROUNDS;) {
    if (queue_room(&shared.queue)) {
      queue_put(&shared.queue, &shared.items[i++]);
    } else {
      sched_yield();
    }
  }
  pthread_join(thread, NULL);
  for (int i = 0; i < ROUNDS; ++i) {
    assert_int_equal(shared.taken[i], 1); // All, in order
  }
}

/// Texts of one letter and of as many as the letter says
static void*
write_texts(void* unused)
{
  (void)unused;
  char text[64];
  for (int i = 0; i < ROUNDS; ++i) {
    const size_t length = (size_t)i % 60;
    memset(text, 'A' + (int)length, length);
    text[length] = '\0';
    shared_text_write(&shared.text, text);
  }
  atomic_store(&shared.done, true);
  return NULL;
}

static void
test_shared_text(void** state)
{
  (void)state;
  pthread_t thread;
  char      text[SHARED_TEXT_SIZE];
  memset(&shared, 0, sizeof(shared));
  shared_text_read(&shared.text, text);
  assert_string_equal(text, "");

  assert_int_equal(pthread_create(&thread, NULL, write_texts, NULL), 0);
  bool done = false;
  do {
    done = atomic_load(&shared.done);
    shared_text_read(&shared.text, text);
    const size_t length = strlen(text);
    for (size_t i = 0; i < length; ++i) {
      assert_int_equal(text[i], 'A' + (int)length);
    }
  } while (!done);
  pthread_join(thread, NULL);
}

static void
test_long_text_is_cut(void** state)
{
  (void)state;
  char text[SHARED_TEXT_SIZE];
  char longer[SHARED_TEXT_SIZE * 2];
  memset(&shared, 0, sizeof(shared));
  memset(longer, 'x', sizeof(longer) - 1);
  longer[sizeof(longer) - 1] = '\0';
  shared_text_write(&shared.text, longer);
  shared_text_read(&shared.text, text);
  assert_int_equal(strlen(text), SHARED_TEXT_SIZE - 1);
}

static void
test_document_holds_more_than_a_text(void** state)
{
  (void)state;
  static SharedDocument document;
  static char           text[SHARED_DOCUMENT_SIZE];
  static char           longer[SHARED_DOCUMENT_SIZE * 2];
  for (size_t i = 0; i < sizeof(longer) - 1; ++i) {
    longer[i] = (char)('a' + i % 26);
  }
  shared_document_read(&document, text);
  assert_string_equal(text, "");
  shared_document_write(&document, longer);
  shared_document_read(&document, text);
  assert_int_equal(strlen(text), SHARED_DOCUMENT_SIZE - 1);
  assert_memory_equal(text, longer, SHARED_DOCUMENT_SIZE - 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_mailbox),
    cmocka_unit_test(test_queue),
    cmocka_unit_test(test_shared_text),
    cmocka_unit_test(test_long_text_is_cut),
    cmocka_unit_test(test_document_holds_more_than_a_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
