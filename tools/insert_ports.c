// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/insert_ports.h"

#include "tools/nearest.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/port-groups/port-groups.h>
#include <lv2/resize-port/resize-port.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_ATOM_SIZE = 65536 };

/// The world and one of its ports
typedef struct {
  LilvWorld*        world;
  const LilvPlugin* plugin;
  const LilvPort*   port;
} Place;

static bool
is_a(const Place* const place, const char* const type)
{
  LilvNode* const node = lilv_new_uri(place->world, type);
  const bool      is   = lilv_port_is_a(place->plugin, place->port, node);
  lilv_node_free(node);
  return is;
}

static bool
has_property(const Place* const place, const char* const property)
{
  LilvNode* const node = lilv_new_uri(place->world, property);
  const bool      has  = lilv_port_has_property(place->plugin, place->port, node);
  lilv_node_free(node);
  return has;
}

/// First value of a predicate of the port, NULL if it has none; to be freed
static LilvNode*
value_of(const Place* const place, const char* const predicate)
{
  LilvNode* const node  = lilv_new_uri(place->world, predicate);
  LilvNode* const value = lilv_port_get(place->plugin, place->port, node);
  lilv_node_free(node);
  return value;
}

static bool
is_designated(const Place* const place, const char* const designation)
{
  LilvNode* const value = value_of(place, LV2_CORE__designation);
  const bool      is    = value && lilv_node_is_uri(value) && !strcmp(lilv_node_as_uri(value), designation);
  lilv_node_free(value);
  return is;
}

static bool
is_side_chain(const Place* const place)
{
  LilvNode* const group     = value_of(place, LV2_PORT_GROUPS__group);
  LilvNode* const predicate = lilv_new_uri(place->world, LV2_PORT_GROUPS__sideChainOf);
  const bool      in_group  = group && lilv_world_ask(place->world, group, predicate, NULL);
  lilv_node_free(predicate);
  lilv_node_free(group);
  return in_group || has_property(place, LV2_CORE_PREFIX "isSideChain");
}

static float
initial_value(const Place* const place)
{
  LilvNode* initial = NULL;
  LilvNode* low     = NULL;
  lilv_port_get_range(place->plugin, place->port, &initial, &low, NULL);
  const float lowest = low ? lilv_node_as_float(low) : 0.0f;
  float       value  = initial ? lilv_node_as_float(initial) : lowest;
  lilv_node_free(initial);
  lilv_node_free(low);
  if (is_designated(place, LV2_CORE__freeWheeling)) {
    value = 1.0f;
  }
  return isfinite(value) ? value : 0.0f;
}

static PortRole
audio_role(InsertPorts* const ports, const Place* const place, const uint32_t index)
{
  const bool input = is_a(place, LV2_CORE__InputPort);
  if (input && is_side_chain(place)) {
    return PORT_SILENCE;
  }
  unsigned* const n = input ? &ports->n_in : &ports->n_out;
  if (*n >= INSERT_MAX_CHANNELS && has_property(place, LV2_CORE__connectionOptional)) {
    return PORT_NOTHING;
  }
  if (*n < INSERT_MAX_CHANNELS) {
    (input ? ports->in : ports->out)[*n] = index;
  }
  ++*n;
  return input ? PORT_AUDIO_IN : PORT_AUDIO_OUT;
}

static uint32_t
atom_size(const Place* const place)
{
  LilvNode* const wish = value_of(place, LV2_RESIZE_PORT__minimumSize);
  const int       size = wish && lilv_node_is_int(wish) ? lilv_node_as_int(wish) : 0;
  lilv_node_free(wish);
  return size > LEAST_ATOM_SIZE ? (uint32_t)size : LEAST_ATOM_SIZE;
}

static EquusStatus
look_at(InsertPorts* const ports, LilvWorld* const world, const uint32_t index, EquusError* const error)
{
  const Place place = { world, ports->plugin, lilv_plugin_get_port_by_index(ports->plugin, index) };
  const bool  input = is_a(&place, LV2_CORE__InputPort);
  if (is_a(&place, LV2_CORE__AudioPort)) {
    ports->roles[index] = audio_role(ports, &place, index);
  } else if (is_a(&place, LV2_CORE__ControlPort)) {
    ports->roles[index]  = input ? PORT_CONTROL_IN : PORT_CONTROL_OUT;
    ports->values[index] = input ? initial_value(&place) : 0.0f;
    if (!input && (has_property(&place, LV2_CORE__reportsLatency) || is_designated(&place, LV2_CORE__latency))) {
      ports->latency = index;
    }
  } else if (is_a(&place, LV2_ATOM__AtomPort)) {
    ports->roles[index] = input ? PORT_ATOM_IN : PORT_ATOM_OUT;
    ports->sizes[index] = atom_size(&place);
  } else if (!has_property(&place, LV2_CORE__connectionOptional)) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s: its port \"%s\" is neither audio nor control nor atom, and can't be served",
                           lilv_node_as_uri(lilv_plugin_get_uri(ports->plugin)),
                           lilv_node_as_string(lilv_port_get_symbol(ports->plugin, place.port)));
  }
  return EQUUS_OK;
}

EquusStatus
insert_ports_init(InsertPorts* const      ports,
                  LilvWorld* const        world,
                  const LilvPlugin* const plugin,
                  EquusError* const       error)
{
  const uint32_t n = lilv_plugin_get_num_ports(plugin);
  *ports           = (InsertPorts){ .plugin  = plugin,
                                    .n       = n,
                                    .latency = n,
                                    .roles   = (PortRole*)calloc(n + 1U, sizeof(PortRole)),
                                    .values  = (float*)calloc(n + 1U, sizeof(float)),
                                    .sizes   = (uint32_t*)calloc(n + 1U, sizeof(uint32_t)) };
  if (!ports->roles || !ports->values || !ports->sizes) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  EquusStatus status = EQUUS_OK;
  for (uint32_t i = 0; !status && i < n; ++i) {
    status = look_at(ports, world, i, error);
  }
  if (!status && (ports->n_in != ports->n_out || ports->n_in < 1 || ports->n_in > INSERT_MAX_CHANNELS)) {
    status =
      equus_error_set(error,
                      EQUUS_ERR_UNSUPPORTED,
                      "%s: takes %u audio inputs and gives %u outputs; an insert has one and one, or two and two",
                      lilv_node_as_uri(lilv_plugin_get_uri(plugin)),
                      ports->n_in,
                      ports->n_out);
  }
  return status;
}

void
insert_ports_clear(InsertPorts* const ports)
{
  free(ports->roles);
  free(ports->values);
  free(ports->sizes);
  *ports = (InsertPorts){ .plugin = NULL };
}

static const char*
symbol_of(const InsertPorts* const ports, const uint32_t index)
{
  return lilv_node_as_string(lilv_port_get_symbol(ports->plugin, lilv_plugin_get_port_by_index(ports->plugin, index)));
}

uint32_t
insert_ports_find(const InsertPorts* const ports, const char* const symbol)
{
  uint32_t index = 0;
  while (index < ports->n && strcmp(symbol_of(ports, index), symbol)) {
    ++index;
  }
  return index;
}

/// Append like printf as far as there is room
__attribute__((format(printf, 3, 4))) static void
append(char* const text, const size_t size, const char* const format, ...)
{
  va_list      arguments;
  const size_t length = strlen(text);
  va_start(arguments, format);
  vsnprintf(text + length, size - length, format, arguments);
  va_end(arguments);
}

/// Range of a control, infinite where the plug-in gives none
static void
range_of(const InsertPorts* const ports, const uint32_t index, double* const low, double* const high)
{
  LilvNode* lowest  = NULL;
  LilvNode* highest = NULL;
  lilv_port_get_range(ports->plugin, lilv_plugin_get_port_by_index(ports->plugin, index), NULL, &lowest, &highest);
  *low  = lowest ? (double)lilv_node_as_float(lowest) : -HUGE_VAL;
  *high = highest ? (double)lilv_node_as_float(highest) : HUGE_VAL;
  lilv_node_free(lowest);
  lilv_node_free(highest);
}

static EquusStatus
unknown_symbol(const InsertPorts* const ports, const char* const symbol, EquusError* const error)
{
  char         text[EQUUS_ERROR_TEXT_SIZE] = "";
  const char** names                       = (const char**)calloc(ports->n + 1U, sizeof(char*));
  unsigned     n                           = 0;
  for (uint32_t i = 0; i < ports->n; ++i) {
    if (ports->roles[i] == PORT_CONTROL_IN) {
      double low  = 0.0;
      double high = 0.0;
      range_of(ports, i, &low, &high);
      append(text, sizeof(text), "%s%s (%g to %g)", n ? ", " : "", symbol_of(ports, i), low, high);
      if (names) {
        names[n++] = symbol_of(ports, i);
      }
    }
  }
  const int nearest = names ? nearest_name(symbol, names, n) : -1;
  equus_error_set(error,
                  EQUUS_ERR_NOT_FOUND,
                  "%s: has no control \"%.60s\"%s%s%s; there are %s",
                  lilv_node_as_uri(lilv_plugin_get_uri(ports->plugin)),
                  symbol,
                  nearest >= 0 ? "; did you mean \"" : "",
                  nearest >= 0 ? names[nearest] : "",
                  nearest >= 0 ? "\"?" : "",
                  n ? text : "none");
  free((void*)names);
  return EQUUS_ERR_NOT_FOUND;
}

/// Value of the scale point of this name, else NAN; `choices` gets the names
static double
named_value(const LilvPlugin* const plugin,
            const LilvPort* const   port,
            const char* const       text,
            char* const             choices,
            const size_t            size)
{
  double                 value  = (double)NAN;
  LilvScalePoints* const points = lilv_port_get_scale_points(plugin, port);
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const char* const           label = lilv_node_as_string(lilv_scale_point_get_label(point));
    append(choices, size, "%s%s", *choices ? ", " : " or one of ", label);
    if (names_match(label, text)) {
      value = (double)lilv_node_as_float(lilv_scale_point_get_value(point));
    }
  }
  lilv_scale_points_free(points);
  return value;
}

EquusStatus
insert_ports_assign(InsertPorts* const ports, const char* const assignment, EquusError* const error)
{
  char         symbol[128];
  char         choices[EQUUS_ERROR_TEXT_SIZE / 2] = "";
  const size_t length                             = strcspn(assignment, "=");
  const char*  text                               = assignment[length] ? assignment + length + 1U : "";
  snprintf(symbol, sizeof(symbol), "%.*s", (int)length, assignment);
  const uint32_t index = insert_ports_find(ports, symbol);
  if (index == ports->n || ports->roles[index] != PORT_CONTROL_IN) {
    return unknown_symbol(ports, symbol, error);
  }
  double low  = 0.0;
  double high = 0.0;
  range_of(ports, index, &low, &high);
  char*  end = NULL;
  double value =
    named_value(ports->plugin, lilv_plugin_get_port_by_index(ports->plugin, index), text, choices, sizeof(choices));
  if (isnan(value)) {
    value = strtod(text, &end);
    value = end != text && !*end ? value : (double)NAN;
  }
  if (!(value >= low && value <= high) || !isfinite(value)) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s of %s takes a number from %g to %g%s, not \"%.60s\"",
                           symbol,
                           lilv_node_as_uri(lilv_plugin_get_uri(ports->plugin)),
                           low,
                           high,
                           choices,
                           text);
  }
  ports->values[index] = (float)value;
  return EQUUS_OK;
}
