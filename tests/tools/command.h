// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_TOOLS_COMMAND_H
#define EQUUS_TESTS_TOOLS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/// What a run of the command left behind
typedef struct {
  int   code; ///< Exit code
  char* out;  ///< Standard output and error, ended by NUL
  char* err;
} CommandResult;

/**
   Run a shell command in which "equus" is the built command, in the test's own folder.

   The user's own models are those in data/equus/models there.

   Free the result with command_clear().
*/
CommandResult command_run(const char* command);

void command_clear(CommandResult* result);

/// Run, and fail the test unless it exits with this code and says each of `parts` (ended by NULL) on standard error
void command_expect(const char* command, int code, const char* const* parts);

/// Whole file as text, ended by NUL; NULL if it can't be read.  Free with free().
char* command_read_file(const char* path);

/// Numbers of a table printed as CSV
typedef struct {
  unsigned rows, columns;
  char*    header; ///< First line
  double*  values; ///< [rows][columns]
} CommandTable;

/// Read the CSV of one file; fails the test where it isn't rectangular numbers below one line of names
CommandTable command_table(const char* csv);

void command_table_clear(CommandTable* table);

#endif // EQUUS_TESTS_TOOLS_COMMAND_H
