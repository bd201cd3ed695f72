// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/tools/command.h"

#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

char*
command_read_file(const char* const path)
{
  FILE* const file = fopen(path, "rb");
  char*       text = NULL;
  size_t      size = 0;
  if (!file) {
    return NULL;
  }
  for (size_t got = 1; got;) {
    text = (char*)realloc(text, size + 65537);
    assert_non_null(text);
    got = fread(text + size, 1, 65536, file);
    size += got;
  }
  text[size] = '\0';
  fclose(file);
  return text;
}

CommandResult
command_run(const char* const format, ...)
{
  const char* const path = getenv("EQUUS_COMMAND");
  char              what[2048];
  char              line[4096];
  char              out[64];
  char              err[64];
  va_list           args;
  assert_non_null(path);
  va_start(args, format);
  vsnprintf(what, sizeof(what), format, args);
  va_end(args);
  snprintf(out, sizeof(out), "out.%ld", (long)getpid());
  snprintf(err, sizeof(err), "err.%ld", (long)getpid());
  assert_int_equal(chdir(sounds_folder()), 0);
  snprintf(line, sizeof(line), "equus() { \"%s\" \"$@\"; }; { %s ; } >%s 2>%s", path, what, out, err);
  const int           status = system(line);
  const CommandResult result = { WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                                 command_read_file(out),
                                 command_read_file(err) };
  unlink(out);
  unlink(err);
  assert_non_null(result.out);
  assert_non_null(result.err);
  return result;
}

void
command_clear(CommandResult* const result)
{
  free(result->out);
  free(result->err);
  *result = (CommandResult){ 0 };
}

void
command_expect(const char* const command, const int code, const char* const* const parts)
{
  CommandResult result = command_run("%s", command);
  if (result.code != code) {
    fail_msg("\"%s\" exits with %d, not %d: %s", command, result.code, code, result.err);
  }
  for (unsigned i = 0; parts[i]; ++i) {
    if (!strstr(result.err, parts[i])) {
      fail_msg("\"%s\" says \"%s\", which lacks \"%s\"", command, result.err, parts[i]);
    }
  }
  command_clear(&result);
}

/// Columns of the first line, which has no quoted commas
static unsigned
count_columns(const char* const csv, const size_t length)
{
  unsigned n = 1;
  for (size_t i = 0; i < length; ++i) {
    n += csv[i] == ',';
  }
  return n;
}

CommandTable
command_table(const char* const csv)
{
  const size_t head  = strcspn(csv, "\n");
  CommandTable table = { .columns = count_columns(csv, head), .header = strndup(csv, head) };
  const char*  at    = csv + head + 1;
  assert_int_equal(csv[head], '\n');
  while (*at) {
    const size_t size = (size_t)(table.rows + 1) * table.columns * sizeof(double);
    table.values      = (double*)realloc(table.values, size);
    assert_non_null(table.values);
    for (unsigned c = 0; c < table.columns; ++c) {
      char* end                                    = NULL;
      table.values[table.rows * table.columns + c] = strtod(at, &end);
      assert_true(end > at);
      assert_int_equal(*end, c + 1 < table.columns ? ',' : '\n');
      at = end + 1;
    }
    ++table.rows;
  }
  return table;
}

void
command_table_clear(CommandTable* const table)
{
  free(table->header);
  free(table->values);
  *table = (CommandTable){ 0 };
}
