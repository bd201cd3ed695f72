// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_MODELS_MAPPING_H
#define EQUUS_TESTS_MODELS_MAPPING_H

/// What the system says about a file in this process's memory
typedef struct {
  unsigned long long inode;
  long               mapped, resident, shared, of_its_own; ///< KiB
} Mapping;

/// The mapping of a file whose path ends so; all 0 if there is none
Mapping mapping_find(const char* suffix);

#endif // EQUUS_TESTS_MODELS_MAPPING_H
