// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/svf.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/// Square root of the linear gain, as the shelves' and bell's formulas want it
static double
root_gain(const double gain)
{
  return pow(10.0, gain / 40.0);
}

Svf
svf_high_pass(const double frequency, const double q)
{
  return (Svf){ tan(pi * frequency), 1.0 / q, 1.0, -1.0 / q, -1.0 };
}

Svf
svf_low_pass(const double frequency, const double q)
{
  return (Svf){ tan(pi * frequency), 1.0 / q, 0.0, 0.0, 1.0 };
}

Svf
svf_peak(const double frequency, const double q, const double gain)
{
  const double a = root_gain(gain);
  const double k = 1.0 / (q * a);
  return (Svf){ tan(pi * frequency), k, 1.0, k * (a * a - 1.0), 0.0 };
}

Svf
svf_low_shelf(const double frequency, const double q, const double gain)
{
  const double a = root_gain(gain);
  const double k = 1.0 / q;
  return (Svf){ tan(pi * frequency) / sqrt(a), k, 1.0, k * (a - 1.0), a * a - 1.0 };
}

Svf
svf_high_shelf(const double frequency, const double q, const double gain)
{
  const double a = root_gain(gain);
  const double k = 1.0 / q;
  return (Svf){ tan(pi * frequency) * sqrt(a), k, a * a, k * (1.0 - a) * a, 1.0 - a * a };
}

Svf
svf_mixed(const Svf svf, const double mix)
{
  return (Svf){ svf.g, svf.k, 1.0 + mix * (svf.m0 - 1.0), mix * svf.m1, mix * svf.m2 };
}

double
svf_response(const Svf* const svf, const double frequency)
{
  // On the unit circle the integrators' s is j·tan(π·f), infinite at Nyquist
  const double s         = tan(pi * fmin(frequency, 0.499999)) / svf->g;
  const double real      = 1.0 - s * s;
  const double imaginary = svf->k * s;
  const double top_real  = svf->m0 * real + svf->m2;
  const double top_imag  = svf->m0 * imaginary + svf->m1 * s;
  const double power     = (top_real * top_real + top_imag * top_imag) / (real * real + imaginary * imaginary);
  return 10.0 * log10(fmax(power, 1e-30));
}
