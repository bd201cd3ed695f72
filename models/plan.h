// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PLAN_H
#define EQUUS_MODELS_PLAN_H

#include "dsp/error.h"
#include "dsp/rt.h"
#include "models/graph.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   A network compiled to a flat list of tiles of bounded cost.

   The plan is constant and shared: packed weights, tiles, sizes.  A PlanRun is
   one computation in progress: an arena and the index of the next tile.  Which
   tiles have run never changes a result, so a caller may play them in one go
   or a few per audio block and get the same bits.
*/
typedef struct Plan    Plan;
typedef struct PlanRun PlanRun;

/// Never on the audio thread; the graph isn't kept.  NULL with `error` filled; free with plan_free()
Plan* plan_compile(const Graph* graph, EquusError* error);

/**
   As plan_compile(), for windows that slide along dimension `axis` of the input.

   What a window shares with the one before it and no padding has touched is
   kept by each run and moved along instead of being computed again: the same
   values, bit for bit, for less work.
*/
Plan* plan_compile_sliding(const Graph* graph, uint32_t axis, EquusError* error);

void plan_free(Plan* plan);

/**
   All that is constant in a plan, as one block without pointers.

   It may be copied to another address on a cache line, in another process too, and
   used there by plan_of_block(): by the same sources on the same kind of machine.
   @return The block, which is the plan's own and `bytes` long.
*/
const void* plan_block(const Plan* plan, size_t* bytes);

/// Gives back a block of `bytes` that plan_of_block() took
typedef void (*PlanRelease)(void* block, size_t bytes);

/**
   The plan in a block that plan_block() gave, which is not copied.

   Only for blocks known to be whole: no more is checked than that it has the length that
   its head says and that this machine has its instruction set.
   @param release Called by plan_free() with `block` and `bytes`.
   @return NULL, the block not taken, if one of that is wrong or memory is out.
*/
Plan* plan_of_block(void* block, size_t bytes, PlanRelease release);

/// Total cost of all tiles of a window by itself, in multiply-accumulate equivalents
uint64_t plan_cost(const Plan* plan) EQUUS_RT;

/// Cost of the most expensive tile
uint64_t plan_largest_tile(const Plan* plan);

uint32_t plan_tiles(const Plan* plan);

/// Elements of the input and output tensors
size_t plan_input_size(const Plan* plan) EQUUS_RT;
size_t plan_output_size(const Plan* plan) EQUUS_RT;

/// Bytes of packed weights (shared) and of a run's arena (one each)
size_t plan_weights_bytes(const Plan* plan);
size_t plan_arena_bytes(const Plan* plan);

/// Allocates and touches the arena; NULL if out of memory; free with plan_run_free()
PlanRun* plan_run_new(const Plan* plan);

void plan_run_free(PlanRun* run);

/// Where the caller writes the input, row major; undefined once the first tile has run
float* plan_run_input(PlanRun* run) EQUUS_RT;

/// Start over at the first tile, for a window that has nothing to do with the one before
void plan_run_rewind(PlanRun* run) EQUUS_RT;

/**
   Start over for a window that begins `frames` later than the last one that ran to its end.

   The whole input is still to be written.  Without such a window, or if `frames`
   is 0 or the plan wasn't compiled for sliding, the same as plan_run_rewind().
*/
void plan_run_slide(PlanRun* run, uint32_t frames) EQUUS_RT;

/// Cost of all that is to run between the last rewind or slide and the output
uint64_t plan_run_cost(const PlanRun* run) EQUUS_RT;

/**
   Run tiles until the summed cost of this call's reaches `cost` or all are done.
   @return True when all are done and plan_run_output() is valid.
*/
bool plan_run_advance(PlanRun* run, uint64_t cost) EQUUS_RT;

/**
   Run all tiles that are left, for background threads.
   @param stop Looked at a hundred times a run; NULL for never.
   @return False if it became true: then there is no output.
*/
bool plan_run_finish(PlanRun* run, const atomic_bool* stop);

/// Cost of what has run since the last rewind or slide
uint64_t plan_run_spent(const PlanRun* run) EQUUS_RT;

/// The output tensor, valid from the last tile to the next rewind
const float* plan_run_output(const PlanRun* run) EQUUS_RT;

#endif // EQUUS_MODELS_PLAN_H
