// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_RT_INTERPOSER_H
#define EQUUS_TESTS_RT_INTERPOSER_H

#include <stdbool.h>

/// How often a watched run() was called
unsigned long equus_rt_runs(void);

/// How often such a run() called what it must not
unsigned long equus_rt_forbidden(void);

/// Begin and end to watch this thread, for formats whose calls are not wrapped
void equus_rt_watch(bool begins);

#endif // EQUUS_TESTS_RT_INTERPOSER_H
