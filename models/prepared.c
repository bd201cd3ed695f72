// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/prepared.h"

#include "models/cache_folder.h"
#include "models/kernels/kernels.h"
#include "models/plan_version.h"
#include "models/sha256.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
  DIGITS      = 16,             ///< Of a hash in a file's name
  NAME_LENGTH = 3 * DIGITS + 7, ///< NETWORK-VERSION-KEY.plan
  MAX_NAME    = NAME_LENGTH + 48,
  FORGOTTEN   = 30 * 24 * 3600, ///< Seconds after which nobody misses a plan
  LEFT_BEHIND = 3600            ///< Seconds after which nobody writes a file any more
};

static const char magic[16] = "equus plan 1";

/// How a file begins; the plan's block follows
typedef struct {
  char     magic[16];
  uint64_t bytes;                    ///< Of the block
  char     key[SHA256_TEXT_SIZE];    ///< Of all that decides the block
  char     digest[SHA256_TEXT_SIZE]; ///< Of the block
  char     unused[38];
} FileHead;

_Static_assert(sizeof(FileHead) % 64 == 0, "a block begins on a cache line");

/// A plan's file
typedef struct {
  int  folder; ///< -1 for none
  char name[NAME_LENGTH + 1];
  char key[SHA256_TEXT_SIZE];
} Place;

static Place
find_place(const PreparedKey* const key, const bool make)
{
  static const char form[] = "%s\n%s\n%s\n%s";

  Place             place   = { -1, "", "" };
  const char* const kernels = kernels_selected()->name;
  const int         length  = snprintf(NULL, 0, form, PLAN_VERSION, kernels, key->network, key->options);
  char* const       text    = (char*)malloc((size_t)length + 1);
  if (text) {
    snprintf(text, (size_t)length + 1, form, PLAN_VERSION, kernels, key->network, key->options);
    sha256_text(text, (size_t)length, place.key);
    snprintf(place.name,
             sizeof(place.name),
             "%.*s-%.*s-%.*s.plan",
             DIGITS,
             key->network,
             DIGITS,
             PLAN_VERSION,
             DIGITS,
             place.key);
    free(text);
    place.folder = cache_folder_open(make);
  }
  return place;
}

static void
leave(const Place* const place)
{
  if (place->folder >= 0) {
    close(place->folder);
  }
}

static void
unmap(void* const block, const size_t bytes)
{
  munmap((FileHead*)block - 1, bytes + sizeof(FileHead));
}

/// A file mapped as a whole, or NULL unless the user alone may write it
static FileHead*
map(const int file, size_t* const bytes)
{
  struct stat info;
  if (fstat(file, &info) || !S_ISREG(info.st_mode) || info.st_uid != geteuid() ||
      (info.st_mode & (S_IWGRP | S_IWOTH)) || info.st_size < (off_t)sizeof(FileHead)) {
    return NULL;
  }
  void* const mapped = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, file, 0);
  *bytes             = (size_t)info.st_size - sizeof(FileHead);
  return mapped == MAP_FAILED ? NULL : (FileHead*)mapped;
}

/// What stands before a block in its file; reads every page of it
static FileHead
head_of(const char* const key, const void* const block, const size_t bytes)
{
  FileHead head;
  memset(&head, 0, sizeof(head));
  memcpy(head.magic, magic, sizeof(magic));
  memcpy(head.key, key, sizeof(head.key));
  head.bytes = bytes;
  sha256_text(block, bytes, head.digest);
  return head;
}

/// Keep pages in memory where that takes nothing from what the host may lock
static void
lock(const void* const block, const size_t bytes)
{
  struct rlimit limit;
  if (!getrlimit(RLIMIT_MEMLOCK, &limit) && limit.rlim_cur == RLIM_INFINITY) {
    (void)mlock(block, bytes);
  }
}

static Plan*
plan_of_file(const int file, const char* const key)
{
  size_t          bytes = 0;
  FileHead* const head  = map(file, &bytes);
  if (!head) {
    return NULL;
  }
  const FileHead right = head_of(key, head + 1, bytes);
  const bool     whole = !memcmp(head, &right, sizeof(right));
  Plan* const    plan  = whole ? plan_of_block(head + 1, bytes, unmap) : NULL;
  if (plan) {
    lock(head + 1, bytes);
    (void)futimens(file, NULL); // Not forgotten
  } else {
    unmap(head + 1, bytes);
  }
  return plan;
}

static Plan*
load(const Place* const place)
{
  const int file = openat(place->folder, place->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) {
    return NULL;
  }
  Plan* const plan = plan_of_file(file, place->key);
  close(file);
  return plan;
}

Plan*
prepared_load(const PreparedKey* const key)
{
  const Place place = find_place(key, false);
  Plan* const plan  = place.folder >= 0 ? load(&place) : NULL;
  leave(&place);
  return plan;
}

static bool
write_all(const int file, const void* const data, const size_t bytes)
{
  const char* const begin = (const char*)data;
  size_t            done  = 0;
  while (done < bytes) {
    const ssize_t n = write(file, begin + done, bytes - done);
    if (n <= 0) {
      return false;
    }
    done += (size_t)n;
  }
  return true;
}

static bool
write_plan(const int file, const char* const key, const Plan* const plan)
{
  size_t            bytes = 0;
  const void* const block = plan_block(plan, &bytes);
  const FileHead    head  = head_of(key, block, bytes);
  return write_all(file, &head, sizeof(head)) && write_all(file, block, bytes) && !fsync(file);
}

/// Write the plan's file under another name, `temporary`; false, nothing left, if that can't be
static bool
write_temporary(const Place* const place, const Plan* const plan, char temporary[MAX_NAME])
{
  static atomic_uint count;
  snprintf(temporary, MAX_NAME, "%s.%ld.%u", place->name, (long)getpid(), atomic_fetch_add(&count, 1));
  const int file = openat(place->folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return false;
  }
  const bool written = write_plan(file, place->key, plan);
  if (close(file) || !written) {
    unlinkat(place->folder, temporary, 0);
    return false;
  }
  return true;
}

/// True if nobody needs the file of this name beside `mine`
static bool
is_stale(const char* const name, const char* const mine, const double age)
{
  const bool plan = strlen(name) >= NAME_LENGTH && !strncmp(name + NAME_LENGTH - 5, ".plan", 5);
  if (!plan) {
    return false;
  }
  const bool same_network = !strncmp(name, mine, DIGITS + 1);
  const bool same_version = !strncmp(name + DIGITS + 1, mine + DIGITS + 1, DIGITS + 1);
  const bool temporary    = strlen(name) > NAME_LENGTH;
  return age > FORGOTTEN || (temporary ? age > LEFT_BEHIND : same_network && !same_version);
}

static void
remove_stale(const Place* const place)
{
  const int  folder = openat(place->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); // readdir() keeps it
  DIR* const list   = folder >= 0 ? fdopendir(folder) : NULL;
  if (!list) {
    if (folder >= 0) {
      close(folder);
    }
    return;
  }
  for (const struct dirent* entry = readdir(list); entry; entry = readdir(list)) {
    struct stat info;
    if (!fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) &&
        is_stale(entry->d_name, place->name, difftime(time(NULL), info.st_mtime))) {
      unlinkat(folder, entry->d_name, 0);
    }
  }
  closedir(list);
}

Plan*
prepared_store(const PreparedKey* const key, const Plan* const plan)
{
  const Place place               = find_place(key, true);
  char        temporary[MAX_NAME] = "";
  Plan*       shared              = NULL;
  if (place.folder >= 0 && write_temporary(&place, plan, temporary)) {
    shared = load(&place);
    if (shared || renameat(place.folder, temporary, place.folder, place.name)) {
      unlinkat(place.folder, temporary, 0);
    } else {
      shared = load(&place);
      remove_stale(&place);
    }
  }
  leave(&place);
  return shared;
}
