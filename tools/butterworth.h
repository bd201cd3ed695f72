// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_BUTTERWORTH_H
#define EQUUS_TOOLS_BUTTERWORTH_H

#include <stdbool.h>
#include <stddef.h>

/**
   Butterworth high-pass and low-pass filters of any even order, as sections of second order in double precision.

   The analogue filter through the bilinear transform, its corner pre-warped (A. V. Oppenheim and R. W. Schafer,
   "Discrete-Time Signal Processing", chapter 7).
*/
enum { BUTTERWORTH_MAX_ORDER = 16 };

typedef struct {
  double b[3], a[3]; ///< y·a = x·b, a[0] = 1
} ButterworthSection;

typedef struct {
  unsigned           order;  ///< Even, 2 to BUTTERWORTH_MAX_ORDER
  double             corner; ///< Hz, where it is 3.01 dB down
  ButterworthSection sections[BUTTERWORTH_MAX_ORDER / 2];
} Butterworth;

/// What is asked of a filter; a high-pass where `stop` lies below `pass`
typedef struct {
  double pass, loss;        ///< Hz, and the dB that are lost there at most
  double stop, attenuation; ///< Hz, and the dB that are lost there at least
} ButterworthWish;

/**
   The filter of the least even order that grants the wish, with exactly `loss` at `pass`.

   Order and corner are those of scipy.signal.buttord where its order is even; where it is odd, one higher.
   @param wish Both edges below rate / 2, loss < attenuation, and not so steep as to need more than the highest order.
*/
Butterworth butterworth_granting(const ButterworthWish* wish, double rate);

/// A filter of this even order, 2 to BUTTERWORTH_MAX_ORDER, and corner in Hz below rate / 2
Butterworth butterworth_new(unsigned order, double corner, bool high_pass, double rate);

/// Filter [n], from rest; `in` may be `out`
void butterworth_apply(const Butterworth* filter, const float* in, size_t n, float* out);

/// Magnitude in dB at a frequency in Hz
double butterworth_response(const Butterworth* filter, double rate, double hertz);

#endif // EQUUS_TOOLS_BUTTERWORTH_H
