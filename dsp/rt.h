// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_RT_H
#define EQUUS_DSP_RT_H

/**
   Marks a function that runs on the audio thread.

   Such a function never allocates, frees, locks, logs, does I/O or waits, and
   calls nothing that does.  Compilers that can check this (clang's function
   effect analysis) do; for the others it is a promise to the reader.
*/
#if defined(__clang__) && defined(__has_attribute)
#  if __has_attribute(nonblocking)
#    define EQUUS_RT __attribute__((nonblocking))
#  endif
#endif

#ifndef EQUUS_RT
#  define EQUUS_RT
#endif

#endif // EQUUS_DSP_RT_H
