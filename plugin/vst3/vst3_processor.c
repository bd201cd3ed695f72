// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// VST3's audio processor: arrangements of buses, automation to the sample, blocks of audio

#include "plugin/parameter_scale.h"
#include "plugin/vst3/vst3.h"
#include "plugin/vst3/vst3_parameters.h"

enum { RAMP_STEP = 32 }; ///< Frames from value to value between two points of an automation

VST3_UNKNOWN(processor, processor)

/// Channels of an arrangement that is understood: mono or stereo, 0 for any other
static unsigned
channels_of(v3_speaker_arrangement arrangement)
{
  if (arrangement == (V3_SPEAKER_L | V3_SPEAKER_R)) {
    return 2;
  }
  return arrangement == V3_SPEAKER_M ? 1 : 0;
}

static v3_speaker_arrangement
arrangement_of(unsigned channels)
{
  static const v3_speaker_arrangement arrangements[] = { 0, V3_SPEAKER_M, V3_SPEAKER_L | V3_SPEAKER_R };
  return arrangements[channels];
}

static v3_result V3_API
set_bus_arrangements(void*                   self,
                     v3_speaker_arrangement* inputs,
                     int32_t                 num_inputs,
                     v3_speaker_arrangement* outputs,
                     int32_t                 num_outputs)
{
  Vst3* const vst3 = VST3_OF(self, processor);
  if (num_inputs < 1 || num_inputs > 2 || num_outputs != 1) {
    return V3_INVALID_ARG;
  }
  const unsigned main_channels = channels_of(inputs[0]);
  const unsigned side_channels = num_inputs > 1 ? channels_of(inputs[1]) : 0;
  const bool     side_known    = num_inputs < 2 || !inputs[1] || side_channels;
  if (!main_channels || outputs[0] != inputs[0] || !side_known) {
    return V3_FALSE;
  }
  vst3->channels      = main_channels;
  vst3->side_channels = side_channels;
  return V3_OK;
}

static v3_result V3_API
get_bus_arrangement(void* self, int32_t direction, int32_t bus, v3_speaker_arrangement* arrangement)
{
  const Vst3* const vst3 = VST3_OF(self, processor);
  if (bus < 0 || bus >= (direction == V3_INPUT ? 2 : 1)) {
    return V3_INVALID_ARG;
  }
  *arrangement = arrangement_of(bus ? vst3->side_channels : vst3->channels);
  return V3_OK;
}

static v3_result V3_API
can_process_sample_size(void* self, int32_t size)
{
  (void)self;
  return size == V3_SAMPLE_32 ? V3_OK : V3_FALSE;
}

static uint32_t V3_API
no_samples(void* self)
{
  (void)self;
  return 0; // Neither latency nor tail that anyone would hear
}

static v3_result V3_API
setup_processing(void* self, struct v3_process_setup* setup)
{
  Vst3* const vst3 = VST3_OF(self, processor);
  if (setup->symbolic_sample_size != V3_SAMPLE_32) {
    return V3_FALSE;
  }
  vst3->rate    = setup->sample_rate;
  vst3->offline = setup->process_mode == V3_OFFLINE;
  return V3_OK;
}

static v3_result V3_API
set_processing(void* self, v3_bool state)
{
  (void)self;
  (void)state;
  return V3_OK;
}

static EQUUS_RT void
apply_preset(Vst3* vst3, double position)
{
  const Preset* const preset = &vst3->presets->presets[vst3_program_at(vst3->presets, position)];
  atomic_store_explicit(&vst3->program, position, memory_order_relaxed);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (preset_sets(i)) {
      instance_set(vst3->instance, i, preset->values[i]);
    }
  }
}

static EQUUS_RT void
set(Vst3* vst3, v3_param_id id, double position)
{
  if (vst3_is_input(id)) {
    instance_set(vst3->instance, id, vst3_value(id, position));
  } else if (id == VST3_PROGRAM && position != atomic_load_explicit(&vst3->program, memory_order_relaxed)) {
    apply_preset(vst3, position);
  }
}

/// The automation of one parameter within a block, followed from point to point
typedef struct {
  struct v3_param_value_queue** queue;
  v3_param_id                   id;
  int32_t                       next, count;     ///< The point that comes next
  int32_t                       offset, last_at; ///< Of that point and of the one before
  double                        value, last;
} Line;

static EQUUS_RT bool
load_point(Line* line)
{
  return line->next < line->count &&
         (*line->queue)->get_point(line->queue, line->next, &line->offset, &line->value) == V3_OK;
}

static EQUUS_RT bool
is_ramp(const Line* line)
{
  return line->next > 0 && vst3_is_input(line->id) && !parameter_steps(line->id);
}

/// Set what holds from frame `at` on
static EQUUS_RT void
follow_line(Vst3* vst3, Line* line, int32_t at)
{
  while (load_point(line) && line->offset <= at) {
    set(vst3, line->id, line->value);
    line->last    = line->value;
    line->last_at = line->offset;
    ++line->next;
  }
  if (load_point(line) && is_ramp(line)) {
    const double share = (double)(at - line->last_at) / (line->offset - line->last_at);
    set(vst3, line->id, line->last + share * (line->value - line->last));
  }
}

/// Frames until something of this line changes, at most `most`
static EQUUS_RT int32_t
frames_to_change(Line* line, int32_t at, int32_t most)
{
  if (!load_point(line)) {
    return most;
  }
  const int32_t step = is_ramp(line) && RAMP_STEP < line->offset - at ? RAMP_STEP : line->offset - at;
  return step < most ? step : most;
}

enum { MAX_LINES = PARAM_COUNT + 1 };

static EQUUS_RT int32_t
collect_lines(struct v3_param_changes** changes, Line* lines)
{
  const int32_t n = changes ? (*changes)->get_param_count(changes) : 0;
  int32_t       m = 0;
  for (int32_t i = 0; i < n && m < MAX_LINES; ++i) {
    struct v3_param_value_queue** const queue = (*changes)->get_param_data(changes, i);
    if (queue) {
      lines[m++] =
        (Line){ .queue = queue, .id = (*queue)->get_param_id(queue), .count = (*queue)->get_point_count(queue) };
    }
  }
  return m;
}

/// Process frames `at` to `at + n` of a block
static EQUUS_RT void
process_part(Vst3* vst3, const struct v3_process_data* data, int32_t at, int32_t n)
{
  const struct v3_audio_bus_buffers* const beside = data->num_input_buses > 1 ? &data->inputs[1] : NULL;
  const float*                             in[2];
  const float*                             side[2];
  float*                                   out[2];
  for (unsigned c = 0; c < vst3->channels; ++c) {
    const bool has_channel = beside && beside->channel_buffers_32 && (int32_t)c < beside->num_channels;
    const bool connected   = has_channel && beside->channel_buffers_32[c];
    in[c]                  = data->inputs[0].channel_buffers_32[c] + at;
    side[c]                = connected ? beside->channel_buffers_32[c] + at : c ? side[0] : NULL; // One for both
    out[c]                 = data->outputs[0].channel_buffers_32[c] + at;
  }
  instance_process(vst3->instance, in, side, out, (uint32_t)n, vst3->offline);
}

static EQUUS_RT void
process_lines(Vst3* vst3, const struct v3_process_data* data, bool audio)
{
  Line          lines[MAX_LINES];
  const int32_t n = collect_lines(data->input_params, lines);
  for (int32_t i = 0; i < n && !audio; ++i) {
    follow_line(vst3, &lines[i], INT32_MAX);
  }
  for (int32_t at = 0, part = 0; audio && at < data->nframes; at += part) {
    part = data->nframes - at;
    for (int32_t i = 0; i < n; ++i) {
      follow_line(vst3, &lines[i], at);
      part = frames_to_change(&lines[i], at, part);
    }
    process_part(vst3, data, at, part);
  }
}

static EQUUS_RT bool
is_silent(const float* samples, int32_t n)
{
  for (int32_t i = 0; i < n; ++i) {
    if (samples[i] != 0.0f) {
      return false;
    }
  }
  return true;
}

/// Silence is promised only where the input was promised silent and the output is exactly so
static EQUUS_RT void
flag_silence(const Vst3* vst3, const struct v3_process_data* data)
{
  uint64_t silent = 0;
  for (unsigned c = 0; c < vst3->channels; ++c) {
    const uint64_t bit = (uint64_t)1 << c;
    if ((data->inputs[0].channel_silence_bitset & bit) &&
        is_silent(data->outputs[0].channel_buffers_32[c], data->nframes)) {
      silent |= bit;
    }
  }
  data->outputs[0].channel_silence_bitset = silent;
}

/// Report outputs that have changed
static EQUUS_RT void
tell_outputs(Vst3* vst3, struct v3_param_changes** changes)
{
  for (unsigned i = 0; changes && i < OUTPUT_COUNT; ++i) {
    const float value = instance_output(vst3->instance, i);
    if (value == vst3->told[i]) {
      continue;
    }
    v3_param_id                         id    = VST3_OUTPUTS + i;
    int32_t                             index = 0;
    struct v3_param_value_queue** const queue = (*changes)->add_param_data(changes, &id, &index);
    if (queue && (*queue)->add_point(queue, 0, vst3_output_position(i, value), &index) == V3_OK) {
      vst3->told[i] = value;
    }
  }
}

static EQUUS_RT bool
has_audio(const Vst3* vst3, const struct v3_process_data* data)
{
  return data->nframes > 0 && data->num_input_buses > 0 && data->num_output_buses > 0 && data->inputs &&
         data->outputs && data->inputs[0].num_channels >= (int32_t)vst3->channels &&
         data->outputs[0].num_channels >= (int32_t)vst3->channels && data->inputs[0].channel_buffers_32 &&
         data->outputs[0].channel_buffers_32;
}

/// Tell where the host's transport is, if the host says it
static EQUUS_RT void
follow_transport(Vst3* vst3, const struct v3_process_context* context)
{
  if (context) {
    instance_set_transport(
      vst3->instance, context->state & V3_PROCESS_CTX_PLAYING, (double)context->project_time_in_samples / vst3->rate);
  }
}

static EQUUS_RT v3_result V3_API
process(void* self, struct v3_process_data* data)
{
  Vst3* const vst3  = VST3_OF(self, processor);
  const bool  audio = has_audio(vst3, data);
  if (!instance_is_active(vst3->instance)) {
    return V3_NOT_INITIALIZED;
  }
  if (audio && data->symbolic_sample_size != V3_SAMPLE_32) {
    return V3_INVALID_ARG;
  }
  instance_begin(vst3->instance);
  follow_transport(vst3, data->ctx);
  process_lines(vst3, data, audio);
  if (audio) {
    flag_silence(vst3, data);
  }
  instance_end(vst3->instance);
  tell_outputs(vst3, data->output_params);
  return V3_OK;
}

const struct v3_audio_processor vst3_processor = {
  .query_interface         = processor_query,
  .ref                     = processor_ref,
  .unref                   = processor_unref,
  .set_bus_arrangements    = set_bus_arrangements,
  .get_bus_arrangement     = get_bus_arrangement,
  .can_process_sample_size = can_process_sample_size,
  .get_latency_samples     = no_samples,
  .setup_processing        = setup_processing,
  .set_processing          = set_processing,
  .process                 = process,
  .get_tail_samples        = no_samples,
};
