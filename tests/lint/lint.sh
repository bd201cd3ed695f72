#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Proves that the sources satisfy one of the checkers: lint.sh CHECKER ROOT BUILD

set -eu
checker=$1
cd "$2"
build=$3

# sources PATTERN...: files of these names in the source folders, NUL-terminated
sources()
{
  for pattern; do
    find dsp models plugin ui tools tests -name "$pattern" -type f -print0
  done
}

need()
{
  command -v "$1" >/dev/null || { echo "$1 is not installed" && exit 77; }
}

case $checker in
format)
  need clang-format
  sources '*.[ch]' '*.inc' | xargs -0 clang-format --dry-run --Werror
  ;;
cppcheck)
  need cppcheck
  cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr --std=c11 \
    --suppressions-list=tests/lint/cppcheck.txt -j 2 -I . dsp models plugin ui tools tests
  ;;
shellcheck)
  need shellcheck
  sources '*.sh' | xargs -0 shellcheck -x bootstrap .ci/run
  ;;
reuse)
  need reuse
  need git
  [ -e .git ] || { echo "not a git checkout: build products can't be told from sources" && exit 77; }
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' reuse lint
  ;;
tidy)
  need clang-tidy
  python3 tests/lint/tidy.py "$PWD" "$build"
  ;;
*)
  echo "unknown checker: $checker" >&2
  exit 2
  ;;
esac
