// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TRIAL_H
#define EQUUS_TOOLS_TRIAL_H

#include "tools/experiment.h"

/// Called with the share that is done, 0 to 1
typedef void (*TrialProgress)(void* handle, double share);

/// Run a trial whose `preset` is set; fills the rest
void trial_run(const Experiment* experiment, const Song* song, Trial* trial, TrialProgress progress, void* handle);

#endif // EQUUS_TOOLS_TRIAL_H
