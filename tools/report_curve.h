// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_REPORT_CURVE_H
#define EQUUS_TOOLS_REPORT_CURVE_H

#include "tools/experiment.h"

#include <stdio.h>

/// A preset's response from 20 Hz to 20 kHz, +/-18 dB, as inline SVG in the page's colours
void report_write_curve(FILE* stream, const Experiment* experiment, const BundlePreset* preset);

#endif // EQUUS_TOOLS_REPORT_CURVE_H
