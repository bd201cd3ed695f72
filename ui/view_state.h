// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_VIEW_STATE_H
#define EQUUS_UI_VIEW_STATE_H

#include "models/catalogue.h"
#include "plugin/snapshot.h"
#include "ui/blind.h"
#include "ui/history.h"
#include "ui/preset_list.h"
#include "ui/response.h"
#include "ui/slots.h"
#include "ui/tag_order.h"
#include "ui/text_cache.h"
#include "ui/theme.h"
#include "ui/undo.h"

/**
   Everything the window shows that isn't in the snapshot.

   Plain and copyable; drawing reads it, input changes it.
*/

/// What a point of the window belongs to
typedef enum {
  ITEM_NONE,
  ITEM_BAND, ///< Node of the band `index`
  ITEM_PLOT, ///< The equaliser's plot beside its nodes
  ITEM_BAND_ON,
  ITEM_BAND_FREQUENCY,
  ITEM_BAND_GAIN,
  ITEM_BAND_Q,
  ITEM_CURVE_BAND,  ///< Slider of the curve's band `index`
  ITEM_CURVE_COUNT, ///< How many bands the curve has
  ITEM_CURVE_GAIN,  ///< Of the selected slider
  ITEM_CURVE_RESET,
  ITEM_GRAPHIC,
  ITEM_SHADOW,
  ITEM_BYPASS,
  ITEM_LEVEL_MATCH,
  ITEM_OUTPUT_GAIN,
  ITEM_SLOT, ///< Slot `index` of the equaliser's settings
  ITEM_UNDO,
  ITEM_REDO,
  ITEM_PRESET,
  ITEM_TAG_MODEL,
  ITEM_MOOD_MODEL,
  ITEM_COMPARE,
  ITEM_TAG_GROUP, ///< Group `index` of those that are compared
  ITEM_TAG_ROW,   ///< Row `index` of the tag list
  ITEM_MOOD,      ///< Mood `index` of the plane's legend
  ITEM_UNCERTAINTY,
  ITEM_DRY_SOURCE,
  ITEM_DRY_DELAY,
  ITEM_ALIGN, ///< Set the delay to what was estimated
  ITEM_BLIND,
  ITEM_HELP,
  ITEM_THEME,
  ITEM_ZOOM,
  ITEM_BLIND_SOUND,  ///< Sound `index` of a trial
  ITEM_BLIND_ANSWER, ///< 0 for a change, 1 for none
  ITEM_BLIND_START,
  ITEM_BLIND_CLOSE,
  ITEM_FLIP_VERDICT, ///< The flip meter's settings and buttons
  ITEM_FLIP_LIMIT,
  ITEM_FLIP_BANDS,
  ITEM_FLIP_FIND,
  ITEM_FLIP_APPLY,
  ITEM_FLIP_LIVE,
  ITEM_FLIP_SCALE, ///< Its bar
  ITEM_TARGET_ACCEPT,
  ITEM_TARGET_HALF,
  ITEM_TARGET_REJECT,
  ITEM_HISTORY, ///< The lanes of the last ten minutes
  ITEM_HISTORY_SPAN,
  ITEM_HISTORY_MARK,
  ITEM_HISTORY_SAVE,
  ITEM_HISTORY_LIVE,
  ITEM_HISTORY_SHOW, ///< Bring it to where the tags are
  ITEM_MAP,          ///< Switch of the map behind the equaliser
  ITEM_MAP_OF,       ///< What it is a map of
  ITEM_WET_DOT,      ///< The mood's filled dot on the plane
  ITEM_MENU_ENTRY,   ///< Entry `index` of the open menu
  ITEM_KIND_COUNT
} ItemKind;

typedef struct {
  ItemKind kind;
  unsigned index;
} Item;

/// A movement with the button held
typedef struct {
  Item   item; ///< ITEM_NONE while nothing is dragged
  double x, y; ///< Where the pointer was last
  double a, b; ///< Position that the drag has reached, in the item's own units, before limits
  bool   moved;
} Drag;

typedef struct {
  ItemKind owner; ///< The control whose menu is open, ITEM_NONE for none
  unsigned row;   ///< Of the tag list, for the menu of a row; the slot, for that of a slot
  unsigned label; ///< The tag there
  unsigned entry; ///< Highlighted
  unsigned first; ///< Entry at the top, where there are more than fit
  unsigned step;  ///< Of a menu that asks in steps
} Menu;

/// How the tags of a place rank
typedef struct {
  char     model[SIDECAR_MAX_TEXT]; ///< Whose tags
  double   time[TAP_COUNT];         ///< Of the reading that was ranked last
  TagOrder by_wet;                  ///< Order of the rows
  TagOrder by_peak;                 ///< Which tags have rows: ranked by the larger of dry and wet
} TagRanking;

enum { VIEW_MAX_PINS = 8 };

typedef struct {
  double    width, height; ///< Logical pixels
  ThemeName theme;
  double    zoom;        ///< 0.75 to 4, on top of the screen's own scale
  bool      uncertainty; ///< Drawn on the plane
  double    range;       ///< dB shown above and below 0 in the equaliser
  bool      graphic;     ///< The plot shows the curve's sliders in place of the bands' nodes
  unsigned  n_pins;
  char      pins[VIEW_MAX_PINS][SIDECAR_MAX_TEXT]; ///< Tags that stay on top
  Slots     slots;                                 ///< Settings of the equaliser to switch between

  unsigned band;          ///< Selected, 0 to EQ_BANDS - 1
  unsigned curve_band;    ///< Selected slider, below the curve's number of bands
  Item     hover;         ///< Under the pointer
  double   pointer_x;     ///< Where the pointer is on a map that is shown
  Item     focus;         ///< Where keys go
  bool     focus_visible; ///< The focus was moved by a key
  Drag     drag;
  Menu     menu;
  Blind    blind;
  bool     aiming; ///< A target is being chosen on the plane: at these axis values, -1 to 1
  double   aim_valence, aim_arousal;
  double   history_span;         ///< Seconds shown of the last ten minutes
  bool     history_over;         ///< They are where the tags are, for want of room elsewhere
  bool     scrubbing;            ///< Plane, readings and tags show the past
  double   scrub_time;           ///< ... of this time, seconds since activate
  char     history_message[512]; ///< What came of saving it, until the next key or press
  bool     help;                 ///< The list of keys is shown
  Item     last_press;
  double   last_press_time; ///< Seconds, for double clicks

  TagRanking rankings[PLACE_COUNT];

  bool   has_load; ///< Mean and peak as shown, changed once a second so that they can be read
  float  load, load_peak;
  double load_time;

  Response*         response;            ///< What was computed for the plot before; borrowed, NULL for none
  TextCache*        texts;               ///< Texts as drawn before; borrowed, NULL for none
  Undo*             undo;                ///< Borrowed; NULL to keep no steps
  History*          history;             ///< Borrowed; NULL for none
  const PresetList* presets;             ///< Borrowed; NULL for none
  const Catalogue*  catalogue;           ///< The models that are installed; borrowed, NULL for none
  const char*       own[MODEL_MOOD + 1]; ///< Names of the user's own models by ModelKind; borrowed, NULL for none
} ViewState;

#define VIEW_MIN_WIDTH 760.0
#define VIEW_MIN_HEIGHT 520.0
#define VIEW_MAX_SIZE 8192.0
#define VIEW_MIN_ZOOM 0.75
#define VIEW_MAX_ZOOM 4.0

/// Defaults: 1180 by 760, dark
void view_state_init(ViewState* view);

/// Set the size, not below the minimum
void view_state_resize(ViewState* view, double width, double height);

/**
   Rank the tags anew if the snapshot has newer readings, and take over the load once a second; call after readings
   and status were applied.

   Uses the messages' own times, so that the same messages give the same picture.
   @return True if the window looks different now.
*/
bool view_state_follow(ViewState* view, const Snapshot* snapshot);

bool view_state_is_pinned(const ViewState* view, const char* tag);

/// Pin a tag, or release it; at most VIEW_MAX_PINS, the oldest makes room
void view_state_toggle_pin(ViewState* view, const char* tag);

/// Write what should outlive the window as JSON, if need be without the oldest pins; false if `size` was too small
bool view_state_save(const ViewState* view, char* text, unsigned size);

/// Read it back; what is missing or unknown leaves the present value.  False if it isn't JSON.
bool view_state_load(ViewState* view, const char* text);

#endif // EQUUS_UI_VIEW_STATE_H
