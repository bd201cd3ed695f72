// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cache_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_PATH = 4096 };

/// $XDG_CACHE_HOME or what stands for it; false if there is none
static bool
find_caches(char path[MAX_PATH])
{
  const char* const caches = getenv("XDG_CACHE_HOME");
  const char* const home   = getenv("HOME");
  int               length = 0;
  if (caches && *caches == '/') {
    length = snprintf(path, MAX_PATH, "%s", caches);
  } else if (home && *home == '/') {
    length = snprintf(path, MAX_PATH, "%s/.cache", home);
  }
  return length > 0 && length < MAX_PATH;
}

/// Nothing if it is there already, can't be made, or would be root's among another user's
static void
make_folder(const char* const path)
{
  char        parent[MAX_PATH] = "";
  struct stat info;
  snprintf(parent, sizeof(parent), "%.*s", (int)(strrchr(path, '/') - path), path);
  if (!stat(parent, &info) && (geteuid() != 0 || info.st_uid == 0)) {
    mkdir(path, S_IRWXU);
  }
}

int
cache_folder_open(const bool make)
{
  char caches[MAX_PATH] = "", path[MAX_PATH + 8] = "";
  if (!find_caches(caches)) {
    return -1;
  }
  snprintf(path, sizeof(path), "%s/equus", caches);
  if (make) {
    make_folder(caches);
    make_folder(path);
  }

  struct stat info;
  const int   folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0 && (fstat(folder, &info) || info.st_uid != geteuid())) {
    close(folder);
    return -1;
  }
  return folder;
}
