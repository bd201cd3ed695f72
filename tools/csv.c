// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/csv.h"

#include "models/file.h"
#include "tools/nearest.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 1 << 28, MAX_COLUMNS = 4096 };

struct Csv {
  char*     path;
  char*     text; ///< The whole file; fields lie in it, each ended by a zero byte
  char**    fields;
  uint32_t  n_fields, room;
  uint32_t* lines; ///< [rows + 1], the first of the names
  uint32_t  columns, rows;
};

/// Where reading is
typedef struct {
  char*       at;
  char        separator;
  uint32_t    line;
  bool        row_ended;
  EquusError* error;
} Cursor;

static EquusStatus
add_field(Csv* const csv, char* const field)
{
  if (csv->n_fields == csv->room) {
    const uint32_t room   = csv->room ? 2 * csv->room : 256;
    char** const   fields = (char**)realloc((void*)csv->fields, room * sizeof(char*));
    if (!fields) {
      return EQUUS_ERR_MEMORY;
    }
    csv->fields = fields;
    csv->room   = room;
  }
  csv->fields[csv->n_fields++] = field;
  return EQUUS_OK;
}

static char*
skip_spaces(char* at)
{
  while (*at == ' ') {
    ++at;
  }
  return at;
}

/// Step over what ends a field, noting whether it ends the row; NULL where something else stands there
static char*
step_over_end(Cursor* const cursor, char* const at)
{
  cursor->row_ended = *at != cursor->separator;
  if (*at == cursor->separator) {
    return at + 1;
  }
  char* const end = *at == '\r' ? at + 1 : at;
  if (*end && *end != '\n') {
    return NULL;
  }
  cursor->line += *end == '\n';
  return *end ? end + 1 : end;
}

/// A field in quotes, of which `at` is the first
static char*
read_quoted(Cursor* const cursor, char* const at)
{
  char* to = at;
  char* c  = at + 1;
  for (; *c && (*c != '"' || c[1] == '"'); ++c) {
    c += *c == '"';
    cursor->line += *c == '\n';
    *to++ = *c;
  }
  char* const behind = *c ? step_over_end(cursor, skip_spaces(c + 1)) : NULL;
  cursor->at         = behind;
  *to                = '\0';
  return at;
}

static char*
read_plain(Cursor* const cursor, char* const at)
{
  const char ends[] = { cursor->separator, '\r', '\n', '\0' };
  char*      end    = at + strcspn(at, ends);
  cursor->at        = step_over_end(cursor, end);
  while (end > at && end[-1] == ' ') {
    --end;
  }
  *end = '\0';
  return at;
}

static EquusStatus
read_row(Csv* const csv, Cursor* const cursor)
{
  const uint32_t line = cursor->line;
  do {
    char* const field = skip_spaces(cursor->at);
    if (add_field(csv, *field == '"' ? read_quoted(cursor, field) : read_plain(cursor, field))) {
      equus_error_set(cursor->error, EQUUS_ERR_MEMORY, "out of memory");
      return EQUUS_ERR_MEMORY;
    }
    if (!cursor->at) {
      equus_error_set(cursor->error,
                      EQUUS_ERR_FORMAT,
                      "%s:%u: a field isn't ended properly; quotes inside a quoted field are doubled",
                      csv->path,
                      line);
      return EQUUS_ERR_FORMAT;
    }
  } while (!cursor->row_ended);
  return EQUUS_OK;
}

/// True if the fields from `first` on are an empty line
static bool
is_empty_line(const Csv* const csv, const uint32_t first)
{
  return csv->n_fields == first + 1 && !csv->fields[first][0];
}

static EquusStatus
keep_row(Csv* const csv, const uint32_t first, const uint32_t line, EquusError* const error)
{
  const uint32_t n = csv->n_fields - first;
  if (!csv->columns) {
    csv->columns = n;
  } else {
    ++csv->rows;
  }
  if (n != csv->columns || n > MAX_COLUMNS) {
    return equus_error_set(error,
                           EQUUS_ERR_FORMAT,
                           "%s:%u: has %u fields; the first line has %u, and %d is the most",
                           csv->path,
                           line,
                           n,
                           csv->columns,
                           MAX_COLUMNS);
  }
  uint32_t* const lines = (uint32_t*)realloc(csv->lines, (csv->rows + 1) * sizeof(uint32_t));
  if (!lines) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  csv->lines            = lines;
  csv->lines[csv->rows] = line;
  return EQUUS_OK;
}

/// The separator of which the first line has most
static char
guess_separator(const char* const text)
{
  static const char candidates[] = ",;\t";
  unsigned          most         = 0;
  char              best         = ',';
  const size_t      length       = strcspn(text, "\r\n");
  for (const char* candidate = candidates; *candidate; ++candidate) {
    unsigned count = 0;
    for (size_t i = 0; i < length; ++i) {
      count += text[i] == *candidate;
    }
    if (count > most) {
      most = count;
      best = *candidate;
    }
  }
  return best;
}

static EquusStatus
read_rows(Csv* const csv, EquusError* const error)
{
  char*       begin  = csv->text + (strncmp(csv->text, "\xef\xbb\xbf", 3) ? 0 : 3);
  Cursor      cursor = { begin, guess_separator(begin), 1, false, error };
  EquusStatus status = EQUUS_OK;
  while (!status && *cursor.at) {
    const uint32_t first = csv->n_fields;
    const uint32_t line  = cursor.line;
    status               = read_row(csv, &cursor);
    if (!status && is_empty_line(csv, first)) {
      csv->n_fields = first;
    } else if (!status) {
      status = keep_row(csv, first, line, error);
    }
  }
  if (!status && !csv->rows) {
    status = equus_error_set(error, EQUUS_ERR_FORMAT, "%s: holds no rows below a line of column names", csv->path);
  }
  return status;
}

Csv*
csv_load(const char* const path, EquusError* const error)
{
  size_t     size = 0;
  Csv* const csv  = (Csv*)calloc(1, sizeof(*csv));
  if (!csv || !(csv->path = strdup(path))) {
    free(csv);
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  csv->text   = file_read(path, MAX_BYTES, &size, error);
  bool failed = !csv->text;
  if (!failed && strlen(csv->text) != size) {
    equus_error_set(error, EQUUS_ERR_FORMAT, "%s: isn't a table in text: it holds zero bytes", path);
    failed = true;
  }
  if (failed || read_rows(csv, error)) {
    csv_free(csv);
    return NULL;
  }
  return csv;
}

void
csv_free(Csv* const csv)
{
  if (csv) {
    free(csv->path);
    free(csv->text);
    free((void*)csv->fields);
    free(csv->lines);
    free(csv);
  }
}

const char*
csv_path(const Csv* const csv)
{
  return csv->path;
}

uint32_t
csv_rows(const Csv* const csv)
{
  return csv->rows;
}

uint32_t
csv_columns(const Csv* const csv)
{
  return csv->columns;
}

const char*
csv_name(const Csv* const csv, const uint32_t column)
{
  return csv->fields[column];
}

int
csv_column(const Csv* const csv, const char* const name)
{
  for (uint32_t i = 0; i < csv->columns; ++i) {
    if (names_match(csv->fields[i], name)) {
      return (int)i;
    }
  }
  return -1;
}

const char*
csv_field(const Csv* const csv, const uint32_t row, const uint32_t column)
{
  return csv->fields[(size_t)(row + 1) * csv->columns + column];
}

uint32_t
csv_line(const Csv* const csv, const uint32_t row)
{
  return csv->lines[row + 1];
}

EquusStatus
csv_number(const Csv* const  csv,
           const uint32_t    row,
           const uint32_t    column,
           double* const     number,
           EquusError* const error)
{
  const char* const field = csv_field(csv, row, column);
  char*             end   = NULL;
  *number                 = strtod(field, &end);
  if (end == field || *end || !isfinite(*number)) {
    return equus_error_set(error,
                           EQUUS_ERR_FORMAT,
                           "%s:%u: %s is \"%.60s\", which isn't a number",
                           csv->path,
                           csv_line(csv, row),
                           csv_name(csv, column),
                           field);
  }
  return EQUUS_OK;
}
