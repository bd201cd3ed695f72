// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that options are read alike in every spelling and that a wrong one is named with its nearest right one.

#include "tools/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct {
  bool        quiet;
  const char* preset;
  TextList    sets, files;
  double      hop, start;
  int         format;
  OptionSize  size;
  EquusError  error;
} Parsed;

static const char* const formats[] = { "csv", "json", "table", NULL };

static EquusStatus
parse(Parsed* const p, const char* const line)
{
  static char text[256];
  char*       words[16];
  int         n = 0;
  memset(p, 0, sizeof(*p));
  snprintf(text, sizeof(text), "%s", line);
  for (char* word = strtok(text, " "); word; word = strtok(NULL, " ")) {
    words[n++] = word;
  }
  const Option options[] = {
    { "quiet", 'q', OPTION_FLAG, NULL, "", &p->quiet, 0, 0, NULL },
    { "preset", 'p', OPTION_TEXT, "NAME", "", &p->preset, 0, 0, NULL },
    { "set", 's', OPTION_LIST, "SYMBOL=VALUE", "", &p->sets, 0, 0, NULL },
    { "hop", 0, OPTION_WHOLE, "FRAMES", "", &p->hop, 1, 187, NULL },
    { "start", 0, OPTION_NUMBER, "SECONDS", "", &p->start, 0, 1e9, NULL },
    { "format", 'f', OPTION_CHOICE, "csv|json|table", "", &p->format, 0, 0, formats },
    { "size", 0, OPTION_SIZE, "WxH", "", &p->size, 100, 4000, NULL },
    { .name = NULL },
  };
  return options_parse(options, n, words, &p->files, &p->error);
}

static void
clear(Parsed* const p)
{
  text_list_free(&p->sets);
  text_list_free(&p->files);
}

static void
test_every_spelling_is_understood(void** state)
{
  (void)state;
  Parsed p;
  assert_int_equal(parse(&p, "a.wav --preset warm -q --hop=31 -fjson --start 1.5 b.wav --size 1180x760"), EQUUS_OK);
  assert_string_equal(p.preset, "warm");
  assert_true(p.quiet);
  assert_true(p.hop == 31.0);
  assert_true(p.start == 1.5);
  assert_int_equal(p.format, 1);
  assert_int_equal(p.size.width, 1180);
  assert_int_equal(p.size.height, 760);
  assert_int_equal(p.files.n, 2);
  assert_string_equal(p.files.items[1], "b.wav");
  clear(&p);
}

static void
test_two_dashes_end_the_options(void** state)
{
  (void)state;
  Parsed p;
  assert_int_equal(parse(&p, "-s a=1 --set b=2 - -- --hop -x"), EQUUS_OK);
  assert_int_equal(p.sets.n, 2);
  assert_string_equal(p.sets.items[1], "b=2");
  assert_int_equal(p.files.n, 3);
  assert_string_equal(p.files.items[0], "-");
  assert_string_equal(p.files.items[1], "--hop");
  clear(&p);
}

static void
expect(const char* const line, const EquusStatus status, const char* const part)
{
  Parsed p;
  assert_int_equal(parse(&p, line), status);
  if (!strstr(p.error.text, part)) {
    fail_msg("\"%s\" lacks \"%s\"", p.error.text, part);
  }
  clear(&p);
}

static void
test_mistakes_are_named(void** state)
{
  (void)state;
  expect("--prset warm", EQUUS_ERR_NOT_FOUND, "unknown option \"prset\"; did you mean \"preset\"?");
  expect("--pre=warm", EQUUS_ERR_NOT_FOUND, "did you mean \"preset\"?");
  expect("-x", EQUUS_ERR_NOT_FOUND, "choose from: quiet, preset, set, hop");
  expect("--format cvs", EQUUS_ERR_NOT_FOUND, "unknown --format \"cvs\"; did you mean \"csv\"? Choose from: csv, json");
  expect("--hop 0", EQUUS_ERR_RANGE, "--hop takes a whole number from 1 to 187, not \"0\"");
  expect("--hop 2.5", EQUUS_ERR_RANGE, "whole number");
  expect("--hop 7x", EQUUS_ERR_RANGE, "\"7x\"");
  expect("--start nan", EQUUS_ERR_RANGE, "--start takes a number");
  expect("--start", EQUUS_ERR_RANGE, "--start needs a value: SECONDS");
  expect("--quiet=1", EQUUS_ERR_RANGE, "--quiet takes no value");
  expect("--size 100", EQUUS_ERR_RANGE, "--size takes WIDTHxHEIGHT");
  expect("--size 1180x760px", EQUUS_ERR_RANGE, "1180x760px");
  expect("--size 99x100", EQUUS_ERR_RANGE, "from 100 to 4000");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_every_spelling_is_understood),
    cmocka_unit_test(test_two_dashes_end_the_options),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
