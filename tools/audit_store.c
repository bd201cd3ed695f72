// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_store.h"

#include "tools/audit_csv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char* const records_name = "records.jsonl";
static const char* const summary_name = "summary.csv";
static const char* const windows_name = "windows.csv";

struct AuditStore {
  char            folder[PATH_MAX];
  char            path[PATH_MAX]; ///< Of the records
  int             file;           ///< -1 for none
  bool            windows;
  pthread_mutex_t lock;
};

static EquusStatus
io_trouble(const char* const path, EquusError* const error)
{
  return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
}

/// What audit_write_run() writes without date and machine, to be freed; NULL if out of memory
static char*
settings_of(const AuditRun* const run)
{
  AuditRun    copy   = *run;
  char*       text   = NULL;
  size_t      size   = 0;
  FILE* const stream = open_memstream(&text, &size);
  copy.date[0] = copy.machine[0] = '\0';
  if (stream) {
    audit_write_run(stream, &copy);
    fclose(stream);
  }
  return text;
}

/// Whether two numbers are written the same, NAN as NAN
static bool
same(const double a, const double b)
{
  char texts[2][32];
  snprintf(texts[0], sizeof(texts[0]), "%.9g", a);
  snprintf(texts[1], sizeof(texts[1]), "%.9g", b);
  return !strcmp(texts[0], texts[1]);
}

static bool
same_models(const AuditRun* const one, const AuditRun* const other)
{
  bool fine = one->n_models == other->n_models;
  for (uint32_t i = 0; fine && i < one->n_models; ++i) {
    fine = !strcmp(one->models[i].name, other->models[i].name) &&
           !strcmp(one->models[i].sha256, other->models[i].sha256) &&
           !strcmp(one->models[i].mood, other->models[i].mood);
  }
  return fine;
}

static bool
same_rules(const AuditRun* const one, const AuditRun* const other)
{
  bool fine = one->n_rules == other->n_rules;
  for (uint32_t i = 0; fine && i < one->n_rules; ++i) {
    fine = !strcmp(one->rules[i], other->rules[i]);
  }
  return fine;
}

const char*
audit_store_difference(const AuditRun* const one, const AuditRun* const other)
{
  const struct {
    const char* name;
    bool        same;
  } checks[] = {
    { "the version of Equus", !strcmp(one->version, other->version) },
    { "the models or moods", same_models(one, other) },
    { "the verdicts", same_rules(one, other) },
    { "the seed", one->seed == other->seed },
    { "the number of draws", one->draws == other->draws },
    { "the start", same(one->start, other->start) },
    { "the seconds", same(one->seconds, other->seconds) },
    { "whether windows are kept", one->windows == other->windows },
  };
  for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); ++i) {
    if (!checks[i].same) {
      return checks[i].name;
    }
  }
  char* const a      = settings_of(one);
  char* const b      = settings_of(other);
  const bool  differ = !a || !b || strcmp(a, b);
  free(a);
  free(b);
  return differ ? "the protocol" : NULL;
}

static EquusStatus
make_folder(const char* const path, EquusError* const error)
{
  struct stat about;
  if (mkdir(path, 0777) && !(errno == EEXIST && !stat(path, &about) && S_ISDIR(about.st_mode))) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't make this folder: %s", path, strerror(errno));
  }
  return EQUUS_OK;
}

static EquusStatus
open_file(AuditStore* const store, EquusError* const error)
{
  store->file = open(store->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (store->file < 0) {
    return io_trouble(store->path, error);
  }
  if (flock(store->file, LOCK_EX | LOCK_NB)) {
    return errno == EWOULDBLOCK ? equus_error_set(error,
                                                  EQUUS_ERR_IO,
                                                  "%s: another audit is running in this folder; wait, or name another",
                                                  store->folder)
                                : io_trouble(store->path, error);
  }
  return EQUUS_OK;
}

static EquusStatus
cut(const AuditStore* const store, const size_t size, EquusError* const error)
{
  return ftruncate(store->file, (off_t)size) ? io_trouble(store->path, error) : EQUUS_OK;
}

/// Begin the file with the run itself
static EquusStatus
begin(AuditStore* const store, const AuditRun* const run, EquusError* const error)
{
  char*       text   = NULL;
  size_t      size   = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  audit_write_run(stream, run);
  fclose(stream);
  const EquusStatus status = audit_store_append(store, text, size, error);
  free(text);
  return status;
}

/// Read what is there and check that it is of the same settings
static EquusStatus
go_on(AuditStore* const store, const AuditRun* const run, AuditLog* const before, EquusError* const error)
{
  EquusStatus status = audit_log_read(store->path, before, error);
  if (status) {
    return status;
  }
  const char* const difference = before->whole ? audit_store_difference(&before->run, run) : NULL;
  if (difference) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s holds an audit of other settings: %s differ%s; name another folder with --out, or give "
                           "it up with --again",
                           store->folder,
                           difference,
                           difference[strlen(difference) - 1] == 's' ? "" : "s");
  }
  if (before->torn) {
    status = cut(store, before->whole, error);
  }
  return status;
}

static EquusStatus
open_all(AuditStore* const     store,
         const AuditRun* const run,
         const bool            again,
         AuditLog* const       before,
         EquusError* const     error)
{
  EquusStatus status = make_folder(store->folder, error);
  status             = status ? status : open_file(store, error);
  if (!status) {
    status = again ? cut(store, 0, error) : go_on(store, run, before, error);
  }
  if (!status && !before->whole) {
    const bool torn = before->torn;
    status          = begin(store, run, error);
    status          = status ? status : audit_log_read(store->path, before, error);
    before->torn    = torn;
  }
  return status;
}

AuditStore*
audit_store_open(const char* const     folder,
                 const AuditRun* const run,
                 const bool            again,
                 AuditLog* const       before,
                 EquusError* const     error)
{
  AuditStore* const store = (AuditStore*)calloc(1, sizeof(*store));
  *before                 = (AuditLog){ .whole = 0 };
  if (!store) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  snprintf(store->folder, sizeof(store->folder), "%s", folder);
  snprintf(store->path, sizeof(store->path), "%.*s/%s", PATH_MAX - 32, folder, records_name);
  store->file    = -1;
  store->windows = run->windows;
  pthread_mutex_init(&store->lock, NULL);
  if (open_all(store, run, again, before, error)) {
    audit_store_close(store);
    return NULL;
  }
  return store;
}

void
audit_store_close(AuditStore* const store)
{
  if (store) {
    if (store->file >= 0) {
      close(store->file);
    }
    pthread_mutex_destroy(&store->lock);
    free(store);
  }
}

EquusStatus
audit_store_append(AuditStore* const store, const char* const lines, const size_t size, EquusError* const error)
{
  size_t      at     = 0;
  EquusStatus status = EQUUS_OK;
  pthread_mutex_lock(&store->lock);
  while (!status && at < size) {
    const ssize_t written = write(store->file, lines + at, size - at);
    if (written >= 0) {
      at += (size_t)written;
    } else if (errno != EINTR) {
      status = equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written: %s", store->path, strerror(errno));
    }
  }
  pthread_mutex_unlock(&store->lock);
  return status;
}

EquusStatus
audit_store_sync(AuditStore* const store, EquusError* const error)
{
  return fdatasync(store->file) && errno != EINVAL ? io_trouble(store->path, error) : EQUUS_OK;
}

static void
write_records(FILE* const stream, const AuditLog* const log)
{
  audit_write_run(stream, &log->run);
  uint32_t at = 0;
  for (uint32_t s = 0; s < log->n_songs; ++s) {
    audit_write_song(stream, &log->run, &log->songs[s]);
    for (; at < log->n_records && log->records[at].song == s; ++at) {
      audit_write_record(stream, &log->run, &log->songs[s], &log->records[at]);
    }
  }
  for (uint32_t i = 0; i < log->n_troubles; ++i) {
    audit_write_trouble(stream, log->troubles[i].file, log->troubles[i].text);
  }
}

/// Write a file beside its place, then put it there, so that the old one stands until the new one is whole
static EquusStatus
write_file(const AuditStore* const store,
           const char* const       name,
           void (*const write)(FILE* stream, const AuditLog* log),
           const AuditLog* const log,
           EquusError* const     error)
{
  char path[PATH_MAX + 32];
  char final[PATH_MAX + 32];
  snprintf(final, sizeof(final), "%s/%s", store->folder, name);
  snprintf(path, sizeof(path), "%s/%s.new", store->folder, name);
  FILE* const file = fopen(path, "w");
  if (!file) {
    return io_trouble(path, error);
  }
  write(file, log);
  const bool failed = fflush(file) || ferror(file) || (fdatasync(fileno(file)) && errno != EINVAL);
  if (fclose(file) || failed || rename(path, final)) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: can't be written: %s", final, strerror(errno ? errno : EIO));
  }
  return EQUUS_OK;
}

static bool
is_among(const char* const* const files, const uint32_t n, const char* const file)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (!strcmp(files[i], file)) {
      return true;
    }
  }
  return false;
}

static void
forget_trouble(AuditTrouble* const trouble)
{
  free(trouble->file);
  free(trouble->text);
}

/// Put this run's troubles in place of what an earlier one said of the same files
static EquusStatus
replace_troubles(AuditLog* const           log,
                 const char* const* const  files,
                 const uint32_t            n,
                 const AuditTrouble* const troubles,
                 const uint32_t            n_troubles,
                 EquusError* const         error)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < log->n_troubles; ++i) {
    if (is_among(files, n, log->troubles[i].file)) {
      forget_trouble(&log->troubles[i]);
    } else {
      log->troubles[kept++] = log->troubles[i];
    }
  }
  log->n_troubles           = kept;
  AuditTrouble* const grown = (AuditTrouble*)realloc(log->troubles, (kept + n_troubles + 1U) * sizeof(AuditTrouble));
  if (!grown) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  log->troubles = grown;
  for (uint32_t i = 0; i < n_troubles; ++i) {
    AuditTrouble* const trouble = &grown[log->n_troubles++];
    *trouble                    = (AuditTrouble){ strdup(troubles[i].file), strdup(troubles[i].text) };
    if (!trouble->file || !trouble->text) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return EQUUS_OK;
}

EquusStatus
audit_store_finish(AuditStore* const         store,
                   const char* const* const  files,
                   const uint32_t            n,
                   const AuditTrouble* const troubles,
                   const uint32_t            n_troubles,
                   EquusError* const         error)
{
  AuditLog    log;
  EquusStatus status = audit_log_read(store->path, &log, error);
  status             = status ? status : replace_troubles(&log, files, n, troubles, n_troubles, error);
  status             = status ? status : audit_log_sort(&log, error);
  status             = status ? status : write_file(store, summary_name, audit_csv_write_summary, &log, error);
  if (!status && store->windows) {
    status = write_file(store, windows_name, audit_csv_write_windows, &log, error);
  }
  status = status ? status : write_file(store, records_name, write_records, &log, error);
  audit_log_clear(&log);
  return status;
}
