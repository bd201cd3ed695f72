// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/vst3/vst3_host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(bool good, const char* what)
{
  if (!good) {
    fprintf(stderr, "vst3_host: not %s\n", what);
    abort();
  }
}

static v3_param_id V3_API
get_param_id(void* self)
{
  return ((Vst3Points*)self)->id;
}

static int32_t V3_API
get_point_count(void* self)
{
  return ((Vst3Points*)self)->n;
}

static v3_result V3_API
get_point(void* self, int32_t i, int32_t* offset, double* value)
{
  const Vst3Points* const points = (Vst3Points*)self;
  must(i >= 0 && i < points->n, "a point that there is");
  *offset = points->offsets[i];
  *value  = points->values[i];
  return V3_OK;
}

static v3_result V3_API
add_point(void* self, int32_t offset, double value, int32_t* i)
{
  Vst3Points* const points = (Vst3Points*)self;
  must(points->n < VST3_HOST_POINTS && value >= 0.0 && value <= 1.0, "a position");
  *i                         = points->n;
  points->offsets[points->n] = offset;
  points->values[points->n]  = value;
  ++points->n;
  return V3_OK;
}

static const struct v3_param_value_queue queue_table = { .get_param_id    = get_param_id,
                                                         .get_point_count = get_point_count,
                                                         .get_point       = get_point,
                                                         .add_point       = add_point };

static int32_t V3_API
get_param_count(void* self)
{
  return ((Vst3Changes*)self)->n;
}

static struct v3_param_value_queue** V3_API
get_param_data(void* self, int32_t i)
{
  return (struct v3_param_value_queue**)(void*)&((Vst3Changes*)self)->points[i].table;
}

static struct v3_param_value_queue** V3_API
add_param_data(void* self, v3_param_id* id, int32_t* i)
{
  Vst3Changes* const changes = (Vst3Changes*)self;
  must(changes->n < VST3_HOST_QUEUES, "as many changes as there are parameters");
  *i                  = changes->n++;
  changes->points[*i] = (Vst3Points){ .table = &queue_table, .id = *id };
  return get_param_data(self, *i);
}

static const struct v3_param_changes changes_table = { .get_param_count = get_param_count,
                                                       .get_param_data  = get_param_data,
                                                       .add_param_data  = add_param_data };

static v3_result V3_API
stream_read(void* self, void* buffer, int32_t n, int32_t* got)
{
  Vst3Stream* const stream = (Vst3Stream*)self;
  const size_t      left   = stream->size - stream->at;
  const size_t      most   = left < 1000 ? left : 1000; // Hosts may give less than they are asked for
  *got                     = (int32_t)(most < (size_t)n ? most : (size_t)n);
  memcpy(buffer, stream->bytes + stream->at, (size_t)*got);
  stream->at += (size_t)*got;
  return V3_OK;
}

static v3_result V3_API
stream_write(void* self, void* buffer, int32_t n, int32_t* written)
{
  Vst3Stream* const stream = (Vst3Stream*)self;
  must(stream->size + (size_t)n < VST3_HOST_TEXT, "a state that fits");
  memcpy(stream->bytes + stream->size, buffer, (size_t)n);
  stream->size += (size_t)n;
  *written = n;
  return V3_OK;
}

static const struct v3_bstream stream_table = { .read = stream_read, .write = stream_write };

void*
vst3_host_load(const char* path)
{
  void* const module     = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  bool (*enter)(void*)   = NULL;
  const char* const text = module ? NULL : dlerror();
  must(module, text ? text : "a module");
  *(void**)&enter = dlsym(module, "ModuleEntry");
  must(enter && enter(module), "a module that lets one in");
  return module;
}

void
vst3_host_unload(void* module)
{
  bool (*leave)(void) = NULL;
  *(void**)&leave     = dlsym(module, "ModuleExit");
  must(leave && leave() && !dlclose(module), "a module that lets one out");
}

static void*
query(void* object, const v3_tuid iid)
{
  void* result = NULL;
  must((*(struct v3_funknown**)object)->query_interface(object, iid, &result) == V3_OK, "an interface");
  return result;
}

void
vst3_host_open(Vst3Host* host, void* module)
{
  struct v3_plugin_factory_3** (*get)(void) = NULL;
  struct v3_class_info info;
  void*                object = NULL;
  memset(host, 0, sizeof(*host));
  *(void**)&get = dlsym(module, "GetPluginFactory");
  must(get, "a VST3 module");
  struct v3_plugin_factory_3** const factory = get();
  must((*factory)->get_class_info(factory, 0, &info) == V3_OK, "a class");
  must((*factory)->create_instance(factory, info.class_id, v3_component_iid, &object) == V3_OK, "an instance");
  host->component  = (struct v3_component**)object;
  host->processor  = (struct v3_audio_processor**)query(object, v3_audio_processor_iid);
  host->controller = (struct v3_edit_controller**)query(object, v3_edit_controller_iid);
  host->units      = (struct v3_unit_information**)query(object, v3_unit_information_iid);
  must((*host->component)->initialize(host->component, NULL) == V3_OK, "a component that begins");
  must((*host->controller)->initialize(host->controller, NULL) == V3_OK, "a controller that begins");
}

void
vst3_host_close(Vst3Host* host)
{
  (*host->controller)->terminate(host->controller);
  (*host->component)->terminate(host->component);
  (*host->units)->unref(host->units);
  (*host->controller)->unref(host->controller);
  (*host->processor)->unref(host->processor);
  must((*host->component)->unref(host->component) == 0, "the last reference");
}

void
vst3_host_start(Vst3Host* host, double rate, bool offline)
{
  struct v3_process_setup setup = { offline ? V3_OFFLINE : V3_REALTIME, V3_SAMPLE_32, VST3_HOST_BLOCK, rate };
  must((*host->processor)->setup_processing(host->processor, &setup) == V3_OK, "ready for this rate");
  must((*host->component)->set_active(host->component, 1) == V3_OK, "active");
  must((*host->processor)->set_processing(host->processor, 1) == V3_OK, "processing");
}

void
vst3_host_stop(Vst3Host* host)
{
  (*host->processor)->set_processing(host->processor, 0);
  must((*host->component)->set_active(host->component, 0) == V3_OK, "resting");
}

static void
process(Vst3Host* host, struct v3_process_data* data)
{
  if (host->watch) {
    host->watch(true);
  }
  const v3_result result = (*host->processor)->process(host->processor, data);
  if (host->watch) {
    host->watch(false);
  }
  must(result == V3_OK, "processed");
}

void
vst3_host_run(Vst3Host* host, int32_t n, unsigned channels)
{
  float*                      in[]  = { host->in[0], host->in[1] };
  float*                      out[] = { host->out[0], host->out[1] };
  struct v3_audio_bus_buffers ins[] = { { .num_channels = (int32_t)channels, .channel_buffers_32 = in },
                                        { .num_channels = host->side_channels, .channel_buffers_32 = host->side } };
  struct v3_audio_bus_buffers outs  = { .num_channels = (int32_t)channels, .channel_buffers_32 = out };
  struct v3_process_data      data  = { .symbolic_sample_size = V3_SAMPLE_32,
                                        .nframes              = n,
                                        .num_input_buses      = n ? 1 + (host->side_channels > 0) : 0,
                                        .num_output_buses     = n ? 1 : 0,
                                        .inputs               = n ? ins : NULL,
                                        .outputs              = n ? &outs : NULL };
  host->in_changes.table            = &changes_table;
  host->out_changes.table           = &changes_table;
  host->out_changes.n               = 0;
  data.input_params                 = (struct v3_param_changes**)(void*)&host->in_changes.table;
  data.output_params                = (struct v3_param_changes**)(void*)&host->out_changes.table;
  process(host, &data);
  host->in_changes.n = 0;
}

void
vst3_host_change(Vst3Host* host, v3_param_id id, int32_t offset, double position)
{
  Vst3Changes* const changes = &host->in_changes;
  int32_t            i       = 0;
  if (!changes->n || changes->points[changes->n - 1].id != id) {
    add_param_data(changes, &id, &i);
  }
  add_point(&changes->points[changes->n - 1], offset, position, &i);
}

double
vst3_host_shown(const Vst3Host* host, v3_param_id id)
{
  return (*host->controller)->get_parameter_normalised(host->controller, id);
}

void
vst3_host_save(Vst3Host* host, Vst3Stream* stream)
{
  memset(stream, 0, sizeof(*stream));
  stream->table = &stream_table;
  must((*host->component)->get_state(host->component, (struct v3_bstream**)(void*)&stream->table) == V3_OK, "saved");
}

bool
vst3_host_restore(Vst3Host* host, Vst3Stream* stream)
{
  stream->table = &stream_table;
  stream->at    = 0;
  return (*host->component)->set_state(host->component, (struct v3_bstream**)(void*)&stream->table) == V3_OK;
}

void
vst3_host_fill_noise(Vst3Host* host, uint32_t seed)
{
  for (unsigned i = 0; i < VST3_HOST_BLOCK; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      seed           = seed * 1664525u + 1013904223u;
      host->in[c][i] = (float)(seed >> 8u) / 16777216.0f - 0.5f;
    }
  }
}
