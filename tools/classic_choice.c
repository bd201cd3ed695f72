// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/classic_choice.h"

#include "tools/bundle_path.h"
#include "tools/nearest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_NAMES = 64 };

static const char ending[] = ".json";

static bool
has_ending(const char* const name)
{
  const size_t length = strlen(name);
  return length >= sizeof(ending) && !strcmp(name + length - (sizeof(ending) - 1), ending);
}

static int
is_model(const struct dirent* const entry)
{
  return has_ending(entry->d_name);
}

/// Say which models a folder has
static void
explain(const char* const folder, const char* const name, EquusError* const error)
{
  struct dirent** entries = NULL;
  const char*     names[MAX_NAMES];
  char            text[EQUUS_ERROR_TEXT_SIZE];
  const int       found = scandir(folder, &entries, is_model, alphasort);
  unsigned        n     = 0;
  for (int i = 0; i < found && n < MAX_NAMES; ++i) {
    entries[i]->d_name[strlen(entries[i]->d_name) - (sizeof(ending) - 1)] = '\0';
    names[n++]                                                            = entries[i]->d_name;
  }
  nearest_explain("classic model", name, names, n, text, sizeof(text));
  equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
  for (int i = 0; i < found; ++i) {
    free(entries[i]);
  }
  free(entries);
}

ClassicModel*
classic_choose(const char* const name, EquusError* const error)
{
  if (strchr(name, '/') || has_ending(name)) {
    return classic_model_load(name, error);
  }
  char* const bundle = bundle_path_find(error);
  if (!bundle) {
    return NULL;
  }
  const size_t  size  = strlen(bundle) + strlen(name) + 32;
  char* const   path  = malloc(size);
  ClassicModel* model = NULL;
  if (path) {
    snprintf(path, size, "%s/classic/%s%s", bundle, name, ending);
    if (!access(path, F_OK)) {
      model = classic_model_load(path, error);
    } else {
      snprintf(path, size, "%s/classic", bundle);
      explain(path, name, error);
    }
  } else {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  free(path);
  free(bundle);
  return model;
}
