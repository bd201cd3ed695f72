// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/models/mapping.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The fifth word of a line, as a number
static unsigned long long
inode_of(const char* line)
{
  for (unsigned i = 0; i < 4; ++i) {
    line += strcspn(line, " ");
    line += strspn(line, " ");
  }
  return strtoull(line, NULL, 10);
}

Mapping
mapping_find(const char* const suffix)
{
  FILE* const smaps   = fopen("/proc/self/smaps", "r");
  Mapping     mapping = { 0, 0, 0, 0, 0 };
  bool        inside  = false;
  char        line[4096];
  while (smaps && fgets(line, sizeof(line), smaps)) {
    const size_t key   = strcspn(line, ":");
    const long   value = strtol(line + key + (line[key] == ':'), NULL, 10);
    if (strchr("0123456789abcdef", *line)) { // A mapping, the others say something of it
      line[strcspn(line, "\n")] = '\0';
      inside        = strlen(line) > strlen(suffix) && !strcmp(line + strlen(line) - strlen(suffix), suffix);
      mapping.inode = inside ? inode_of(line) : mapping.inode;
    } else if (inside) {
      mapping.mapped += strncmp(line, "Size:", 5) ? 0 : value;
      mapping.resident += strncmp(line, "Rss:", 4) ? 0 : value;
      mapping.shared += strncmp(line, "Shared_", 7) ? 0 : value;
      mapping.of_its_own += strncmp(line, "Private_", 8) ? 0 : value;
    }
  }
  if (smaps) {
    fclose(smaps);
  }
  return mapping;
}
