// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_REPORT_H
#define EQUUS_TOOLS_REPORT_H

#include "tools/experiment.h"

#include <stdio.h>

/**
   Write an experiment as one HTML page that needs nothing else: pictures, style and method are in it.

   Light or dark as the reader's system asks, good to print, readable without seeing the pictures.
*/
void report_write(FILE* stream, const Experiment* experiment);

#endif // EQUUS_TOOLS_REPORT_H
