// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_BENCH_H
#define EQUUS_TOOLS_BENCH_H

#include "dsp/error.h"
#include "models/sidecar.h"
#include "plugin/places.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
   How fast the engine and the plug-in are on this machine.

   Times are seconds that the thread has had a core for, so that what else a
   machine does disturbs little.  What is done several times counts with its
   median, but a block of audio with its shortest time: in each pass the plug-in
   does the same work for it, and what took longer was the machine, its caches
   and its neighbours.  Only outliers are read from the clock on the wall (CLOCK_MONOTONIC).
*/

enum {
  BENCH_MAX_MODELS = 16,
  BENCH_MAX_PASSES = 15,
  BENCH_SIZES      = 6,    ///< Block sizes
  BENCH_RATE       = 48000 ///< Host rate in Hz
};

/// A CPU, and how fast it multiplies matrices on one thread
typedef struct {
  char   cpu[128];    ///< Model name, or empty
  char   kernels[32]; ///< Instruction set that the engine chose
  char   sgemm[64];   ///< What multiplied, the fastest of what is there
  double sgemm_gmacs; ///< 10^9 multiply-accumulates a second, 512 x 512 x 512
} BenchMachine;

/// A network's windows at one hop
typedef struct {
  uint32_t hop;          ///< Frames
  double   per_window;   ///< Seconds for a window, its frames' gathering included, the front end not
  double   per_second;   ///< The same for each second of audio
  double   mmac;         ///< 10^6 multiply-accumulates that the plan counts for such a window
  double   gmacs, share; ///< Rate, and that as a share of the machine's sgemm
} BenchPace;

/// A network by itself
typedef struct {
  char      name[SIDECAR_MAX_TEXT];
  double    load;      ///< Seconds to load it, from the clock on the wall
  double    front_end; ///< Seconds of its front end for each second of audio
  BenchPace direct;    ///< Windows back to back, nothing in common
  BenchPace live;      ///< Windows a live hop apart, which keep what they share
  double    gradient;  ///< Seconds for a window's values and their gradient; 0 where the network has none
} BenchModel;

/// Time of equus_process() over blocks of one size
typedef struct {
  uint32_t frames;
  uint32_t blocks;         ///< Measured in each pass
  double   deadline;       ///< Seconds that a block lasts
  double   mean, p999;     ///< Of the blocks' shortest times over the passes; 99.9th percentile
  double   worst, outlier; ///< The largest of these; the largest single time on the wall
  double   cost;           ///< Seconds for each second of audio
} BenchBlock;

/// Which models the plug-in runs
typedef enum {
  BENCH_TAGS,    ///< The default tag model; its mood heads cost nothing worth mention
  BENCH_VIBENET, ///< And vibenet
  BENCH_ALL,     ///< All bundled models at once
  BENCH_CHOICES
} BenchChoice;

/// The plug-in with one choice of models
typedef struct {
  const char* models;  ///< For people
  PlaceSet    running; ///< The places that ran
  double      alone;   ///< Seconds for each second of audio that their windows alone take, live, on two taps
  BenchBlock  blocks[BENCH_SIZES];
} BenchPlugin;

/// Private dirty memory of instances with the default models, in bytes
typedef struct {
  bool   known;
  double first, others; ///< Of the first; mean of the second to tenth
} BenchMemory;

typedef struct {
  BenchMachine machine;
  unsigned     n_models;
  BenchModel   models[BENCH_MAX_MODELS];
  unsigned     n_plugins; ///< 0 where single models were asked for
  BenchPlugin  plugins[BENCH_CHOICES];
  BenchMemory  memory;
} BenchReport;

/// Seconds that this thread has run (CLOCK_THREAD_CPUTIME_ID)
double bench_now(void);

/// Seconds of CLOCK_MONOTONIC
double bench_wall(void);

/// Sort `values` [n], the smallest first
void bench_sort(double* values, unsigned n);

/// Median; sorts `values` [n], n > 0
double bench_median(double* values, unsigned n);

/// White noise of RMS 0.1, the same for the same `seed`, which it moves on
void bench_noise(uint32_t* seed, float* out, uint32_t n);

EquusStatus bench_machine(BenchMachine* machine, EquusError* error);

/**
   Measure a model of the folder `models`.
   @param windows Of each kind, 3 or more.
   @param sgemm GMAC/s of the machine.
*/
EquusStatus bench_model(const char* models,
                        const char* name,
                        unsigned    windows,
                        double      sgemm,
                        BenchModel* result,
                        EquusError* error);

/**
   Measure the plug-in at 48 kHz, stereo, both taps, its equaliser at work.
   @param result All but `alone`.
   @param seconds Of audio for each block size and pass.
   @param passes Over the same audio, 1 to BENCH_MAX_PASSES.
*/
EquusStatus bench_plugin(const char*  models,
                         BenchChoice  choice,
                         double       seconds,
                         unsigned     passes,
                         BenchPlugin* result,
                         EquusError*  error);

/// Make ten instances; to be called before anything else has used memory
EquusStatus bench_memory(const char* models, BenchMemory* memory, EquusError* error);

/// For people
void bench_write_table(FILE* stream, const BenchReport* report);

/// One document
void bench_write_json(FILE* stream, const BenchReport* report);

#endif // EQUUS_TOOLS_BENCH_H
