// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Parity files are read as NumPy wrote them, and anything else is refused with a reason.

#include "tests/npy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "npy-XXXXXX";

static int
make_file(void** const state)
{
  (void)state;
  const int file = mkstemp(path);
  return file < 0 || close(file);
}

static int
remove_file(void** const state)
{
  (void)state;
  return unlink(path);
}

/// Write a file with this header text and `n` bytes of `values`
static void
write_file(const char* const header, const void* const values, const size_t n)
{
  FILE* const   file      = fopen(path, "wb");
  const uint8_t length[2] = { (uint8_t)strlen(header), 0 };
  assert_non_null(file);
  fwrite("\x93NUMPY\1\0", 8, 1, file);
  fwrite(length, sizeof(length), 1, file);
  fwrite(header, strlen(header), 1, file);
  fwrite(values, n, 1, file);
  assert_int_equal(fclose(file), 0);
}

static void
test_float(void** const state)
{
  (void)state;
  const float values[6] = { 0.0f, -1.5f, 2.25f, 3.0f, 4.0f, 1e-30f };
  write_file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", values, sizeof(values));
  Npy* const npy = npy_load(path, NULL);
  assert_non_null(npy);
  assert_int_equal(npy->rank, 2);
  assert_int_equal(npy->shape[0], 2);
  assert_int_equal(npy->shape[1], 3);
  assert_memory_equal(npy->values, values, sizeof(values));
  npy_free(npy);
}

static void
test_int16(void** const state)
{
  (void)state;
  const int16_t values[3] = { 0, -32768, 16384 };
  write_file("{'descr': '<i2', 'fortran_order': False, 'shape': (3,), }\n", values, sizeof(values));
  Npy* const npy = npy_load(path, NULL);
  assert_non_null(npy);
  assert_int_equal(npy->size, 3);
  const float expected[3] = { 0.0f, -1.0f, 0.5f };
  assert_memory_equal(npy->values, expected, sizeof(expected));
  npy_free(npy);
}

static void
assert_refused(const EquusStatus status)
{
  EquusError error = { EQUUS_OK, "" };
  assert_null(npy_load(path, &error));
  assert_int_equal(error.status, status);
  assert_non_null(strstr(error.text, path));
}

static void
test_refused(void** const state)
{
  (void)state;
  const double values[4] = { 0.0, 1.0, 2.0, 3.0 };
  write_file("{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }\n", values, 32);
  assert_refused(EQUUS_ERR_FORMAT);
  write_file("{'descr': '<f4', 'fortran_order': True, 'shape': (8,), }\n", values, 32);
  assert_refused(EQUUS_ERR_FORMAT);
  write_file("{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }\n", values, 32);
  assert_refused(EQUUS_ERR_FORMAT);
  write_file("{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }\n", values, 32);
  assert_refused(EQUUS_ERR_FORMAT);
  write_file("{'descr': '<f4', 'fortran_order': False, 'shape': (8", values, 0);
  assert_refused(EQUUS_ERR_FORMAT);
  assert_int_equal(truncate(path, 4), 0);
  assert_refused(EQUUS_ERR_FORMAT);
}

static void
test_missing(void** const state)
{
  (void)state;
  EquusError error = { EQUUS_OK, "" };
  assert_null(npy_load("no/such/file.npy", &error));
  assert_int_equal(error.status, EQUUS_ERR_IO);
}

static void
test_difference(void** const state)
{
  (void)state;
  float       values[2] = { 1.0f, 2.0f };
  const Npy   npy       = { 1, { 2 }, 2, values };
  const float far[3]    = { 1.0f, 9.0f, 2.5f };
  const float bad[2]    = { NAN, 2.0f };
  assert_true(npy_difference(&npy, values, 1) == 0.0);
  assert_true(npy_difference(&npy, far, 1) == 7.0);
  assert_true(npy_difference(&npy, far, 2) == 0.5);
  assert_true(isinf(npy_difference(&npy, bad, 1)));
}

static void
test_reference(void** const state)
{
  (void)state;
  Npy* const npy = npy_reference("MSD_musicnn/mel");
  assert_int_equal(npy->rank, 3);
  assert_int_equal(npy->shape[1], 187);
  assert_int_equal(npy->shape[2], 96);
  npy_free(npy);
  npy_free(NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_float),   cmocka_unit_test(test_int16),      cmocka_unit_test(test_refused),
    cmocka_unit_test(test_missing), cmocka_unit_test(test_difference), cmocka_unit_test(test_reference),
  };
  return cmocka_run_group_tests(tests, make_file, remove_file);
}
