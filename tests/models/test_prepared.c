// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// All processes map one file of a network's prepared weights; readings are the
// same bits with and without it, whatever has happened to the file or its folder.

#include "models/kernels/kernels.h"
#include "models/model.h"
#include "models/prepared.h"
#include "tests/models/mapping.h"
#include "tests/models/networks.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_PATH = 1024, MAX_SIZE = 1 << 16, MAX_VALUES = 64 };

/// A network's answers, to be compared bit by bit
typedef struct {
  size_t n;
  float  values[2 * MAX_VALUES];
} Readings;

static char home[MAX_PATH];   ///< This test's own
static char caches[MAX_PATH]; ///< $XDG_CACHE_HOME
static char folder[MAX_PATH]; ///< Where plans lie

/// A folder and what is in it, but no folder in a folder that isn't empty
static void
remove_folder(const char* const path)
{
  DIR* const list = opendir(path);
  for (struct dirent* entry = list ? readdir(list) : NULL; entry; entry = readdir(list)) {
    unlinkat(dirfd(list), entry->d_name, 0);
    unlinkat(dirfd(list), entry->d_name, AT_REMOVEDIR);
  }
  if (list) {
    closedir(list);
  }
  rmdir(path);
}

static int
make_home(void** const state)
{
  (void)state;
  snprintf(home, sizeof(home), "/tmp/equus-test-XXXXXX");
  return mkdtemp(home) ? 0 : -1;
}

static int
remove_home(void** const state)
{
  (void)state;
  remove_folder(folder);
  remove_folder(caches);
  remove_folder(home);
  return 0;
}

/// No file is there, but a folder for them can be made
static int
begin(void** const state)
{
  (void)state;
  snprintf(caches, sizeof(caches), "%.900s/.cache", home);
  snprintf(folder, sizeof(folder), "%.900s/equus", caches);
  remove_folder(folder);
  remove_folder(caches);
  return setenv("XDG_CACHE_HOME", caches, 1);
}

static Model*
load(const char* const models, const char* const name)
{
  EquusError   error = { EQUUS_OK, "" };
  Model* const model = model_load(models, name, &error);
  if (!model) {
    fail_msg("%s", error.text);
  }
  return model;
}

/// Outputs of two windows, the second sliding on the first, and of silence
static Readings
read_model(const Model* const model)
{
  const Plan* const plan     = model_plan(model);
  PlanRun* const    run      = plan_run_new(plan);
  Readings          readings = { plan_output_size(plan), { 0.0f } };
  assert_non_null(run);
  assert_true(readings.n <= MAX_VALUES);
  for (uint32_t window = 0; window < 2; ++window) {
    plan_run_slide(run, window);
    for (size_t i = 0; i < plan_input_size(plan); ++i) {
      plan_run_input(run)[i] = (float)(i * 37 % 19) / 16.0f;
    }
    assert_true(plan_run_advance(run, UINT64_MAX));
    memcpy(readings.values + window * readings.n, plan_run_output(run), readings.n * sizeof(float));
  }
  plan_run_free(run);
  return readings;
}

/// Those of the small model, loaded for this alone
static Readings
read_tiny(void)
{
  Model* const   model    = load(networks_fixtures(), "tiny");
  const Readings readings = read_model(model);
  model_release(model);
  return readings;
}

/// As read_tiny(), without any cache
static Readings
read_tiny_privately(void)
{
  setenv("XDG_CACHE_HOME", "/dev/null", 1);
  const Readings readings = read_tiny();
  setenv("XDG_CACHE_HOME", caches, 1);
  return readings;
}

static void
assert_same(const Readings* const a, const Readings* const b)
{
  assert_int_equal(a->n, b->n);
  assert_memory_equal(a->values, b->values, 2 * a->n * sizeof(float));
}

/// Names in the folder that hold `part`; the last one's path in `path` unless that is NULL
static unsigned
count_files(const char* const part, char* const path)
{
  unsigned   count = 0;
  DIR* const list  = opendir(folder);
  for (struct dirent* entry = list ? readdir(list) : NULL; entry; entry = readdir(list)) {
    if (*entry->d_name != '.' && strstr(entry->d_name, part)) {
      ++count;
      if (path) {
        snprintf(path, MAX_PATH, "%.700s/%.300s", folder, entry->d_name);
      }
    }
  }
  if (list) {
    closedir(list);
  }
  return count;
}

/// The file of the one plan there
static void
find_plan(char path[MAX_PATH])
{
  assert_int_equal(count_files("", path), 1);
  assert_non_null(strstr(path, ".plan"));
}

static void
assert_mapped(const Mapping* const mapping)
{
  assert_true(mapping->inode > 0);
  assert_int_equal(mapping->resident, mapping->mapped); // Every page is there
}

static void
a_mapped_plan_gives_the_bits_of_a_compiled_one(void** const state)
{
  (void)state;
  const Readings privately = read_tiny_privately();
  assert_int_equal(count_files("", NULL), 0);

  const Readings first = read_tiny(); // Compiles and writes
  char           path[MAX_PATH];
  find_plan(path);
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0600);
  assert_int_equal(stat(folder, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0700);

  const Readings second = read_tiny(); // Maps
  assert_same(&privately, &first);
  assert_same(&privately, &second);
}

/// Loads a bundled model in another process, tells where it lies, and keeps it until it may go on
static void
other_process(const int answer, const int go_on)
{
  Model* const   model   = model_load(networks_bundled(), "MSD_musicnn", NULL);
  const Mapping  mapping = mapping_find(".plan");
  const Readings reading = read_model(model);
  char           signal  = 0;
  const bool     told    = write(answer, &mapping, sizeof(mapping)) == (ssize_t)sizeof(mapping) &&
                    write(answer, &reading, sizeof(reading)) == (ssize_t)sizeof(reading);
  _exit(told && read(go_on, &signal, 1) == 0 ? 0 : 1);
}

static void
two_processes_share_one_file(void** const state)
{
  (void)state;
  int answer[2], go_on[2];
  assert_int_equal(pipe(answer), 0);
  assert_int_equal(pipe(go_on), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(go_on[1]);
    other_process(answer[1], go_on[0]);
  }
  close(go_on[0]);
  Mapping  theirs = { 0, 0, 0, 0, 0 };
  Readings their_readings;
  assert_int_equal(read(answer[0], &theirs, sizeof(theirs)), sizeof(theirs));
  assert_int_equal(read(answer[0], &their_readings, sizeof(their_readings)), sizeof(their_readings));

  Model* const   model    = load(networks_bundled(), "MSD_musicnn");
  const Readings readings = read_model(model);
  const Mapping  ours     = mapping_find(".plan");
  assert_mapped(&theirs);
  assert_mapped(&ours);
  assert_true(ours.inode == theirs.inode);
  assert_true((size_t)ours.mapped * 1024 >= plan_weights_bytes(model_plan(model)));
  assert_int_equal(ours.shared, ours.mapped); // With the other process
  assert_int_equal(ours.of_its_own, 0);
  assert_same(&readings, &their_readings);

  int status = -1;
  close(go_on[1]);
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  close(answer[0]);
  close(answer[1]);
  model_release(model);
  assert_true(mapping_find(".plan").inode == 0);
}

static void
a_window_takes_no_page_fault_of_the_plan(void** const state)
{
  (void)state;
  model_release(load(networks_bundled(), "MSD_musicnn"));
  Model* const      model = load(networks_bundled(), "MSD_musicnn");
  const Plan* const plan  = model_plan(model);
  PlanRun* const    run   = plan_run_new(plan);
  struct rusage     before, after;
  assert_non_null(run);
  assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
  assert_true(plan_run_advance(run, UINT64_MAX));
  assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
  plan_run_free(run);
  model_release(model);
  assert_int_equal(after.ru_majflt, before.ru_majflt);
  assert_true(after.ru_minflt - before.ru_minflt < 8); // Of hundreds of pages; the system takes some of its own
}

static void
many_processes_may_write_at_once(void** const state)
{
  (void)state;
  enum { PROCESSES = 8 };
  const Readings right = read_tiny_privately();
  pid_t          children[PROCESSES];
  int            gate[2];
  assert_int_equal(pipe(gate), 0);
  for (unsigned i = 0; i < PROCESSES; ++i) {
    children[i] = fork();
    if (children[i] == 0) {
      char signal = 0;
      close(gate[1]);
      const bool     opened   = read(gate[0], &signal, 1) == 0;
      Model* const   model    = model_load(networks_fixtures(), "tiny", NULL);
      const Readings readings = read_model(model);
      _exit(opened && !memcmp(readings.values, right.values, 2 * right.n * sizeof(float)) ? 0 : 1);
    }
  }
  close(gate[0]);
  close(gate[1]);
  for (unsigned i = 0; i < PROCESSES; ++i) {
    int status = -1;
    assert_int_equal(waitpid(children[i], &status, 0), children[i]);
    assert_int_equal(status, 0);
  }
  char path[MAX_PATH];
  find_plan(path);
}

static void
write_file(const char* const path, const void* const data, const size_t size)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

/// Load with this in place of the file: the same readings, and a good file is there again
static void
assert_replaced(const char* const path, const void* const bytes, const size_t size, const mode_t mode)
{
  const Readings right = read_tiny_privately();
  struct stat    before, after;
  assert_int_equal(remove(path), 0);
  write_file(path, bytes, size);
  assert_int_equal(chmod(path, mode), 0);
  assert_int_equal(stat(path, &before), 0);
  const Readings readings = read_tiny();
  assert_same(&right, &readings);

  size_t      n    = 0;
  void* const kept = networks_read(path, &n);
  assert_int_equal(stat(path, &after), 0);
  assert_int_equal(after.st_mode & 07777, 0600);
  assert_true(n != size || memcmp(kept, bytes, size) || mode != 0600);
  free(kept);
  char found[MAX_PATH];
  find_plan(found);
}

static void
a_file_that_is_not_whole_is_replaced(void** const state)
{
  (void)state;
  read_tiny();
  char path[MAX_PATH];
  find_plan(path);
  size_t      size  = 0;
  char* const right = (char*)networks_read(path, &size);
  char* const wrong = (char*)calloc(1, size + 1);
  for (size_t at = 0; at < size; at += at < 154 ? 1 : size / 40) { // Each byte of the head, some of the block
    memcpy(wrong, right, size);
    wrong[at] = (char)(wrong[at] ^ 1);
    assert_replaced(path, wrong, size, 0600);
  }
  const size_t cuts[] = { 0, 1, 100, 192, 193, size / 2, size - 64, size - 1 };
  for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); ++i) {
    assert_replaced(path, right, cuts[i], 0600);
  }
  memcpy(wrong, right, size);
  wrong[size] = '\0';
  assert_replaced(path, wrong, size + 1, 0600);
  free(wrong);
  free(right);
}

static void
a_file_that_others_may_write_is_replaced(void** const state)
{
  (void)state;
  read_tiny();
  char path[MAX_PATH];
  find_plan(path);
  size_t      size  = 0;
  char* const right = (char*)networks_read(path, &size);
  assert_replaced(path, right, size, 0620);
  assert_replaced(path, right, size, 0602);
  assert_replaced(path, right, size, 0666);
  if (geteuid() == 0) { // Who may give files away
    struct stat info;
    assert_int_equal(chown(path, 65534, 65534), 0);
    read_tiny();
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_uid, 0);
  }
  free(right);
}

static void
what_is_no_file_is_not_followed(void** const state)
{
  (void)state;
  const Readings right = read_tiny();
  char           path[MAX_PATH], elsewhere[MAX_PATH];
  struct stat    info;
  find_plan(path);
  snprintf(elsewhere, sizeof(elsewhere), "%.900s/elsewhere", home);
  assert_int_equal(rename(path, elsewhere), 0);
  assert_int_equal(symlink(elsewhere, path), 0);
  Readings readings = read_tiny();
  assert_same(&right, &readings);
  assert_int_equal(lstat(path, &info), 0);
  assert_true(S_ISREG(info.st_mode));

  assert_int_equal(remove(path), 0);
  assert_int_equal(mkfifo(path, 0600), 0); // Nobody writes: opening it must not wait
  readings = read_tiny();
  assert_same(&right, &readings);

  assert_int_equal(remove(path), 0);
  assert_int_equal(mkdir(path, 0700), 0);
  readings = read_tiny();
  assert_same(&right, &readings);
  find_plan(path); // Nothing is left beside
}

static void
without_a_folder_models_load_quietly(void** const state)
{
  (void)state;
  static const char* const nowhere[] = { "/dev/null", "/nonexistent/folder", "relative", "" };
  char* const              kept      = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
  const Readings           right     = read_tiny_privately();
  unsetenv("HOME");
  for (size_t i = 0; i < sizeof(nowhere) / sizeof(*nowhere); ++i) {
    setenv("XDG_CACHE_HOME", nowhere[i], 1);
    const Readings readings = read_tiny();
    assert_same(&right, &readings);
  }
  unsetenv("XDG_CACHE_HOME");
  const Readings homeless = read_tiny();
  assert_same(&right, &homeless);

  setenv("HOME", home, 1); // Where ~/.cache is made on the way
  const Readings at_home = read_tiny();
  assert_same(&right, &at_home);
  assert_int_equal(count_files(".plan", NULL), 1);
  if (kept) {
    setenv("HOME", kept, 1);
  }
  free(kept);
}

static void
a_folder_of_another_user_is_not_used(void** const state)
{
  (void)state;
  if (geteuid() != 0) {
    skip(); // Who can't give folders away
  }
  assert_int_equal(mkdir(caches, 0777), 0);
  assert_int_equal(chown(caches, 65534, 65534), 0);
  read_tiny();
  assert_int_equal(access(folder, F_OK), -1); // Root makes none there
  assert_int_equal(mkdir(folder, 0777), 0);
  assert_int_equal(chown(folder, 65534, 65534), 0);
  read_tiny();
  assert_int_equal(count_files("", NULL), 0);
}

/// An empty file in the folder that was last used some hours ago
static void
plant(const char* const name, const long hours)
{
  char                  path[MAX_PATH];
  const struct timespec times[2] = { { time(NULL) - hours * 3600, 0 }, { time(NULL) - hours * 3600, 0 } };
  snprintf(path, sizeof(path), "%.700s/%.300s", folder, name);
  write_file(path, "", 0);
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
stale_files_do_not_pile_up(void** const state)
{
  (void)state;
  read_tiny();
  char path[MAX_PATH], old_version[MAX_PATH], other_options[MAX_PATH], written[MAX_PATH], abandoned[MAX_PATH];
  find_plan(path);
  const char* const name = strrchr(path, '/') + 1;
  snprintf(old_version, sizeof(old_version), "%.17s%s%s", name, "0123456789abcdef", name + 33);
  snprintf(other_options, sizeof(other_options), "%.34s%s", name, "0123456789abcdef.plan");
  snprintf(written, sizeof(written), "%s.1234.0", name);
  snprintf(abandoned, sizeof(abandoned), "%s.1235.0", name);
  plant(old_version, 0);
  plant(other_options, 2);
  plant(written, 0);
  plant(abandoned, 2);
  plant("ffffffffffffffff-0123456789abcdef-0123456789abcdef.plan", 700);
  plant("eeeeeeeeeeeeeeee-0123456789abcdef-0123456789abcdef.plan", 750);
  plant("notes of the user", 1000);
  assert_int_equal(remove(path), 0);
  read_tiny();
  assert_int_equal(count_files(name, NULL), 2); // And the one that is being written
  assert_int_equal(count_files(written, NULL), 1);
  assert_int_equal(count_files(other_options, NULL), 1);
  assert_int_equal(count_files(old_version, NULL), 0);
  assert_int_equal(count_files("ffffffffffffffff", NULL), 1);
  assert_int_equal(count_files("eeeeeeeeeeeeeeee", NULL), 0);
  assert_int_equal(count_files("notes of the user", NULL), 1);
}

static void
loading_a_plan_keeps_it_from_being_forgotten(void** const state)
{
  (void)state;
  read_tiny();
  char        path[MAX_PATH];
  struct stat info;
  find_plan(path);
  plant("ffffffffffffffff-0123456789abcdef-0123456789abcdef.plan", 0);
  const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
  assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
  read_tiny();
  assert_int_equal(stat(path, &info), 0);
  assert_true(difftime(time(NULL), info.st_mtime) < 3600.0);
}

static void
a_mapped_plan_outlives_its_file(void** const state)
{
  (void)state;
  const Readings right = read_tiny();
  Model* const   model = load(networks_fixtures(), "tiny");
  char           path[MAX_PATH];
  find_plan(path);
  assert_true(mapping_find(strrchr(path, '/')).inode > 0);
  assert_int_equal(remove(path), 0);
  write_file(path, "", 0);
  const Readings readings = read_model(model);
  assert_same(&right, &readings);
  model_release(model);
}

static void
each_instruction_set_has_a_file(void** const state)
{
  (void)state;
  const Kernels* const best  = kernels_selected();
  unsigned             count = 0;
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    if (!kernels_select((KernelsLevel)level)) {
      read_tiny();
      ++count;
      assert_int_equal(count_files(".plan", NULL), count);
      if (kernels_get((KernelsLevel)level) == best) {
        const Readings right    = read_tiny_privately();
        const Readings readings = read_tiny();
        assert_same(&right, &readings);
      }
    }
  }
}

static void
other_options_are_another_plan(void** const state)
{
  (void)state;
  Model* const      model = load(networks_fixtures(), "tiny");
  const PreparedKey key   = { model_sidecar(model)->sha256, "others" };
  assert_null(prepared_load(&key));
  Plan* const plan = prepared_store(&key, model_plan(model));
  assert_non_null(plan);
  plan_free(plan);
  Plan* const again = prepared_load(&key);
  assert_non_null(again);
  size_t      there = 0, here = 0;
  const void* block = plan_block(again, &there);
  assert_memory_equal(block, plan_block(model_plan(model), &here), there);
  assert_int_equal(there, here);
  assert_int_equal(count_files(".plan", NULL), 2);
  plan_free(again);
  model_release(model);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(a_mapped_plan_gives_the_bits_of_a_compiled_one, begin),
    cmocka_unit_test_setup(two_processes_share_one_file, begin),
    cmocka_unit_test_setup(a_window_takes_no_page_fault_of_the_plan, begin),
    cmocka_unit_test_setup(many_processes_may_write_at_once, begin),
    cmocka_unit_test_setup(a_file_that_is_not_whole_is_replaced, begin),
    cmocka_unit_test_setup(a_file_that_others_may_write_is_replaced, begin),
    cmocka_unit_test_setup(what_is_no_file_is_not_followed, begin),
    cmocka_unit_test_setup(without_a_folder_models_load_quietly, begin),
    cmocka_unit_test_setup(a_folder_of_another_user_is_not_used, begin),
    cmocka_unit_test_setup(stale_files_do_not_pile_up, begin),
    cmocka_unit_test_setup(loading_a_plan_keeps_it_from_being_forgotten, begin),
    cmocka_unit_test_setup(a_mapped_plan_outlives_its_file, begin),
    cmocka_unit_test_setup(each_instruction_set_has_a_file, begin),
    cmocka_unit_test_setup(other_options_are_another_plan, begin),
  };
  return cmocka_run_group_tests(tests, make_home, remove_home);
}
