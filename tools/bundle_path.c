// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bundle_path.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* const bundle_name = "equus.lv2";
static const char* const usual_path  = "~/.lv2:/usr/local/lib/lv2:/usr/lib/lv2";

static bool
is_bundle(const char* const folder)
{
  char manifest[PATH_MAX];
  return snprintf(manifest, sizeof(manifest), "%s/manifest.ttl", folder) < (int)sizeof(manifest) &&
         !access(manifest, R_OK);
}

/// Absolute copy of an existing folder's path
static char*
absolute(const char* const folder)
{
  char   path[PATH_MAX];
  char   here[PATH_MAX];
  size_t length = 0;
  if (folder[0] == '/') {
    length = (size_t)snprintf(path, sizeof(path), "%s", folder);
  } else {
    length = (size_t)snprintf(path, sizeof(path), "%s/%s", getcwd(here, sizeof(here)) ? here : "", folder);
  }
  while (length > 1 && length < sizeof(path) && path[length - 1] == '/') {
    path[--length] = '\0';
  }
  return length < sizeof(path) ? strdup(path) : NULL;
}

static char*
beside_executable(void)
{
  char          path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
  if (length <= 0) {
    return NULL;
  }
  path[length]      = '\0';
  char* const slash = strrchr(path, '/');
  if (!slash || snprintf(slash + 1, sizeof(path) - (size_t)(slash + 1 - path), "%s", bundle_name) < 0) {
    return NULL;
  }
  return is_bundle(path) ? strdup(path) : NULL;
}

/// Search a colon-separated list of folders, in which ~ is the home
static char*
in_folders(const char* list)
{
  const char* const home = getenv("HOME");
  while (*list) {
    const size_t length = strcspn(list, ":");
    char         path[PATH_MAX];
    const bool   from_home = list[0] == '~' && home;
    snprintf(
      path, sizeof(path), "%s%.*s/%s", from_home ? home : "", (int)(length - from_home), list + from_home, bundle_name);
    if (length && is_bundle(path)) {
      return absolute(path);
    }
    list += length + (list[length] == ':');
  }
  return NULL;
}

char*
bundle_path_find(EquusError* const error)
{
  const char* const told = getenv("EQUUS_BUNDLE");
  if (told && *told) {
    if (is_bundle(told)) {
      return absolute(told);
    }
    equus_error_set(
      error,
      EQUUS_ERR_NOT_FOUND,
      "EQUUS_BUNDLE is set to %s, where there is no LV2 bundle; set it to the folder equus.lv2 or unset it",
      told);
    return NULL;
  }
  const char* const path  = getenv("LV2_PATH");
  const char* const list  = path && *path ? path : usual_path;
  char* const       local = beside_executable();
  char* const       found = local ? local : in_folders(list);
  if (!found) {
    equus_error_set(error,
                    EQUUS_ERR_NOT_FOUND,
                    "the plug-in's bundle %s is neither beside this program nor in %s; "
                    "build it with ./bootstrap build, or set EQUUS_BUNDLE to its folder",
                    bundle_name,
                    list);
  }
  return found;
}
