// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_VST3_TRAVESTY_H
#define EQUUS_PLUGIN_VST3_TRAVESTY_H

/**
   The VST3 interfaces as plain C, from the headers called travesty.

   These were written for C++ too and say some struct names without `struct`; with the names declared here they are C.
   The anonymous bases of the tables need -fms-extensions: without it compilers leave the bases out, which the sizes
   show.
*/

typedef struct v3_attribute_list    v3_attribute_list;
typedef struct v3_event_handler     v3_event_handler;
typedef struct v3_timer_handler     v3_timer_handler;
typedef struct v3_unit_info         v3_unit_info;
typedef struct v3_program_list_info v3_program_list_info;

#include <travesty/audio_processor.h>
#include <travesty/component.h>
#include <travesty/edit_controller.h>
#include <travesty/factory.h>
#include <travesty/unit.h>
#include <travesty/view.h>

_Static_assert(sizeof(struct v3_plugin_factory_3) == 10 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_component) == 14 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_audio_processor) == 11 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_edit_controller) == 18 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_unit_information) == 15 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_plugin_view) == 15 * sizeof(void*), "a base is missing: -fms-extensions");
_Static_assert(sizeof(struct v3_param_info) == 3 * 256 + 4 + 4 + 8 + 4 + 4, "as hosts lay it out");
_Static_assert(sizeof(struct v3_bus_info) == 12 + 256 + 8, "as hosts lay it out");
_Static_assert(sizeof(struct v3_process_data) == 20 + 4 + 7 * sizeof(void*), "as hosts lay it out");

#endif // EQUUS_PLUGIN_VST3_TRAVESTY_H
