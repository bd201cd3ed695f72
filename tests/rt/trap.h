// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_RT_TRAP_H
#define EQUUS_TESTS_RT_TRAP_H

#include <stdbool.h>

/**
   From now on count every system call of this thread, and let none but those that end a thread through.

   @return False where the system has no such filter, or allows none.
*/
bool trap_system_calls(void);

/// Calls that were trapped so far
long trap_count(void);

#endif // EQUUS_TESTS_RT_TRAP_H
