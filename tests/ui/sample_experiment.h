// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_UI_SAMPLE_EXPERIMENT_H
#define EQUUS_TESTS_UI_SAMPLE_EXPERIMENT_H

#include "tests/ui/sample.h"

/// Set what was asked of the experiment and what it answered, as the kind of sample says
void sample_experiment(Sample* sample, SampleKind kind);

#endif // EQUUS_TESTS_UI_SAMPLE_EXPERIMENT_H
