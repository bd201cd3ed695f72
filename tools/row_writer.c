// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/row_writer.h"

#include "tools/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_WIDE = 12, TABLE_STRONGEST = 5 };

struct RowWriter {
  FILE*              stream;
  RowFormat          format;
  const Sidecar*     model;
  const char* const* columns;
  unsigned           n;
  bool               several;
  unsigned           files, rows; ///< Files begun; rows written of this one
  const RowFile*     file;
};

RowWriter*
row_writer_new(FILE* const              stream,
               const RowFormat          format,
               const Sidecar* const     model,
               const char* const* const columns,
               const unsigned           n,
               const bool               several)
{
  RowWriter* const writer = (RowWriter*)calloc(1, sizeof(*writer));
  if (writer) {
    *writer =
      (RowWriter){ .stream = stream, .format = format, .model = model, .columns = columns, .n = n, .several = several };
  }
  return writer;
}

void
row_writer_free(RowWriter* const writer)
{
  free(writer);
}

static void
write_json_member(FILE* const stream, const char* const key, const char* const value)
{
  fprintf(stream, ",\n   \"%s\": ", key);
  if (value) {
    text_write_json(stream, value);
  } else {
    fputs("null", stream);
  }
}

static void
begin_json_file(RowWriter* const writer)
{
  FILE* const          stream = writer->stream;
  const RowFile* const file   = writer->file;
  fputs(writer->files == 1 ? "{\"format\": \"equus-rows\", \"version\": 1, \"files\": [\n  {" : ",\n  {", stream);
  fputs("\"file\": ", stream);
  text_write_json(stream, file->file);
  write_json_member(stream, "model", writer->model->name);
  if (file->mood) {
    write_json_member(stream, "mood", file->mood);
  }
  write_json_member(stream, "sha256", writer->model->sha256);
  write_json_member(stream, "tap", file->tap);
  write_json_member(stream, "preset", file->preset);
  fprintf(stream, ",\n   \"hop\": %.9g", file->hop);
  fputs(",\n   \"columns\": [\"time\"", stream);
  for (unsigned i = 0; i < writer->n; ++i) {
    fputs(", ", stream);
    text_write_json(stream, writer->columns[i]);
  }
  fputs("],\n   \"rows\": [", stream);
}

static void
begin_csv(const RowWriter* const writer)
{
  fputs(writer->several ? "file,time" : "time", writer->stream);
  for (unsigned i = 0; i < writer->n; ++i) {
    putc(',', writer->stream);
    text_write_csv(writer->stream, writer->columns[i]);
  }
  putc('\n', writer->stream);
}

static int
column_width(const char* const column)
{
  const int width = (int)text_width(column);
  return width > 8 ? width : 8;
}

static void
begin_table(const RowWriter* const writer)
{
  fprintf(writer->stream,
          "%s%s  (%s%s%s, %s)\n%10s",
          writer->files > 1 ? "\n" : "",
          writer->file->file,
          writer->file->mood ? writer->file->mood : "",
          writer->file->mood ? ": " : "",
          writer->model->title,
          writer->file->tap,
          "time");
  if (writer->n > TABLE_WIDE) {
    fputs("  strongest", writer->stream);
  }
  for (unsigned i = 0; i < writer->n && writer->n <= TABLE_WIDE; ++i) {
    fputs("  ", writer->stream);
    text_write_padded(writer->stream, writer->columns[i], -column_width(writer->columns[i]));
  }
  putc('\n', writer->stream);
}

void
row_writer_file(RowWriter* const writer, const RowFile* const file)
{
  writer->file = file;
  writer->rows = 0;
}

/// Written at a file's first row, so that a file without rows leaves nothing behind
static void
begin_file(RowWriter* const writer)
{
  ++writer->files;
  switch (writer->format) {
  case ROWS_CSV:
    if (writer->files == 1) {
      begin_csv(writer);
    }
    break;
  case ROWS_JSON:
    begin_json_file(writer);
    break;
  case ROWS_TABLE:
    begin_table(writer);
    break;
  }
}

static void
write_csv(const RowWriter* const writer, const double time, const float* const values)
{
  if (writer->several) {
    text_write_csv(writer->stream, writer->file->file);
    putc(',', writer->stream);
  }
  fprintf(writer->stream, "%.9g", time);
  for (unsigned i = 0; i < writer->n; ++i) {
    fprintf(writer->stream, ",%.9g", (double)values[i]);
  }
  putc('\n', writer->stream);
}

static void
write_json(const RowWriter* const writer, const double time, const float* const values)
{
  fprintf(writer->stream, "%s\n     [%.9g", writer->rows ? "," : "", time);
  for (unsigned i = 0; i < writer->n; ++i) {
    fputs(", ", writer->stream);
    text_write_json_number(writer->stream, (double)values[i]);
  }
  putc(']', writer->stream);
}

/// The strongest values in falling order, each once
static void
write_strongest(const RowWriter* const writer, const float* const values)
{
  unsigned taken[TABLE_STRONGEST] = { 0 };
  for (unsigned place = 0; place < TABLE_STRONGEST; ++place) {
    unsigned best = writer->n;
    for (unsigned i = 0; i < writer->n; ++i) {
      bool free_to_take = true;
      for (unsigned t = 0; t < place; ++t) {
        free_to_take = free_to_take && taken[t] != i;
      }
      if (free_to_take && (best == writer->n || values[i] > values[best])) {
        best = i;
      }
    }
    taken[place] = best;
    fprintf(writer->stream, "  %s %.3f", writer->columns[best], (double)values[best]);
  }
}

static void
write_cell(FILE* const stream, const int width, const double value)
{
  if (isfinite(value)) {
    fprintf(stream, "  %*.4f", width, value);
  } else {
    fprintf(stream, "  %*s", width, "-");
  }
}

static void
write_table(const RowWriter* const writer, const double time, const float* const values)
{
  fprintf(writer->stream, "%8.2f s", time);
  if (writer->n > TABLE_WIDE) {
    write_strongest(writer, values);
  }
  for (unsigned i = 0; i < writer->n && writer->n <= TABLE_WIDE; ++i) {
    write_cell(writer->stream, column_width(writer->columns[i]), (double)values[i]);
  }
  putc('\n', writer->stream);
}

void
row_writer_row(RowWriter* const writer, const double time, const float* const values)
{
  if (!writer->rows) {
    begin_file(writer);
  }
  switch (writer->format) {
  case ROWS_CSV:
    write_csv(writer, time, values);
    break;
  case ROWS_JSON:
    write_json(writer, time, values);
    break;
  case ROWS_TABLE:
    write_table(writer, time, values);
    break;
  }
  ++writer->rows;
}

void
row_writer_file_end(RowWriter* const writer, const RowFileEnd* const end)
{
  if (writer->format != ROWS_JSON || !writer->rows) {
    return;
  }
  fprintf(writer->stream,
          "],\n   \"rate\": %.9g, \"channels\": %u, \"seconds\": %.9g",
          end->rate,
          end->channels,
          end->seconds);
  if (end->trouble) {
    write_json_member(writer->stream, "error", end->trouble);
  }
  putc('}', writer->stream);
}

bool
row_writer_failed(const RowWriter* const writer)
{
  return ferror(writer->stream) != 0;
}

EquusStatus
row_writer_finish(RowWriter* const writer, EquusError* const error)
{
  if (writer->format == ROWS_JSON) {
    fputs(writer->files ? "\n]}\n" : "{\"format\": \"equus-rows\", \"version\": 1, \"files\": []}\n", writer->stream);
  }
  errno = 0;
  if (fflush(writer->stream) || ferror(writer->stream)) {
    return equus_error_set(error, EQUUS_ERR_IO, "can't write the output: %s", strerror(errno ? errno : EIO));
  }
  return EQUUS_OK;
}
