// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PLAN_PARTS_H
#define EQUUS_MODELS_PLAN_PARTS_H

#include "models/kernels/kernels.h"
#include "models/plan.h"

/**
   What a plan is made of: all that the audio thread reads, constant once compiled.
*/

enum {
  PLAN_CACHE_LINE  = 64, ///< Bytes
  PLAN_MAX_NAME    = 16,
  PLAN_SLIDE_COST  = 16,    ///< Of moving one float, in multiply-accumulate equivalents
  PLAN_FETCH_AHEAD = 65536, ///< Floats of weights beyond a tile's own that are fetched before their use, at most
  PLAN_FETCH_COST  = 160    ///< Cost for which one such float is fetched
};

/// Units begin ... end - 1 of one step
typedef struct {
  uint32_t step, begin, end;
  uint32_t cost;
  uint32_t reuse;   ///< Largest move of the window, in frames, after which all of it is already there
  uint32_t weights; ///< How far it and the tiles before it reach into the weights, in floats
} PlanTile;

/// Rows of a tensor that move with the window: row r becomes what row r + move / step was
typedef struct {
  size_t   place;      ///< Of row 0 in the arena
  size_t   row;        ///< Floats
  uint32_t begin, end; ///< Rows to fill
  uint32_t limit;      ///< Rows from here on aren't there yet
  uint32_t step;       ///< Frames from one row to the next
} PlanMove;

/// Where a step's operand lies: in nothing, the run's arena, or the plan's weights
typedef enum { PLAN_NOWHERE, PLAN_ARENA, PLAN_WEIGHTS } PlanSpace;

typedef struct {
  PlanSpace space;
  size_t    offset;
} PlanOperand;

/// A kernel over a whole tensor
typedef struct {
  KernelKind  kernel;
  KernelShape shape;
  PlanOperand out, in[KERNEL_MAX_INPUTS];
  uint32_t    stride; ///< Only after moves by a multiple of it, in frames, is anything there already
} PlanWork;

/// How a plan's block begins; works, tiles, moves and weights follow, each on a cache line of its own
typedef struct {
  char     kernels[PLAN_MAX_NAME]; ///< Instruction set that weights are packed for
  uint32_t n_works, n_tiles, n_moves;
  size_t   n_weights, n_arena;      ///< Floats
  size_t   input, output;           ///< Offsets in the arena
  size_t   input_size, output_size; ///< Floats
  uint64_t cost, largest;
} PlanHead;

/// Places in a block that holds no pointer, so that it may lie in a file and at any address
struct Plan {
  PlanHead*      head; ///< Where the block begins
  PlanWork*      works;
  PlanTile*      tiles;
  PlanMove*      moves;
  float*         weights;
  const Kernels* kernels;
  size_t         bytes; ///< Of the whole block
  PlanRelease    release;
};

/// Zeros on a cache line; NULL if out of memory
float* plan_floats_new(size_t n);

/// A plan with a new block of zeros behind a copy of `head`, to be filled by the caller; NULL if out of memory
Plan* plan_new(const PlanHead* head);

#endif // EQUUS_MODELS_PLAN_PARTS_H
