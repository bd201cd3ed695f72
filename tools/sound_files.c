// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/sound_files.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const char* const endings[] = { "aif", "aifc", "aiff", "au",  "caf", "flac", "mp3", "oga",
                                       "ogg", "opus", "rf64", "snd", "voc", "w64",  "wav", "wave" };

static const char*
ending_of(const char* const name)
{
  const char* const dot = strrchr(name, '.');
  return dot && dot != name && !strchr(dot, '/') ? dot + 1 : name + strlen(name);
}

static bool
has_sound_ending(const char* const name)
{
  const char* const ending = ending_of(name);
  for (unsigned i = 0; i < sizeof(endings) / sizeof(endings[0]); ++i) {
    if (!strcasecmp(ending, endings[i])) {
      return true;
    }
  }
  return false;
}

static EquusStatus
out_of_memory(EquusError* const error)
{
  return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

/// Add a file whose name begins at `skip` of the path
static EquusStatus
add_file(SoundFiles* const        files,
         const char* const        path,
         const size_t             skip,
         const struct stat* const about,
         EquusError* const        error)
{
  if (files->n == files->room) {
    const uint32_t   room  = files->room ? 2 * files->room : 64;
    SoundFile* const items = (SoundFile*)realloc(files->files, room * sizeof(SoundFile));
    if (!items) {
      return out_of_memory(error);
    }
    files->files = items;
    files->room  = room;
  }
  SoundFile* const file = &files->files[files->n];
  file->path            = strdup(path);
  if (!file->path) {
    return out_of_memory(error);
  }
  file->name   = file->path + skip;
  file->device = (uint64_t)about->st_dev;
  file->node   = (uint64_t)about->st_ino;
  ++files->n;
  return EQUUS_OK;
}

/// True if this folder is among those that were found already, by another link
static bool
is_known(const SoundFiles* const folders, const struct stat* const about)
{
  for (uint32_t i = 0; i < folders->n; ++i) {
    if (folders->files[i].device == (uint64_t)about->st_dev && folders->files[i].node == (uint64_t)about->st_ino) {
      return true;
    }
  }
  return false;
}

/// Add what is of use in a folder: sounds to `files`, folders to `folders`
static EquusStatus
add_entry(SoundFiles* const files,
          SoundFiles* const folders,
          const char* const folder,
          const char* const name,
          const size_t      skip,
          EquusError* const error)
{
  char        path[PATH_MAX];
  struct stat about;
  if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path) || stat(path, &about)) {
    return EQUUS_OK;
  }
  if (S_ISDIR(about.st_mode)) {
    return is_known(folders, &about) ? EQUUS_OK : add_file(folders, path, 0, &about, error);
  }
  return S_ISREG(about.st_mode) && has_sound_ending(name) ? add_file(files, path, skip, &about, error) : EQUUS_OK;
}

static int
is_visible(const struct dirent* const entry)
{
  return entry->d_name[0] != '.';
}

static EquusStatus
add_entries(SoundFiles* const files,
            SoundFiles* const folders,
            const char* const path,
            const size_t      skip,
            EquusError* const error)
{
  struct dirent** entries = NULL;
  const int       n       = scandir(path, &entries, is_visible, NULL);
  if (n < 0) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't read this folder: %s", path, strerror(errno));
  }
  EquusStatus status = EQUUS_OK;
  for (int i = 0; i < n; ++i) {
    status = status ? status : add_entry(files, folders, path, entries[i]->d_name, skip, error);
    free(entries[i]);
  }
  free((void*)entries);
  return status;
}

static int
compare_files(const void* const a, const void* const b)
{
  return strcmp(((const SoundFile*)a)->path, ((const SoundFile*)b)->path);
}

/// Add all sounds below a folder, which `about` describes
static EquusStatus
add_folder(SoundFiles* const files, const char* const path, const struct stat* const about, EquusError* const error)
{
  SoundFiles     folders = { .n = 0 };
  const uint32_t before  = files->n;
  const size_t   skip    = strlen(path) + 1;
  EquusStatus    status  = add_file(&folders, path, 0, about, error);
  for (uint32_t i = 0; !status && i < folders.n; ++i) {
    status = add_entries(files, &folders, folders.files[i].path, skip, error);
  }
  sound_files_clear(&folders);
  if (files->n > before) {
    qsort(files->files + before, files->n - before, sizeof(SoundFile), compare_files);
  } else if (!status) {
    status = equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s: holds no sound files", path);
  }
  return status;
}

/// Where the last part of a path begins
static size_t
base_of(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? (size_t)(slash + 1 - path) : 0;
}

EquusStatus
sound_files_add(SoundFiles* const files, const char* const path, EquusError* const error)
{
  struct stat about;
  if (stat(path, &about)) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  if (!S_ISDIR(about.st_mode)) {
    return add_file(files, path, base_of(path), &about, error);
  }
  char   folder[PATH_MAX];
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') {
    --length;
  }
  snprintf(folder, sizeof(folder), "%.*s", (int)length, path);
  return add_folder(files, folder, &about, error);
}

void
sound_files_clear(SoundFiles* const files)
{
  for (uint32_t i = 0; i < files->n; ++i) {
    free(files->files[i].path);
  }
  free(files->files);
  *files = (SoundFiles){ 0 };
}

/// Index of the file at FOLDER/NAME, added where it is new; -1 if there is none, or out of memory with `error` filled
static int64_t
find_path(SoundFiles* const files, const char* const folder, const char* const name, EquusError* const error)
{
  char        path[PATH_MAX];
  struct stat about;
  const int   length =
    name[0] == '/' ? snprintf(path, sizeof(path), "%s", name) : snprintf(path, sizeof(path), "%s/%s", folder, name);
  if ((size_t)length >= sizeof(path) || stat(path, &about) || !S_ISREG(about.st_mode)) {
    return -1;
  }
  for (uint32_t i = 0; i < files->n; ++i) {
    if (files->files[i].device == (uint64_t)about.st_dev && files->files[i].node == (uint64_t)about.st_ino) {
      return i;
    }
  }
  return add_file(files, path, base_of(path), &about, error) ? -1 : (int64_t)files->n - 1;
}

/// True if `name` is the file's, with or without folder and ending
static bool
is_called(const SoundFile* const file, const char* const name)
{
  const char* const whole  = file->name;
  const char* const base   = whole + base_of(whole);
  const char* const dot    = ending_of(base);
  const size_t      length = strlen(name);
  const size_t      stem   = *dot ? (size_t)(dot - 1 - base) : strlen(base);
  const size_t      before = (size_t)(base - whole);
  return !strcmp(base, name) || (length == stem && !strncmp(base, name, stem)) ||
         (length == before + stem && !strncmp(whole, name, length));
}

static int64_t
find_name(const SoundFiles* const files, const char* const name, EquusError* const error)
{
  int64_t found = -1;
  for (uint32_t i = 0; i < files->n; ++i) {
    if (!is_called(&files->files[i], name)) {
      continue;
    }
    if (found >= 0) {
      equus_error_set(error,
                      EQUUS_ERR_NOT_FOUND,
                      "\"%s\" may be %s or %s; write its path",
                      name,
                      files->files[found].path,
                      files->files[i].path);
      return -1;
    }
    found = i;
  }
  if (found < 0) {
    equus_error_set(error, EQUUS_ERR_NOT_FOUND, "there is no sound file \"%s\"", name);
  }
  return found;
}

int64_t
sound_files_find(SoundFiles* const files,
                 const char* const folder,
                 const char* const beside,
                 const char* const name,
                 EquusError* const error)
{
  int64_t found = find_path(files, folder, name, error);
  found         = found >= 0 ? found : find_path(files, beside, name, error);
  return found >= 0 ? found : find_name(files, name, error);
}
