// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/tools/command.h"

#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

char*
command_read_file(const char* const path)
{
  FILE* const file = fopen(path, "rb");
  char*       text = NULL;
  size_t      size = 0;
  if (!file) {
    return NULL;
  }
  FILE* const copy = open_memstream(&text, &size);
  assert_non_null(copy);
  for (int c = getc(file); c != EOF; c = getc(file)) {
    putc(c, copy);
  }
  fclose(copy);
  fclose(file);
  return text;
}

/// Exit code of a shell command, -1 if it didn't exit by itself
static int
run_shell(char* const line)
{
  char  shell[]     = "sh";
  char  option[]    = "-c";
  char* arguments[] = { shell, option, line, NULL };
  pid_t pid         = 0;
  int   status      = 0;
  assert_int_equal(posix_spawn(&pid, "/bin/sh", NULL, NULL, arguments, environ), 0);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

CommandResult
command_run(const char* const command)
{
  const char* const path = getenv("EQUUS_COMMAND");
  char              line[4096];
  assert_non_null(path);
  assert_int_equal(chdir(sounds_folder()), 0);
  snprintf(line,
           sizeof(line),
           "XDG_DATA_HOME=\"$PWD/data\"; export XDG_DATA_HOME; equus() { \"%s\" \"$@\"; }; { %s ; } >out.txt 2>err.txt",
           path,
           command);
  const int           code   = run_shell(line);
  const CommandResult result = { code, command_read_file("out.txt"), command_read_file("err.txt") };
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
  CommandResult result = command_run(command);
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
