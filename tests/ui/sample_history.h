// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_UI_SAMPLE_HISTORY_H
#define EQUUS_TESTS_UI_SAMPLE_HISTORY_H

#include "tests/ui/sample.h"

/// Give the sample ten minutes of readings around those that it has, and marks of every kind.  The last sample has it:
/// there is one history for all
void sample_history(Sample* sample, SampleKind kind);

#endif // EQUUS_TESTS_UI_SAMPLE_HISTORY_H
