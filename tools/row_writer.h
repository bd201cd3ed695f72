// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_ROW_WRITER_H
#define EQUUS_TOOLS_ROW_WRITER_H

#include "dsp/error.h"
#include "models/sidecar.h"

#include <stdbool.h>
#include <stdio.h>

/**
   Writes readings over time as CSV, JSON or a table for people.

   CSV: a header `time,<label>,...`, then a row a reading; with several files a
   column `file` stands first.  JSON: one document, an object a file with its
   settings, columns and rows.  Table: the strongest values of wide rows only.
   Numbers have nine significant digits in CSV and JSON; what isn't known is nan, null and a dash.
*/
typedef struct RowWriter RowWriter;

typedef enum { ROWS_CSV, ROWS_JSON, ROWS_TABLE } RowFormat;

enum { ROWS_MAX_COLUMNS = SIDECAR_MAX_LABELS + 4 };

/// What is said of a file before its rows
typedef struct {
  const char* file;
  const char* tap;
  const char* preset; ///< NULL for none
  double      hop;    ///< Seconds
  const char* mood;   ///< Name of the mood that is read; NULL for tags
} RowFile;

/// What is said of it after them
typedef struct {
  double      rate; ///< Hz
  unsigned    channels;
  double      seconds; ///< Length
  const char* trouble; ///< Why it ended early, or NULL
} RowFileEnd;

/**
   @param model Borrowed.
   @param columns Borrowed names [n] of the values, without time.
   @param several Whether more than one file will be written.
   @return NULL if out of memory; free with row_writer_free()
*/
RowWriter* row_writer_new(FILE*              stream,
                          RowFormat          format,
                          const Sidecar*     model,
                          const char* const* columns,
                          unsigned           n,
                          bool               several);

void row_writer_free(RowWriter* writer);

/// What the next rows belong to; borrowed until row_writer_file_end()
void row_writer_file(RowWriter* writer, const RowFile* file);

/// One row of values [n]
void row_writer_row(RowWriter* writer, double time, const float* values);

/// No more rows of this file
void row_writer_file_end(RowWriter* writer, const RowFileEnd* end);

/// True if something couldn't be written, so that going on makes no sense
bool row_writer_failed(const RowWriter* writer);

/// Close the document and flush it; EQUUS_ERR_IO with the system's reason if anything couldn't be written
EquusStatus row_writer_finish(RowWriter* writer, EquusError* error);

#endif // EQUUS_TOOLS_ROW_WRITER_H
