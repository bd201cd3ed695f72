// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that text survives CSV, JSON, HTML and base64, and that numbers for people have true signs.

#include "tools/base64.h"
#include "tools/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/// What a function writes, to be freed
static char*
written(void (*const write)(FILE*, const char*), const char* const text)
{
  char*       out    = NULL;
  size_t      size   = 0;
  FILE* const stream = open_memstream(&out, &size);
  write(stream, text);
  fclose(stream);
  return out;
}

static void
expect(void (*const write)(FILE*, const char*), const char* const text, const char* const expected)
{
  char* const out = written(write, text);
  assert_string_equal(out, expected);
  free(out);
}

static void
test_fields_are_quoted_where_needed(void** state)
{
  (void)state;
  expect(text_write_csv, "80s", "80s");
  expect(text_write_csv, "a,b", "\"a,b\"");
  expect(text_write_csv, "say \"no\"", "\"say \"\"no\"\"\"");
  expect(text_write_csv, "two\nlines", "\"two\nlines\"");
  expect(text_write_json, "a\"b\\c\n\t", "\"a\\\"b\\\\c\\u000a\\u0009\"");
  expect(text_write_json, "\xc3\xa4", "\"\xc3\xa4\"");
  expect(text_write_html, "<b> & \"c\" 'd'", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  expect(text_write_html, "\xc3\xa4 \xe2\x82\xac \xf0\x9d\x84\x9e", "\xc3\xa4 \xe2\x82\xac \xf0\x9d\x84\x9e");
  expect(text_write_html, "a\xff\xc3z\x01\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  expect(text_write_html, "\xc0\xaf\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void
base64(FILE* const stream, const char* const text)
{
  Base64 encoder = { .stream = stream };
  for (const char* c = text; *c; ++c) {
    base64_write(&encoder, (const unsigned char*)c, 1); // Pieces must not matter
  }
  base64_end(&encoder);
}

static void
test_base64_is_that_of_rfc_4648(void** state)
{
  (void)state;
  expect(base64, "", "");
  expect(base64, "f", "Zg==");
  expect(base64, "fo", "Zm8=");
  expect(base64, "foo", "Zm9v");
  expect(base64, "foob", "Zm9vYg==");
  expect(base64, "foobar", "Zm9vYmFy");
  expect(base64, "\xff\xfe\xfd", "//79");
}

static void
test_signs_are_true(void** state)
{
  (void)state;
  char text[TEXT_SIGNED_SIZE];
  assert_string_equal(text_signed(text, -1.25, 1, true), "\u22121.2");
  assert_string_equal(text_signed(text, 1.26, 1, true), "+1.3");
  assert_string_equal(text_signed(text, 1.26, 1, false), "1.3");
  assert_string_equal(text_signed(text, -0.04, 1, true), "0.0");
}

static void
pad_to_the_right(FILE* const stream, const char* const text)
{
  text_write_padded(stream, text, 4);
}

static void
pad_to_the_left(FILE* const stream, const char* const text)
{
  text_write_padded(stream, text, -4);
}

static void
test_padding_counts_characters(void** state)
{
  (void)state;
  assert_int_equal(text_width("\u22121.2"), 4);
  expect(pad_to_the_right, "\u22121", "\u22121  ");
  expect(pad_to_the_left, "\u22121", "  \u22121");
  expect(pad_to_the_left, "longer", "longer");
}

static void
test_a_command_line_can_be_given_to_a_shell_again(void** state)
{
  (void)state;
  char  one[]   = "--out=a/b_c.wav";
  char  two[]   = "it's \"two\"";
  char  empty[] = "";
  char* words[] = { one, two, empty };
  char* text    = text_command("equus audit", 3, words);
  assert_string_equal(text, "equus audit --out=a/b_c.wav 'it'\\''s \"two\"' ''");
  free(text);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_fields_are_quoted_where_needed),
    cmocka_unit_test(test_base64_is_that_of_rfc_4648),
    cmocka_unit_test(test_signs_are_true),
    cmocka_unit_test(test_padding_counts_characters),
    cmocka_unit_test(test_a_command_line_can_be_given_to_a_shell_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
