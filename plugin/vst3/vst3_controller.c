// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// VST3's edit controller: parameters as numbers and texts, and the window

#include "plugin/vst3/view.h"
#include "plugin/vst3/vst3.h"
#include "plugin/vst3/vst3_parameters.h"

#include <string.h>

VST3_UNKNOWN(controller, controller)

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
  Vst3* const vst3 = VST3_OF(self, controller);
  if (vst3->handler) {
    (*vst3->handler)->unref(vst3->handler);
    vst3->handler = NULL;
  }
  return V3_OK;
}

static v3_result V3_API
ignore_stream(void* self, struct v3_bstream** stream)
{
  (void)self;
  (void)stream;
  return V3_OK; // All there is belongs to the component, which is the same object
}

static int32_t V3_API
get_parameter_count(void* self)
{
  (void)self;
  return vst3_parameter_count();
}

static v3_result V3_API
get_parameter_info(void* self, int32_t place, struct v3_param_info* info)
{
  return vst3_parameter_info(VST3_OF(self, controller)->presets, place, info) ? V3_OK : V3_INVALID_ARG;
}

static v3_result V3_API
get_parameter_string_for_value(void* self, v3_param_id id, double position, v3_str_128 text)
{
  return vst3_parameter_text(VST3_OF(self, controller)->presets, id, position, text) ? V3_OK : V3_INVALID_ARG;
}

static v3_result V3_API
get_parameter_value_for_string(void* self, v3_param_id id, int16_t* text, double* position)
{
  return vst3_parameter_read(VST3_OF(self, controller)->presets, id, text, position) ? V3_OK : V3_FALSE;
}

static double V3_API
normalised_parameter_to_plain(void* self, v3_param_id id, double position)
{
  const Vst3* const vst3 = VST3_OF(self, controller);
  if (id == VST3_PROGRAM) {
    return vst3_program_at(vst3->presets, position);
  }
  if (id == PARAM_ENABLED || !vst3_is_input(id)) {
    return position;
  }
  return (double)vst3_value(id, position);
}

static double V3_API
plain_parameter_to_normalised(void* self, v3_param_id id, double plain)
{
  const Vst3* const vst3 = VST3_OF(self, controller);
  if (id == VST3_PROGRAM) {
    return vst3->presets->n > 1 ? plain / (vst3->presets->n - 1) : 0.0;
  }
  if (id == PARAM_ENABLED || !vst3_is_input(id)) {
    return plain;
  }
  return vst3_position(id, (float)plain);
}

static double V3_API
get_parameter_normalised(void* self, v3_param_id id)
{
  const Vst3* const vst3 = VST3_OF(self, controller);
  if (vst3_is_input(id)) {
    return vst3_position(id, instance_parameter(vst3->instance, id));
  }
  if (id == VST3_PROGRAM) {
    return atomic_load(&vst3->program);
  }
  const unsigned output = id - VST3_OUTPUTS;
  return output < OUTPUT_COUNT ? vst3_output_position(output, instance_output(vst3->instance, output)) : 0.0;
}

static v3_result V3_API
set_parameter_normalised(void* self, v3_param_id id, double position)
{
  Vst3* const vst3 = VST3_OF(self, controller);
  if (vst3_is_input(id)) {
    instance_set_shown(vst3->instance, id, vst3_value(id, position));
    return V3_OK;
  }
  return id == VST3_PROGRAM || id - VST3_OUTPUTS < OUTPUT_COUNT ? V3_OK : V3_INVALID_ARG; // The processor follows
}

static v3_result V3_API
set_component_handler(void* self, struct v3_component_handler** handler)
{
  Vst3* const vst3 = VST3_OF(self, controller);
  if (handler) {
    (*handler)->ref(handler);
  }
  if (vst3->handler) {
    (*vst3->handler)->unref(vst3->handler);
  }
  vst3->handler = handler;
  return V3_OK;
}

static struct v3_plugin_view** V3_API
create_view(void* self, const char* name)
{
  return strcmp(name, "editor") ? NULL : view_new(VST3_OF(self, controller));
}

const struct v3_edit_controller vst3_controller = {
  .query_interface                = controller_query,
  .ref                            = controller_ref,
  .unref                          = controller_unref,
  .initialize                     = initialize,
  .terminate                      = terminate,
  .set_component_state            = ignore_stream,
  .set_state                      = ignore_stream,
  .get_state                      = ignore_stream,
  .get_parameter_count            = get_parameter_count,
  .get_parameter_info             = get_parameter_info,
  .get_parameter_string_for_value = get_parameter_string_for_value,
  .get_parameter_value_for_string = get_parameter_value_for_string,
  .normalised_parameter_to_plain  = normalised_parameter_to_plain,
  .plain_parameter_to_normalised  = plain_parameter_to_normalised,
  .get_parameter_normalised       = get_parameter_normalised,
  .set_parameter_normalised       = set_parameter_normalised,
  .set_component_handler          = set_component_handler,
  .create_view                    = create_view,
};
