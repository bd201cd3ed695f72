// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CSV_H
#define EQUUS_TOOLS_CSV_H

#include "dsp/error.h"

#include <stdint.h>

/**
   A table read from a CSV file (RFC 4180): a line of column names, then rows of as many fields.

   Commas, semicolons or tabs separate, whichever the first line has most of.  Fields
   may be quoted; spaces around unquoted ones are dropped, as are empty lines and a byte order mark.
*/
typedef struct Csv Csv;

/// NULL with `error` naming the file and line; free with csv_free()
Csv* csv_load(const char* path, EquusError* error);

void csv_free(Csv* csv);

/// Path as it was given
const char* csv_path(const Csv* csv);

uint32_t csv_rows(const Csv* csv);
uint32_t csv_columns(const Csv* csv);

/// Name of a column
const char* csv_name(const Csv* csv, uint32_t column);

/// Index of the column of this name (case, spaces, hyphens and underscores don't matter), or -1
int csv_column(const Csv* csv, const char* name);

/// Text of a field
const char* csv_field(const Csv* csv, uint32_t row, uint32_t column);

/// Line of the file on which a row begins, from 1
uint32_t csv_line(const Csv* csv, uint32_t row);

/// Read a field as a finite number; EQUUS_ERR_FORMAT with `error` naming file, line and column
EquusStatus csv_number(const Csv* csv, uint32_t row, uint32_t column, double* number, EquusError* error);

#endif // EQUUS_TOOLS_CSV_H
