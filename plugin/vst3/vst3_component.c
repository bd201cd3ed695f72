// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// VST3's component: buses, activation and the state

#include "plugin/vst3/vst3.h"
#include "plugin/vst3/wide_text.h"

#include <stdlib.h>
#include <string.h>

enum { STATE_MOST = 1 << 24 }; ///< Bytes of a state that are read

VST3_UNKNOWN(component, component)

static v3_result V3_API
initialize(void* self, struct v3_funknown** context)
{
  (void)self;
  (void)context;
  return V3_OK;
}

static v3_result V3_API
terminate(void* self)
{
  Vst3* const vst3 = VST3_OF(self, component);
  instance_deactivate(vst3->instance);
  return V3_OK;
}

static v3_result V3_API
get_controller_class_id(void* self, v3_tuid class_id)
{
  (void)self;
  (void)class_id;
  return V3_NOT_IMPLEMENTED; // The same object
}

static v3_result V3_API
set_io_mode(void* self, int32_t io_mode)
{
  (void)self;
  (void)io_mode;
  return V3_OK;
}

static int32_t V3_API
get_bus_count(void* self, int32_t media_type, int32_t direction)
{
  (void)self;
  if (media_type != V3_AUDIO) {
    return 0;
  }
  return direction == V3_INPUT ? 2 : 1;
}

static v3_result V3_API
get_bus_info(void* self, int32_t media_type, int32_t direction, int32_t bus, struct v3_bus_info* info)
{
  const Vst3* const vst3 = VST3_OF(self, component);
  if (bus < 0 || bus >= get_bus_count(self, media_type, direction)) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  info->media_type    = media_type;
  info->direction     = direction;
  info->channel_count = (int32_t)(bus ? vst3->side_channels : vst3->channels);
  info->bus_type      = bus ? V3_AUX : V3_MAIN;
  info->flags         = bus ? 0 : V3_DEFAULT_ACTIVE;
  wide_text_from(info->bus_name, 128, bus ? "Dry (side-chain)" : direction == V3_INPUT ? "Input" : "Output");
  return V3_OK;
}

static v3_result V3_API
get_routing_info(void* self, struct v3_routing_info* input, struct v3_routing_info* output)
{
  (void)self;
  if (input->media_type != V3_AUDIO || input->bus_idx != 0) {
    return V3_FALSE;
  }
  *output = *input;
  return V3_OK;
}

static v3_result V3_API
activate_bus(void* self, int32_t media_type, int32_t direction, int32_t bus, v3_bool state)
{
  (void)state;
  return bus >= 0 && bus < get_bus_count(self, media_type, direction) ? V3_OK : V3_INVALID_ARG;
}

static v3_result V3_API
set_active(void* self, v3_bool state)
{
  Vst3* const vst3 = VST3_OF(self, component);
  if (!state) {
    instance_deactivate(vst3->instance);
    return V3_OK;
  }
  return instance_activate(vst3->instance, vst3->rate, vst3->channels, NULL) ? V3_INTERNAL_ERR : V3_OK;
}

/// Read a stream to its end, to be freed with free(); NULL if that failed
static char*
read_all(struct v3_bstream** stream)
{
  enum { CHUNK = 4096 };
  char*  text = NULL;
  size_t size = 0;
  for (int32_t got = CHUNK; got > 0; size += (size_t)got) {
    char* const more = size < STATE_MOST ? (char*)realloc(text, size + CHUNK + 1) : NULL;
    if (!more) {
      free(text);
      return NULL;
    }
    text = more;
    got  = 0;
    if ((*stream)->read(stream, text + size, CHUNK, &got) != V3_OK || got < 0) {
      got = 0;
    }
    text[size + (size_t)got] = '\0';
  }
  return text;
}

static v3_result V3_API
set_state(void* self, struct v3_bstream** stream)
{
  Vst3* const vst3 = VST3_OF(self, component);
  char* const json = read_all(stream);
  if (!json) {
    return V3_NOMEM;
  }
  const EquusStatus status = instance_restore(vst3->instance, json, NULL);
  free(json);
  if (!status && vst3->handler) {
    (*vst3->handler)->restart_component(vst3->handler, V3_RESTART_PARAM_VALUES_CHANGED);
  }
  return status ? V3_FALSE : V3_OK;
}

static v3_result V3_API
get_state(void* self, struct v3_bstream** stream)
{
  char* const json = instance_save(VST3_OF(self, component)->instance);
  if (!json) {
    return V3_NOMEM;
  }
  const int32_t   size    = (int32_t)strlen(json);
  int32_t         written = 0;
  const v3_result result  = (*stream)->write(stream, json, size, &written);
  free(json);
  return result == V3_OK && written == size ? V3_OK : V3_INTERNAL_ERR;
}

const struct v3_component vst3_component = {
  .query_interface         = component_query,
  .ref                     = component_ref,
  .unref                   = component_unref,
  .initialize              = initialize,
  .terminate               = terminate,
  .get_controller_class_id = get_controller_class_id,
  .set_io_mode             = set_io_mode,
  .get_bus_count           = get_bus_count,
  .get_bus_info            = get_bus_info,
  .get_routing_info        = get_routing_info,
  .activate_bus            = activate_bus,
  .set_active              = set_active,
  .set_state               = set_state,
  .get_state               = get_state,
};
