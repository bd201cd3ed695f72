// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/sensitivity.h"

#include "dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TRANSFORM = 1048576 };

static const double pi        = 3.14159265358979323846;
static const double no_energy = -200.0;              // dB
static const double decibel   = 0.11512925464970229; // ln(10) / 20

struct Sensitivity {
  SensitivityAxis axis;
  double          rate; ///< Of the equaliser, Hz
  Hearing*        hearing;
  const Sidecar*  sidecar;
  float*          slopes; ///< [n_labels]
  double*         shares; ///< [axis.n][mel bands] Of each mel band between a band's edges
  double*         means;  ///< [mel bands] Over a window

  Objective objective; ///< Of what is being occluded
  uint32_t  windows;
  double    whole; ///< With nothing occluded
};

SensitivityAxis
sensitivity_axis(const unsigned bands, const double limit)
{
  const double    width = 10.0 / bands;
  SensitivityAxis axis  = { bands, 20.0 * exp2(0.5 * width), width };
  if (bands == 10U) {
    axis = (SensitivityAxis){ bands, 1000.0 * exp2(-5.0), 1.0 };
  } else if (bands == 31U) {
    axis = (SensitivityAxis){ bands, 1000.0 * exp2(-17.0 / 3.0), 1.0 / 3.0 };
  }
  while (axis.n > 1U && sensitivity_centre(&axis, axis.n - 1U) >= limit) {
    --axis.n;
  }
  return axis;
}

double
sensitivity_centre(const SensitivityAxis* const axis, const unsigned band)
{
  return axis->first * exp2(axis->octaves * band);
}

double
sensitivity_q(const SensitivityAxis* const axis)
{
  return exp2(0.5 * axis->octaves) / (exp2(axis->octaves) - 1.0);
}

static double
low_edge(const SensitivityAxis* const axis, const unsigned band)
{
  return sensitivity_centre(axis, band) * exp2(-0.5 * axis->octaves);
}

/// Share of a bin's width around `frequency` that lies in a band
static double
overlap(const SensitivityAxis* const axis, const unsigned band, const double frequency, const double width)
{
  const double low  = fmax(low_edge(axis, band), frequency - 0.5 * width);
  const double high = fmin(low_edge(axis, band + 1U), frequency + 0.5 * width);
  return fmax(0.0, high - low) / width;
}

/// shares [axis.n] of one mel band, whose triangle is `bank` [bins]
static void
fill_shares(const Sensitivity* const s, const double* const bank, const uint32_t mel_band)
{
  const MelSettings* const mel   = &s->sidecar->frontend.mel;
  const double             width = mel->rate / mel->fft_size;
  double                   sum   = 0.0;
  for (uint32_t k = 0; k <= mel->fft_size / 2U; ++k) {
    sum += bank[k];
  }
  for (unsigned b = 0; b < s->axis.n && sum > 0.0; ++b) {
    double part = 0.0;
    for (uint32_t k = 0; k <= mel->fft_size / 2U; ++k) {
      part += bank[k] > 0.0 ? bank[k] * overlap(&s->axis, b, k * width, width) : 0.0;
    }
    s->shares[(size_t)b * mel->bands + mel_band] = part / sum;
  }
}

static bool
make_shares(const Sensitivity* const s)
{
  const MelSettings* const settings = &s->sidecar->frontend.mel;
  const uint32_t           bins     = settings->fft_size / 2U + 1U;
  Mel* const               mel      = mel_new(settings);
  double* const            one      = (double*)calloc(settings->bands, sizeof(double));
  double* const            bank     = (double*)calloc(bins, sizeof(double));
  const bool               made     = mel && one && bank;
  for (uint32_t m = 0; made && m < settings->bands; ++m) {
    memset(bank, 0, bins * sizeof(double));
    one[m] = 1.0;
    mel_add_transposed(mel, one, bank);
    one[m] = 0.0;
    fill_shares(s, bank, m);
  }
  free(bank);
  free(one);
  mel_free(mel);
  return made;
}

static bool
allocate(Sensitivity* const s)
{
  const uint32_t bands = s->sidecar->frontend.mel.bands;
  s->slopes            = (float*)calloc(s->sidecar->n_labels, sizeof(float));
  s->shares            = (double*)calloc((size_t)s->axis.n * bands, sizeof(double));
  s->means             = (double*)calloc(bands, sizeof(double));
  return s->slopes && s->shares && s->means && make_shares(s);
}

static bool
axis_fits(const SensitivityAxis* const axis, const double rate, EquusError* const error)
{
  if (axis->n < 1U || axis->n > SENSITIVITY_MAX_BANDS || !(axis->first > 0.0 && axis->octaves > 0.0) ||
      !(sensitivity_centre(axis, axis->n - 1U) < 0.5 * rate)) {
    equus_error_set(error, EQUUS_ERR_RANGE, "no equaliser at %g Hz has these bands", rate);
    return false;
  }
  return true;
}

/// Make one that owns `hearing`, NULL for none
static Sensitivity*
make(Hearing* const hearing, const SensitivityAxis* const axis, const double rate, EquusError* const error)
{
  Sensitivity* const s = hearing ? (Sensitivity*)calloc(1, sizeof(Sensitivity)) : NULL;
  if (s) {
    s->axis    = *axis;
    s->rate    = rate;
    s->hearing = hearing;
    s->sidecar = hearing_sidecar(hearing);
  } else {
    hearing_free(hearing);
  }
  if (s && allocate(s)) {
    return s;
  }
  sensitivity_free(s);
  equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  return NULL;
}

Sensitivity*
sensitivity_new(const char* const            bundled,
                const char* const            name,
                const SensitivityAxis* const axis,
                const double                 rate,
                EquusError* const            error)
{
  Hearing* const hearing = axis_fits(axis, rate, error) ? hearing_new(bundled, name, error) : NULL;
  return hearing ? make(hearing, axis, rate, error) : NULL;
}

Sensitivity*
sensitivity_new_sharing(const Hearing* const         hearing,
                        const SensitivityAxis* const axis,
                        const double                 rate,
                        EquusError* const            error)
{
  return axis_fits(axis, rate, error) ? make(hearing_share(hearing), axis, rate, error) : NULL;
}

void
sensitivity_free(Sensitivity* const s)
{
  if (s) {
    hearing_free(s->hearing);
    free(s->slopes);
    free(s->shares);
    free(s->means);
    free(s);
  }
}

void
sensitivity_set_stop(Sensitivity* const s, const atomic_bool* const stop)
{
  hearing_set_stop(s->hearing, stop);
}

const Sidecar*
sensitivity_sidecar(const Sensitivity* const s)
{
  return s->sidecar;
}

uint32_t
sensitivity_windows(const Sensitivity* const s, const size_t n, const uint64_t first, const uint32_t hop)
{
  return hearing_windows(s->hearing, n, first, hop);
}

EquusStatus
sensitivity_value(Sensitivity* const            s,
                  const Objective* const        objective,
                  const SensitivityMusic* const music,
                  double* const                 value,
                  EquusError* const             error)
{
  const EquusStatus status = hearing_listen(s->hearing, music, error);
  *value                   = 0.0;
  for (uint32_t w = 0; !status && w < music->windows; ++w) {
    hearing_show(s->hearing, w);
    *value += objective_value(objective, s->sidecar, hearing_read(s->hearing)) / music->windows;
  }
  return status;
}

/// Add a window's slopes to d_samples; returns its objective
static double
add_window(const Sensitivity* const      s,
           const Objective* const        objective,
           const SensitivityMusic* const music,
           const uint32_t                window,
           double* const                 d_samples)
{
  hearing_show(s->hearing, window);
  const float* const raw   = hearing_read(s->hearing);
  const double       value = objective_value(objective, s->sidecar, raw);
  objective_slopes(objective, s->sidecar, raw, s->slopes);
  for (uint32_t i = 0; i < s->sidecar->n_labels; ++i) {
    s->slopes[i] /= (float)music->windows;
  }
  hearing_add_slopes(s->hearing, window, s->slopes, d_samples);
  return value;
}

/// Size of a transform that holds the music and what filters add behind it
static uint32_t
transform_size(const size_t n)
{
  uint32_t size = 1024;
  while (size < n + n / 8 && size < MAX_TRANSFORM) {
    size *= 2U;
  }
  return size;
}

/// The music beside the slopes at its samples, frequency by frequency
typedef struct {
  uint32_t size, bins; ///< Of the transform
  double   width;      ///< Of a bin, Hz
  double*  cross;      ///< [bins][2] conj(transform of slopes)·transform of samples
  double*  power;      ///< [bins] Of the samples
  double*  warped;     ///< [bins] tan(π·frequency / rate) at the equaliser's rate
} Spectra;

static void
multiply(Fft* const fft, const SensitivityMusic* const music, const double* const d_samples, const Spectra* const x)
{
  float* const  input = fft_input(fft);
  double* const cross = x->cross;
  memcpy(input, music->samples, music->n * sizeof(float));
  const float* const samples = fft_forward(fft);
  for (uint32_t k = 0; k < x->bins; ++k) {
    cross[2U * k]      = (double)samples[2U * k];
    cross[2U * k + 1U] = (double)samples[2U * k + 1U];
    x->power[k]        = cross[2U * k] * cross[2U * k] + cross[2U * k + 1U] * cross[2U * k + 1U];
  }
  for (size_t i = 0; i < music->n; ++i) {
    input[i] = (float)d_samples[i];
  }
  const float* const d = fft_forward(fft);
  for (uint32_t k = 0; k < x->bins; ++k) {
    const double re = cross[2U * k], im = cross[2U * k + 1U];
    cross[2U * k]      = (double)d[2U * k] * re + (double)d[2U * k + 1U] * im;
    cross[2U * k + 1U] = (double)d[2U * k] * im - (double)d[2U * k + 1U] * re;
  }
}

/**
   Slope of the objective for a bell's gain.

   At 0 dB the response of svf_peak() grows by ln(10) / 20 per dB times that of
   the band-pass k·s / (1 + k·s + s²), s being j·tan(π·f / rate) / tan(π·centre / rate).
*/
static double
slope_of_band(const Sensitivity* const s, const unsigned band, const Spectra* const x)
{
  const double g   = tan(pi * sensitivity_centre(&s->axis, band) / s->rate);
  const double k   = 1.0 / sensitivity_q(&s->axis);
  double       sum = 0.0;
  for (uint32_t i = 1; i + 1U < x->bins && i * x->width < 0.5 * s->rate; ++i) {
    const double t     = x->warped[i] / g;
    const double side  = 1.0 - t * t;
    const double scale = k * t / (side * side + k * t * k * t);
    sum += scale * (x->cross[2U * i] * k * t - x->cross[2U * i + 1U] * side);
  }
  return sum * 2.0 / x->size * decibel;
}

/// Energy between a band's edges, in dB of `all`
static double
energy_of_band(const Sensitivity* const s, const unsigned band, const Spectra* const x, const double all)
{
  const double   edge = low_edge(&s->axis, band) / x->width;
  const uint32_t low  = edge > 1.0 ? (uint32_t)edge : 1U;
  double         sum  = 0.0;
  for (uint32_t i = low; i < x->bins && (i - 0.5) * x->width < low_edge(&s->axis, band + 1U); ++i) {
    sum += x->power[i] * overlap(&s->axis, band, i * x->width, x->width);
  }
  return sum > 0.0 ? fmax(10.0 * log10(sum / all), no_energy) : no_energy;
}

static void
fill_bands(const Sensitivity* const s, const Spectra* const x, double* const slopes, double* const energy)
{
  double all = 0.0;
  for (uint32_t i = 1; i < x->bins; ++i) {
    all += x->power[i];
    x->warped[i] = tan(pi * i * x->width / s->rate);
  }
  for (unsigned b = 0; b < s->axis.n; ++b) {
    slopes[b] = slope_of_band(s, b, x);
    if (energy) {
      energy[b] = energy_of_band(s, b, x, all);
    }
  }
}

/// From slopes at the samples to slopes at the bands
static EquusStatus
lead_to_bands(const Sensitivity* const      s,
              const SensitivityMusic* const music,
              const double* const           d_samples,
              double* const                 slopes,
              double* const                 energy)
{
  const uint32_t size = transform_size(music->n);
  const uint32_t bins = size / 2U + 1U;
  Fft* const     fft  = fft_new(size);
  double* const  room = (double*)calloc((size_t)bins * 4U, sizeof(double));
  const bool     made = fft && room;
  if (made) {
    const Spectra x = { .size   = size,
                        .bins   = bins,
                        .width  = s->sidecar->frontend.rate / size,
                        .cross  = room,
                        .power  = room + 2U * (size_t)bins,
                        .warped = room + 3U * (size_t)bins };
    multiply(fft, music, d_samples, &x);
    fill_bands(s, &x, slopes, energy);
  }
  free(room);
  fft_free(fft);
  return made ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

EquusStatus
sensitivity_slopes(Sensitivity* const            s,
                   const Objective* const        objective,
                   const SensitivityMusic* const music,
                   double* const                 slopes,
                   double* const                 energy,
                   double* const                 value,
                   EquusError* const             error)
{
  EquusStatus   status    = hearing_listen(s->hearing, music, error);
  double* const d_samples = status ? NULL : (double*)calloc(music->n, sizeof(double));
  if (d_samples) {
    double mean = 0.0;
    for (uint32_t w = 0; w < music->windows; ++w) {
      mean += add_window(s, objective, music, w, d_samples) / music->windows;
    }
    if (value) {
      *value = mean;
    }
    status = lead_to_bands(s, music, d_samples, slopes, energy);
  }
  if (!status && !d_samples) {
    status = EQUUS_ERR_MEMORY;
  }
  free(d_samples);
  return status == EQUUS_ERR_MEMORY ? equus_error_set(error, status, "out of memory") : status;
}

/// means [mel bands] of a window as the network is shown it
static void
average(const Sensitivity* const s, const float* const input, const uint32_t along, const uint32_t across)
{
  const FrontendSettings* const f = &s->sidecar->frontend;
  for (uint32_t m = 0; m < f->mel.bands; ++m) {
    double sum = 0.0;
    for (uint32_t t = 0; t < f->frames; ++t) {
      sum += (double)input[(size_t)t * along + (size_t)m * across];
    }
    s->means[m] = sum / f->frames;
  }
}

/// Replace a band's values in `input` by their means
static void
occlude(const Sensitivity* const s,
        const unsigned           band,
        float* const             input,
        const uint32_t           along,
        const uint32_t           across)
{
  const FrontendSettings* const f = &s->sidecar->frontend;
  for (uint32_t m = 0; m < f->mel.bands; ++m) {
    const float share = (float)s->shares[(size_t)band * f->mel.bands + m];
    for (uint32_t t = 0; share > 0.0f && t < f->frames; ++t) {
      float* const value = &input[(size_t)t * along + (size_t)m * across];
      *value += share * ((float)s->means[m] - *value);
    }
  }
}

/// From frame to frame, and from mel band to mel band, of what the network is shown
typedef struct {
  uint32_t along, across;
} Strides;

static Strides
strides_of(const Sensitivity* const s)
{
  const FrontendSettings* const f = &s->sidecar->frontend;
  return f->mel_major ? (Strides){ 1U, f->frames } : (Strides){ f->mel.bands, 1U };
}

EquusStatus
sensitivity_begin_occlusion(Sensitivity* const            s,
                            const Objective* const        objective,
                            const SensitivityMusic* const music,
                            EquusError* const             error)
{
  s->objective = *objective;
  s->windows   = music->windows;
  return sensitivity_value(s, objective, music, &s->whole, error);
}

double
sensitivity_occlude(Sensitivity* const s, const unsigned band)
{
  const Strides strides = strides_of(s);
  double        rest    = 0.0;
  for (uint32_t w = 0; w < s->windows; ++w) {
    float* const shown = hearing_show(s->hearing, w);
    average(s, shown, strides.along, strides.across);
    occlude(s, band, shown, strides.along, strides.across);
    rest += objective_value(&s->objective, s->sidecar, hearing_read(s->hearing)) / s->windows;
  }
  return s->whole - rest;
}

EquusStatus
sensitivity_occlusion(Sensitivity* const            s,
                      const Objective* const        objective,
                      const SensitivityMusic* const music,
                      double* const                 effects,
                      EquusError* const             error)
{
  const EquusStatus status = sensitivity_begin_occlusion(s, objective, music, error);
  memset(effects, 0, s->axis.n * sizeof(double));
  for (unsigned b = 0; !status && b < s->axis.n; ++b) {
    effects[b] = sensitivity_occlude(s, b);
  }
  return status;
}
