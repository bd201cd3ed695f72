// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PLAN_BUILD_H
#define EQUUS_MODELS_PLAN_BUILD_H

#include "models/graph.h"
#include "models/kernels/kernels.h"
#include "models/plan.h"

/**
   A plan while it is being compiled.

   Lowering turns each graph node, or a few fused ones, into steps: a kernel, its
   shape and the buffers it reads and writes.  Then every buffer gets a place in the
   arena or among the weights, and every step is cut into tiles.

   Errors stick: after the first one every call returns at once and
   `status` says what happened.
*/

enum { PLAN_NO_BUFFER = -1 };

/// A tensor's values: where they are and how far apart
typedef struct {
  int32_t   buffer; ///< PLAN_NO_BUFFER while not computed
  ptrdiff_t offset; ///< Floats from the buffer's begin
  uint32_t  rank;
  uint32_t  shape[KERNEL_MAX_RANK];
  ptrdiff_t stride[KERNEL_MAX_RANK];
} PlanView;

/// A buffer as rows that follow the input's frames
typedef struct {
  ptrdiff_t row;        ///< Floats of one row, 0 where rows don't follow frames
  int32_t   rows, step; ///< Input frames from one row to the next
  int32_t   begin, end; ///< Rows that no padding at the window's ends has touched
  bool      broken;     ///< One of its writers doesn't follow frames
  bool      kept;       ///< Rows that stay the same are moved, not computed again
  int32_t   period;     ///< Only after moves by a multiple of this is anything there already, or spared
} PlanFrames;

/// Floats that live together: a run's if `values` is NULL, else constant
typedef struct {
  size_t       size;
  const float* values;
  float*       owned;       ///< Freed with the builder
  uint32_t     first, last; ///< Steps that write it first and read it last
  size_t       place;       ///< Offset in the arena or the weights
  PlanFrames   frames;
  uint32_t*    spare; ///< [rows] Largest move after which nobody reads a row, or NULL; freed with the builder
} PlanBuffer;

typedef struct {
  int32_t   buffer;
  ptrdiff_t offset;
} PlanRef;

/// Which rows unit u writes: `per` rows from u / inner % count·per on
typedef struct {
  uint32_t inner, count, per;
} PlanSpread;

/// A kernel over a whole tensor
typedef struct {
  KernelKind  kernel;
  KernelShape shape;
  uint32_t    units;
  uint64_t    unit_cost; ///< Multiply-accumulate equivalents
  uint64_t    saved;     ///< How much less a convolution's units of the last group of channels cost
  PlanRef     out, in[KERNEL_MAX_INPUTS];
  PlanSpread  spread;      ///< Where the output follows the input's frames
  int32_t     first, rows; ///< Rows of the output's buffer that it writes
  bool        streams;     ///< Takes turns with the next step, which reads its rows from a ring
} PlanStep;

/// The spectra that Fourier convolutions of one tensor share
typedef struct {
  int32_t  half, pad; ///< Half the transform's length, 0 for none; rows of zeros before
  PlanView x, view;
} PlanSpectra;

typedef struct {
  const Graph*   graph;
  const Kernels* kernels;
  PlanView*      views; ///< [graph tensors]
  uint32_t       n_buffers, max_buffers;
  PlanBuffer*    buffers;
  uint32_t       n_steps, max_steps;
  PlanStep*      steps;
  PlanSpectra    spectra; ///< The last made
  EquusStatus    status;
  EquusError*    error;
} PlanBuilder;

enum {
  PLAN_TILE_COST  = 150000, ///< Aim: 3.3 microseconds at 45 GMAC/s
  PLAN_UNIT_COST  = 120000, ///< What lowering cuts units to
  PLAN_TOUCH_COST = 8,      ///< Reading or writing one float beside arithmetic
  PLAN_MOVE_COST  = 16,     ///< Reading or writing one float of a large tensor and little else
  PLAN_EXP_COST   = 24,     ///< One sigmoid
  PLAN_FAR_VALUES = 1 << 21 ///< Floats of a tensor larger than caches of a core
};

// plan_build.c

PlanBuilder* plan_builder_new(const Graph* graph, EquusError* error);
void         plan_builder_free(PlanBuilder* builder);

/// Record the first error; `node` may be NULL
void plan_fail(PlanBuilder* b, EquusStatus status, const GraphNode* node, const char* reason);

/// A new run-time buffer
int32_t plan_buffer(PlanBuilder* b, size_t size);

/// A new constant buffer of zeros to be packed by the caller; its values, or NULL after an error
float* plan_constant(PlanBuilder* b, size_t size, PlanRef* ref);

/// Append a step whose kernel, shape, units and cost are set by the caller; NULL after an error
PlanStep* plan_step(PlanBuilder* b);

/// The values of a tensor, a constant's on first use
PlanView plan_view(PlanBuilder* b, int32_t tensor);

/// Tensor `index`'s view, dimensions of the graph, as yet without buffer
PlanView plan_tensor_shape(PlanBuilder* b, int32_t tensor);

/// Give a view a new buffer, its dimensions laid out as `like`'s (same rank) or row-major if NULL
void plan_place(PlanBuilder* b, PlanView* view, const PlanView* like);

/// Give a view of rank 2 or more a new buffer with dimension 1 (channels) side by side
void plan_place_channels_last(PlanBuilder* b, PlanView* view);

PlanRef plan_ref(const PlanView* view);
PlanRef plan_no_ref(void);

size_t plan_view_size(const PlanView* view);
bool   plan_view_is_row_major(const PlanView* view);

/// The same values under another shape; false if strides don't allow it
bool plan_view_reshape(const PlanView* view, uint32_t rank, const uint32_t* shape, PlanView* result);

/// Strides of `view` broadcast to `rank` dimensions of `shape` (0 where it repeats)
void plan_view_broadcast(const PlanView* view, const PlanView* target, ptrdiff_t* strides);

/// The part of `view` that begins at `first` along a dimension and is `size` long
PlanView plan_view_slice(const PlanView* view, uint32_t dimension, uint32_t first, uint32_t size);

/// Constant floats of input `index` of a node, or NULL
const float* plan_floats(const PlanBuilder* b, const GraphNode* node, uint32_t index);

// plan_memory.c

/// Find buffers' lifetimes, place them and return the sizes in floats
void plan_memory(PlanBuilder* b, int32_t input, int32_t output, size_t* arena, size_t* weights);

// plan_finish.c

/// The constant plan of what the builder holds, its buffers placed and its steps cut; NULL if out of memory
Plan* plan_finish(PlanBuilder* b, const PlanView* input, const PlanView* output);

/// Units that one tile of this step takes
uint32_t plan_units_per_tile(const PlanStep* step);

// plan_stream.c

/// Find pairs of steps that take turns, and replace the tensors between them by rings of rows
void plan_stream(PlanBuilder* b);

/// Rows of the streamed tensor that its reader `to` needs for units before `end`
uint32_t plan_stream_rows(const PlanStep* to, uint32_t end);

/// Units of its writer `from` that make that many rows
uint32_t plan_stream_units(const PlanStep* from, uint32_t rows);

// plan_frames.c

/// Find what stays the same when the input moves along its dimension `axis`, and mark what is worth keeping
void plan_frames(PlanBuilder* b, const PlanView* input, uint32_t axis);

/// How a step reads its input `i` along rows of `row` floats; false if it doesn't
bool plan_reading_axis(const PlanStep* step, uint32_t i, ptrdiff_t row, KernelAxis* axis);

/// Rows `*first` to `*last` - 1 of the output's buffer are what these units write, or more; both 0 if that isn't known
void plan_tile_rows(const PlanStep* step, uint32_t begin, uint32_t end, int32_t* first, int32_t* last);

/// Largest move, in frames, after which what these units write is already there or read by nobody; 0 for none
uint32_t plan_tile_reuse(const PlanBuilder* b, const PlanStep* step, uint32_t begin, uint32_t end);

// plan_spare.c

/// Find what nobody reads when the input moves; after plan_frames() and plan_stream().  `input`, `output`: buffers
void plan_spare(PlanBuilder* b, int32_t input, int32_t output);

// plan_map.c: element-wise operators and copies

/// out = op(in[0], ...), broadcast; out is placed
void
plan_map(PlanBuilder* b, KernelMapOp op, const PlanView* out, const PlanView* in, uint32_t n, float low, float high);

/// Cut rows of `length` elements, each of that cost, into chunks of at most PLAN_UNIT_COST
void plan_cut(uint32_t length, uint64_t cost, uint32_t* chunk, uint32_t* chunks);

/// A row-major copy, or the view itself if it is so already
PlanView plan_row_major(PlanBuilder* b, const PlanView* view);

/// A copy with channels side by side, or the view itself if it is so already
PlanView plan_channels_last(PlanBuilder* b, const PlanView* view);

/// Order of dimensions from the output's largest stride to its smallest, those of 1 left out; how many
uint32_t plan_stride_order(const PlanView* out, uint32_t* order);

void plan_lower_map(PlanBuilder* b, const GraphNode* node);
void plan_lower_norm(PlanBuilder* b, const GraphNode* node);

// plan_lower.c

/// Lower any node but a convolution
void plan_lower_node(PlanBuilder* b, const GraphNode* node);

// plan_move.c: what changes places alone
void plan_lower_concat(PlanBuilder* b, const GraphNode* node);
void plan_lower_expand(PlanBuilder* b, const GraphNode* node);
void plan_lower_gather(PlanBuilder* b, const GraphNode* node);
void plan_lower_pad(PlanBuilder* b, const GraphNode* node);
void plan_lower_reshape(PlanBuilder* b, const GraphNode* node);
void plan_lower_slice(PlanBuilder* b, const GraphNode* node);
void plan_lower_tile(PlanBuilder* b, const GraphNode* node);
void plan_lower_transpose(PlanBuilder* b, const GraphNode* node);

// plan_reduce.c

/// Kept and reduced dimensions, those that `out` has with size 1, and how they are cut; how many values become one
size_t plan_reduce_shape(const PlanView* in, const PlanView* out, KernelReduce* r);

/// Cut into units of at most PLAN_UNIT_COST; an output costs as much as `cost` values of its input
void plan_cut_reduce(PlanStep* step, const PlanView* out, uint64_t cost);

void plan_lower_global_pool(PlanBuilder* b, const GraphNode* node);
void plan_lower_layer_norm(PlanBuilder* b, const GraphNode* node);
void plan_lower_reduce(PlanBuilder* b, const GraphNode* node);
void plan_lower_softmax(PlanBuilder* b, const GraphNode* node);

// plan_gradient.c
void plan_lower_conv_scatter(PlanBuilder* b, const GraphNode* node);
void plan_lower_max_index(PlanBuilder* b, const GraphNode* node);
void plan_lower_max_pool_gradient(PlanBuilder* b, const GraphNode* node);

// plan_fuse.c

/// A convolution with what goes before and follows it
typedef struct {
  int32_t          tail;   ///< Node that ends it
  const GraphNode* before; ///< Batch norm on the sum, or NULL
  KernelActivation activation;
  const GraphNode* after;    ///< Batch norm on the activation, or NULL
  int32_t          residual; ///< Tensor added last, or -1
  const GraphNode* maximum;  ///< ReduceMax over one spatial dimension, or NULL
  int32_t          input;    ///< Tensor that it convolves
  int32_t          gate;     ///< Tensor of one factor for each channel of the input, or -1
  bool*            taken;    ///< [graph nodes] Absorbed by some convolution
} PlanFusion;

/// What node `index`, a convolution, can absorb; marks that in `taken`
PlanFusion plan_fuse(const Graph* graph, uint32_t index, bool* taken);

// plan_conv.c: packing and cutting of convolutions and products with a constant matrix

/// A convolution before its weights are packed
typedef struct {
  KernelAxis   rows, pixels;
  int32_t      batches, inner, channels;
  int32_t      repeats;            ///< Input channels that are one and the same, for each of `inner`
  uint32_t     first;              ///< Channel of the fused norms that channel 0 is
  ptrdiff_t    in_batch, in_inner; ///< Floats from one batch or input channel to the next
  const float* weights;
  ptrdiff_t    w_channel, w_row, w_pixel, w_inner; ///< Strides of the weights
  const float* bias;                               ///< [channels] or NULL
  float        factor, bias_factor;                ///< On weights and bias
  PlanFusion   fusion;
  PlanView     x, out, residual; ///< Of which buffer, offset and batch stride count
  PlanView     gate;             ///< (1, channels, ...) factors on input channels, PLAN_NO_BUFFER for none
} PlanConv;

/// A convolution of one tap and one position, nothing fused
PlanConv plan_conv(void);

/// Pack weights and append the step; dimension 1 (channels) of `out` lies side by side
void plan_emit_conv(PlanBuilder* b, const PlanConv* conv, bool depthwise);

/// Choose the units of a convolution's step, whose axes are known
void plan_cut_conv(const PlanBuilder* b, PlanStep* step);

/// How much less than units of full price a convolution's units begin ... end - 1 cost
uint64_t plan_saved_cost(const PlanStep* step, uint32_t begin, uint32_t end);

/// A batch norm's factor and offset of one channel
void plan_norm_constants(const PlanBuilder* b, const GraphNode* node, uint32_t channel, float* scale, float* shift);

// plan_fourier.c

/// True if long filters with a maximum over pixels cost less in the Fourier domain
bool plan_fourier_pays(const PlanConv* conv);

/// As plan_emit_conv(), in the Fourier domain along pixels; `gain` is a factor on each channel's weights
void plan_emit_fourier(PlanBuilder* b, const PlanConv* conv, PlanRef constants, const float* gain);

// plan_window.c
void plan_lower_conv(PlanBuilder* b, const GraphNode* node, const PlanFusion* fusion);
void plan_lower_pool(PlanBuilder* b, const GraphNode* node);

// plan_matmul.c
void plan_lower_gemm(PlanBuilder* b, const GraphNode* node);
void plan_lower_matmul(PlanBuilder* b, const GraphNode* node);

#endif // EQUUS_MODELS_PLAN_BUILD_H
