// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/tools/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

static char*  written;
static size_t written_size;

FILE*
markup_open(void)
{
  FILE* const stream = open_memstream(&written, &written_size);
  assert_non_null(stream);
  return stream;
}

char*
markup_close(FILE* const stream)
{
  assert_int_equal(fclose(stream), 0);
  return written;
}

/// What a page holds
typedef struct {
  GHashTable* ids;     ///< Those that are there
  GHashTable* wanted;  ///< Those that are referred to
  const char* element; ///< To be counted
  unsigned    count;
} Page;

static void
want_each(const Page* const page, const char* const ids)
{
  char** const names = g_strsplit(ids, " ", -1);
  for (unsigned i = 0; names[i]; ++i) {
    g_hash_table_add(page->wanted, g_strdup(names[i]));
  }
  g_strfreev(names);
}

static void
check_address(const Page* const page, const char* const address)
{
  if (address[0] == '#') {
    g_hash_table_add(page->wanted, g_strdup(address + 1));
  } else if (strncmp(address, "data:", 5) != 0) {
    fail_msg("the page refers to %s", address);
  }
}

static void
check_attribute(const Page* const page, const char* const name, const char* const value)
{
  if (!strcmp(name, "id") && !g_hash_table_add(page->ids, g_strdup(value))) {
    fail_msg("id \"%s\" is there twice", value);
  } else if (!strcmp(name, "src") || !strcmp(name, "href") || !strcmp(name, "srcset")) {
    check_address(page, value);
  } else if (!strcmp(name, "aria-labelledby")) {
    want_each(page, value);
  } else if (!strncmp(name, "on", 2)) {
    fail_msg("the page has a script: %s", name);
  }
}

static void
start_element(GMarkupParseContext* const context,
              const char* const          element,
              const char** const         names,
              const char** const         values,
              void* const                data,
              GError** const             error)
{
  (void)context;
  (void)error;
  Page* const page = (Page*)data;
  page->count += page->element && !strcmp(element, page->element);
  if (!strcmp(element, "script") || !strcmp(element, "link") || !strcmp(element, "iframe")) {
    fail_msg("the page has a <%s>", element);
  }
  for (unsigned i = 0; names[i]; ++i) {
    check_attribute(page, names[i], values[i]);
  }
}

static unsigned
parse(const char* const text, const char* const element)
{
  const GMarkupParser        parser  = { .start_element = start_element };
  Page                       page    = { g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                         g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                         element,
                                         0 };
  GError*                    error   = NULL;
  GMarkupParseContext* const context = g_markup_parse_context_new(&parser, G_MARKUP_PREFIX_ERROR_POSITION, &page, NULL);
  GHashTableIter             iterator;
  void*                      id = NULL;
  if (!g_markup_parse_context_parse(context, text, -1, &error) || !g_markup_parse_context_end_parse(context, &error)) {
    fail_msg("%s", error->message);
  }
  g_hash_table_iter_init(&iterator, page.wanted);
  while (g_hash_table_iter_next(&iterator, &id, NULL)) {
    if (!g_hash_table_contains(page.ids, id)) {
      fail_msg("nothing has the id \"%s\"", (const char*)id);
    }
  }
  g_markup_parse_context_free(context);
  g_hash_table_destroy(page.ids);
  g_hash_table_destroy(page.wanted);
  return page.count;
}

void
markup_check(const char* const text)
{
  parse(text, NULL);
}

unsigned
markup_count(const char* const text, const char* const element)
{
  return parse(text, element);
}
