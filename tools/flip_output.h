// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_FLIP_OUTPUT_H
#define EQUUS_TOOLS_FLIP_OUTPUT_H

#include "tools/flip_study.h"

#include <stdio.h>

/// What a study of least equalisers found, in four forms; each ends with a line end

/// For people on a terminal
void flip_write_table(FILE* stream, const FlipStudy* study);

/// A row a window, with named columns
void flip_write_csv(FILE* stream, const FlipStudy* study);

/// One document with model, settings, and every window's curve
void flip_write_json(FILE* stream, const FlipStudy* study);

/// A page that stands alone
void flip_write_page(FILE* stream, const FlipStudy* study);

#endif // EQUUS_TOOLS_FLIP_OUTPUT_H
