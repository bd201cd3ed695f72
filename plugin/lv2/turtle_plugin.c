// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/turtle.h"

#include "plugin/lv2/ports.h"
#include "plugin/lv2/uris.h"
#include "plugin/parameters.h"

#include <stdlib.h>

static const char* const prefixes = "@prefix atom: <http://lv2plug.in/ns/ext/atom#> .\n"
                                    "@prefix doap: <http://usefulinc.com/ns/doap#> .\n"
                                    "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
                                    "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                                    "@prefix opts: <http://lv2plug.in/ns/ext/options#> .\n"
                                    "@prefix patch: <http://lv2plug.in/ns/ext/patch#> .\n"
                                    "@prefix pg: <http://lv2plug.in/ns/ext/port-groups#> .\n"
                                    "@prefix pprops: <http://lv2plug.in/ns/ext/port-props#> .\n"
                                    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
                                    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
                                    "@prefix rsz: <http://lv2plug.in/ns/ext/resize-port#> .\n"
                                    "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n"
                                    "@prefix time: <http://lv2plug.in/ns/ext/time#> .\n"
                                    "@prefix ui: <http://lv2plug.in/ns/extensions/ui#> .\n"
                                    "@prefix units: <http://lv2plug.in/ns/extensions/units#> .\n"
                                    "@prefix urid: <http://lv2plug.in/ns/ext/urid#> .\n"
                                    "@prefix work: <http://lv2plug.in/ns/ext/worker#> .\n";

static const char* const project =
  "\n<urn:equus:maintainers>\n"
  "\ta foaf:Person ;\n"
  "\tfoaf:name \"The Equus developers\" .\n"
  "\n<urn:equus:project>\n"
  "\ta doap:Project ;\n"
  "\tdoap:name \"Equus\" ;\n"
  "\tdoap:shortdesc \"Watch what music classifiers hear while an equaliser moves them\" ;\n"
  "\tdoap:license <https://spdx.org/licenses/GPL-3.0-or-later> ;\n"
  "\tdoap:maintainer <urn:equus:maintainers> .\n";

static const char* const about =
  "\trdfs:comment \"\"\"Two taps, before and after an eight-band equaliser, are heard by neural networks that tag "
  "music and place it on the plane of valence and arousal.  The networks run evenly on the audio thread; the equaliser "
  "has no latency and passes flat settings bit for bit.\"\"\" ;\n";

static const char* const band_names[EQ_BANDS] = { "High-pass", "Low shelf", "Peak 1",     "Peak 2",
                                                  "Peak 3",    "Peak 4",    "High shelf", "Low-pass" };

/// A group for each pair of audio ports, each band and the curve
static void
write_groups(FILE* out)
{
  fputs("\n<urn:equus:group:in>\n\ta pg:InputGroup , pg:StereoGroup ;\n\tlv2:symbol \"in\" ;\n\tlv2:name \"Input\" .\n"
        "\n<urn:equus:group:out>\n\ta pg:OutputGroup , pg:StereoGroup ;\n\tlv2:symbol \"out\" ;\n"
        "\tlv2:name \"Output\" ;\n\tpg:source <urn:equus:group:in> .\n"
        "\n<urn:equus:group:side>\n\ta pg:InputGroup , pg:StereoGroup ;\n\tlv2:symbol \"side\" ;\n"
        "\tlv2:name \"Side-chain\" ;\n\tpg:sideChainOf <urn:equus:group:in> .\n"
        "\n<urn:equus:group:mono-in>\n\ta pg:InputGroup , pg:MonoGroup ;\n\tlv2:symbol \"in\" ;\n"
        "\tlv2:name \"Input\" .\n"
        "\n<urn:equus:group:mono-side>\n\ta pg:InputGroup , pg:MonoGroup ;\n\tlv2:symbol \"side\" ;\n"
        "\tlv2:name \"Side-chain\" ;\n\tpg:sideChainOf <urn:equus:group:mono-in> .\n",
        out);
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    const char* const symbol = parameter(parameter_of_band(band, BAND_Q))->symbol;
    fprintf(out,
            "\n<urn:equus:group:%.2s>\n\ta pg:InputGroup ;\n\tlv2:symbol \"%.2s\" ;\n\tlv2:name \"%s\" .\n",
            symbol,
            symbol,
            band_names[band]);
  }
  fputs("\n<urn:equus:group:curve>\n\ta pg:InputGroup ;\n\tlv2:symbol \"curve\" ;\n\tlv2:name \"Curve\" .\n", out);
}

static void
write_unit(FILE* out, const Parameter* p)
{
  static const char* const units[] = { NULL, "units:db", "units:hz", "units:s", "units:frame", "units:frame" };
  if (units[p->unit]) {
    fprintf(out, " ;\n\t\tunits:unit %s", units[p->unit]);
  }
}

static void
write_properties(FILE* out, const Parameter* p)
{
  static const struct {
    unsigned    flag;
    const char* name;
  } properties[]        = { { PARAMETER_TOGGLED, "lv2:toggled" },
                            { PARAMETER_INTEGER, "lv2:integer" },
                            { PARAMETER_ENUMERATION, "lv2:enumeration" },
                            { PARAMETER_LOGARITHMIC, "pprops:logarithmic" },
                            { PARAMETER_EXPENSIVE, "pprops:expensive" } };
  const char* separator = " ;\n\t\tlv2:portProperty ";
  for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); ++i) {
    if (p->flags & properties[i].flag) {
      fprintf(out, "%s%s", separator, properties[i].name);
      separator = " , ";
    }
  }
}

static void
write_points(FILE* out, const Parameter* p)
{
  const char* separator = " ;\n\t\tlv2:scalePoint ";
  for (unsigned i = 0; i < p->n_points && !(p->flags & PARAMETER_TOGGLED); ++i) {
    fprintf(out, "%s[ rdfs:label ", separator);
    turtle_string(out, p->points[i].name);
    fprintf(out, " ; rdf:value %.7g ]", (double)p->points[i].value);
    separator = " , ";
  }
}

/// Begin a port: its types, index, symbol and name
static void
begin_port(FILE* out, const char* types, unsigned index, const char* symbol, const char* name)
{
  fprintf(out, "%s[\n\t\ta %s ;\n", index ? " , " : "\tlv2:port ", types);
  fprintf(out, "\t\tlv2:index %u ;\n\t\tlv2:symbol \"%s\" ;\n\t\tlv2:name ", index, symbol);
  turtle_string(out, name);
}

static void
end_port(FILE* out)
{
  fputs("\n\t]", out);
}

static void
write_audio_ports(FILE* out, unsigned channels, bool has_side)
{
  static const char* const sides[]      = { "left", "right" };
  static const char* const directions[] = { "in", "out" };
  static const char* const titles[]     = { "In", "Out" };
  static const char* const types[]      = { "lv2:InputPort , lv2:AudioPort", "lv2:OutputPort , lv2:AudioPort" };
  for (unsigned i = 0; i < 2 * channels; ++i) {
    const unsigned    direction = i / channels;
    const char* const side      = sides[i % channels];
    char              symbol[32];
    char              name[32];
    if (channels == 1) {
      begin_port(out, types[direction], i, directions[direction], titles[direction]);
      if (has_side && direction == 0) {
        fputs(" ;\n\t\tpg:group <urn:equus:group:mono-in> ;\n\t\tlv2:designation pg:center", out);
      }
    } else {
      snprintf(symbol, sizeof(symbol), "%s_%s", directions[direction], side);
      snprintf(name, sizeof(name), "%s %s", titles[direction], side);
      begin_port(out, types[direction], i, symbol, name);
      fprintf(out, " ;\n\t\tpg:group <urn:equus:group:%s> ;\n\t\tlv2:designation pg:%s", directions[direction], side);
    }
    end_port(out);
  }
}

static void
write_atom_ports(FILE* out, unsigned channels)
{
  static const char* const common = " ;\n\t\tatom:bufferType atom:Sequence ;\n"
                                    "\t\tlv2:designation lv2:control ;\n"
                                    "\t\tatom:supports patch:Message ;\n"
                                    "\t\tlv2:portProperty lv2:connectionOptional ;\n"
                                    "\t\trsz:minimumSize ";
  begin_port(out, "lv2:InputPort , atom:AtomPort", port_control(channels), "control", "Control");
  fprintf(out, " ;\n\t\tatom:supports time:Position%s32768", common);
  end_port(out);
  begin_port(out, "lv2:OutputPort , atom:AtomPort", port_notify(channels), "notify", "Notify");
  fprintf(out, "%s65536", common);
  end_port(out);
}

static void
write_host_ports(FILE* out, unsigned channels)
{
  begin_port(out, "lv2:InputPort , lv2:ControlPort", port_freewheel(channels), "freewheel", "Freewheel");
  fputs(" ;\n\t\tlv2:default 0 ;\n\t\tlv2:minimum 0 ;\n\t\tlv2:maximum 1 ;\n"
        "\t\tlv2:designation lv2:freeWheeling ;\n"
        "\t\tlv2:portProperty lv2:toggled , lv2:connectionOptional , pprops:notOnGUI",
        out);
  end_port(out);
  begin_port(out, "lv2:OutputPort , lv2:ControlPort", port_latency(channels), "latency", "Latency");
  fputs(" ;\n\t\tlv2:default 0 ;\n\t\tlv2:minimum 0 ;\n\t\tlv2:maximum 0 ;\n"
        "\t\tlv2:designation lv2:latency ;\n"
        "\t\tlv2:portProperty lv2:reportsLatency , lv2:integer , lv2:connectionOptional , pprops:notOnGUI ;\n"
        "\t\tunits:unit units:frame",
        out);
  end_port(out);
}

static void
write_range(FILE* out, const Parameter* p)
{
  fprintf(out,
          " ;\n\t\tlv2:default %.7g ;\n\t\tlv2:minimum %.7g ;\n\t\tlv2:maximum %.7g ;\n\t\trdfs:comment ",
          (double)p->initial,
          (double)p->minimum,
          (double)p->maximum);
  turtle_string(out, p->help);
}

static void
write_parameter_ports(FILE* out, unsigned channels)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const Parameter* const p = parameter(i);
    begin_port(out, "lv2:InputPort , lv2:ControlPort", port_parameter(channels, i), p->symbol, p->name);
    write_range(out, p);
    write_unit(out, p);
    write_properties(out, p);
    write_points(out, p);
    if (i == PARAM_ENABLED) {
      fputs(" ;\n\t\tlv2:designation lv2:enabled", out);
    }
    if (parameter_is_of_band(i)) {
      fprintf(out, " ;\n\t\tpg:group <urn:equus:group:%.2s>", p->symbol);
    } else if (parameter_is_of_curve(i)) {
      fputs(" ;\n\t\tpg:group <urn:equus:group:curve>", out);
    }
    end_port(out);
  }
}

static void
write_output_ports(FILE* out, unsigned channels)
{
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    const Parameter* const p = parameter_output(i);
    begin_port(out, "lv2:OutputPort , lv2:ControlPort", port_output(channels, i), p->symbol, p->name);
    write_range(out, p);
    fputs(" ;\n\t\tlv2:portProperty lv2:connectionOptional", out);
    end_port(out);
  }
}

/// What a second input is compared with, which a host may leave unconnected
static void
write_side_ports(FILE* out, unsigned channels)
{
  static const char* const sides[]   = { "left", "right" };
  static const char* const symbols[] = { "side_left", "side_right" };
  static const char* const names[]   = { "Side-chain left", "Side-chain right" };
  for (unsigned c = 0; c < channels && c < EQ_MAX_CHANNELS; ++c) {
    const bool mono = channels == 1;
    begin_port(out,
               "lv2:InputPort , lv2:AudioPort",
               port_side(channels, c),
               mono ? "side" : symbols[c],
               mono ? "Side-chain" : names[c]);
    fprintf(out,
            " ;\n\t\tlv2:portProperty lv2:connectionOptional , lv2:isSideChain ;\n"
            "\t\tpg:group <urn:equus:group:%sside> ;\n\t\tlv2:designation pg:%s",
            mono ? "mono-" : "",
            mono ? "center" : sides[c]);
    end_port(out);
  }
}

static void
write_plugin(FILE* out, const TurtlePlugin* plugin, unsigned long minor, unsigned long micro)
{
  fprintf(out, "\n<%s>\n\ta lv2:Plugin , lv2:AnalyserPlugin , doap:Project ;\n\tdoap:name ", plugin->uri);
  turtle_string(out, plugin->name);
  fputs(" ;\n\tdoap:shortdesc \"Watch what music classifiers hear while an equaliser moves them\" ;\n"
        "\tdoap:license <https://spdx.org/licenses/GPL-3.0-or-later> ;\n"
        "\tdoap:maintainer <urn:equus:maintainers> ;\n"
        "\tlv2:project <urn:equus:project> ;\n",
        out);
  fputs(about, out);
  fprintf(out, "\tlv2:minorVersion %lu ;\n\tlv2:microVersion %lu ;\n", minor, micro);
  fputs("\tlv2:optionalFeature lv2:hardRTCapable , state:freePath , state:mapPath , state:threadSafeRestore , urid:map "
        ", work:schedule ;\n"
        "\tlv2:extensionData state:interface , work:interface ;\n",
        out);
  fprintf(out, "\tpatch:writable <%s> , <%s> ;\n", EQUUS_URN_OWN_TAG_MODEL, EQUUS_URN_OWN_MOOD_MODEL);
  if (plugin->channels == 2) {
    fputs("\tpg:mainInput <urn:equus:group:in> ;\n\tpg:mainOutput <urn:equus:group:out> ;\n", out);
  } else if (plugin->side) {
    fputs("\tpg:mainInput <urn:equus:group:mono-in> ;\n", out);
  }
  fprintf(out, "\tui:ui <%s> ;\n", EQUUS_URN_UI);
  write_audio_ports(out, plugin->channels, plugin->side);
  write_atom_ports(out, plugin->channels);
  write_host_ports(out, plugin->channels);
  write_parameter_ports(out, plugin->channels);
  write_output_ports(out, plugin->channels);
  if (plugin->side) {
    write_side_ports(out, plugin->channels);
  }
  fputs(" .\n", out);
}

static void
write_own_models(FILE* out)
{
  static const struct {
    const char* uri;
    const char* label;
    const char* kind;
  } properties[] = { { EQUUS_URN_OWN_TAG_MODEL, "Own tag model", "tag" },
                     { EQUUS_URN_OWN_MOOD_MODEL, "Own mood model", "mood" } };
  for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); ++i) {
    fprintf(out,
            "\n<%s>\n\ta lv2:Parameter ;\n\trdfs:label \"%s\" ;\n\trdfs:range atom:Path ;\n"
            "\trdfs:comment \"Side-car of the model that runs where the %s model is \\\"own model\\\".\" .\n",
            properties[i].uri,
            properties[i].label,
            properties[i].kind);
  }
}

static void
write_ui(FILE* out)
{
  fprintf(out,
          "\n<%s>\n\ta ui:X11UI ;\n"
          "\tlv2:requiredFeature ui:idleInterface , urid:map ;\n"
          "\tlv2:optionalFeature ui:parent , ui:resize , ui:touch , opts:options ;\n"
          "\tlv2:extensionData ui:idleInterface ;\n"
          "\topts:supportedOption ui:scaleFactor ",
          EQUUS_URN_UI);
  const char* separator = ";\n\tui:portNotification ";
  for (int i = 0; i < TURTLE_PLUGINS; ++i) {
    fprintf(out,
            "%s[\n\t\tui:plugin <%s> ;\n\t\tlv2:symbol \"notify\" ;\n\t\tui:notifyType atom:Object\n\t]",
            separator,
            turtle_plugins()[i].uri);
    separator = " , ";
  }
  fputs(" .\n", out);
}

/// Read "major.minor.micro"
static bool
read_version(const char* version, unsigned long numbers[3])
{
  const char* place = version;
  for (int i = 0; i < 3; ++i) {
    char* end  = NULL;
    numbers[i] = strtoul(place, &end, 10);
    if (end == place || *end != (i < 2 ? '.' : '\0')) {
      return false;
    }
    place = end + 1;
  }
  return true;
}

bool
turtle_plugin(FILE* out, const char* version)
{
  unsigned long numbers[3];
  if (!read_version(version, numbers)) {
    fprintf(stderr, "turtle: %s is no version\n", version);
    return false;
  }

  fputs(prefixes, out);
  fputs(project, out);
  write_groups(out);
  for (int i = 0; i < TURTLE_PLUGINS; ++i) {
    write_plugin(out, &turtle_plugins()[i], numbers[1], numbers[2]);
  }
  write_own_models(out);
  write_ui(out);
  return true;
}
