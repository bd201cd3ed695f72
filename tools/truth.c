// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/truth.h"

#include "plugin/snapshot.h"
#include "tools/nearest.h"

#include <stdlib.h>
#include <string.h>

static const char* const kinds[] = { "mood", "tags", "quadrant" };

/// What is being read
typedef struct {
  const Csv*         csv;
  const char* const* tags;
  int                file; ///< Column
  Truth*             truth;
  EquusError*        error;
} Reader;

const char*
truth_kind_name(const TruthKind kind)
{
  return kinds[kind];
}

TruthKind
truth_kind(const Csv* const csv)
{
  if (csv_column(csv, "valence") >= 0 && csv_column(csv, "arousal") >= 0) {
    return TRUTH_MOOD;
  }
  return csv_column(csv, "quadrant") >= 0 ? TRUTH_QUADRANT : TRUTH_TAGS;
}

static EquusStatus
lacks_column(const Reader* const reader, const char* const name)
{
  return equus_error_set(reader->error,
                         EQUUS_ERR_FORMAT,
                         "%s: has no column \"%s\"; its first line must name the columns",
                         csv_path(reader->csv),
                         name);
}

static EquusStatus
out_of_memory(const Reader* const reader)
{
  return equus_error_set(reader->error, EQUUS_ERR_MEMORY, "out of memory");
}

/// The truth's row of a file, a new one for one not named before
static TruthRow*
row_of(const Reader* const reader, const uint32_t row)
{
  Truth* const      truth = reader->truth;
  const char* const file  = csv_field(reader->csv, row, (uint32_t)reader->file);
  for (uint32_t i = truth->n; i-- > 0;) {
    if (!strcmp(truth->rows[i].file, file)) {
      return &truth->rows[i];
    }
  }
  truth->rows[truth->n] = (TruthRow){ .file = file, .line = csv_line(reader->csv, row) };
  return &truth->rows[truth->n++];
}

/// A row of a table that names each file once; NULL where it is named again
static TruthRow*
new_row_of(const Reader* const reader, const uint32_t row)
{
  const uint32_t  before = reader->truth->n;
  TruthRow* const about  = row_of(reader, row);
  if (reader->truth->n == before) {
    equus_error_set(reader->error,
                    EQUUS_ERR_FORMAT,
                    "%s:%u: names \"%s\" again, of which line %u tells",
                    csv_path(reader->csv),
                    csv_line(reader->csv, row),
                    about->file,
                    about->line);
    return NULL;
  }
  return about;
}

static EquusStatus
read_mood(const Reader* const reader)
{
  const int valence = csv_column(reader->csv, "valence");
  const int arousal = csv_column(reader->csv, "arousal");
  if (valence < 0 || arousal < 0) {
    return lacks_column(reader, valence < 0 ? "valence" : "arousal");
  }
  EquusStatus status = EQUUS_OK;
  for (uint32_t i = 0; !status && i < csv_rows(reader->csv); ++i) {
    TruthRow* const about = new_row_of(reader, i);
    if (!about) {
      return EQUUS_ERR_FORMAT;
    }
    status = csv_number(reader->csv, i, (uint32_t)valence, &about->valence, reader->error);
    status = status ? status : csv_number(reader->csv, i, (uint32_t)arousal, &about->arousal, reader->error);
  }
  return status;
}

/// True if `text` is a quadrant's name, or one of its two words
static bool
names_quadrant(const char* const text, const int quadrant)
{
  const char* const name   = snapshot_quadrant_name(quadrant);
  const size_t      length = strcspn(name, "/");
  char              first[32];
  memcpy(first, name, length);
  first[length] = '\0';
  return names_match(text, name) || names_match(text, first) || names_match(text, name + length + 1);
}

static int
parse_quadrant(const char* const text)
{
  const char* const digit = text + (text[0] == 'Q' || text[0] == 'q');
  if (digit[0] >= '1' && digit[0] <= '4' && !digit[1]) {
    return digit[0] - '0';
  }
  for (int quadrant = 1; quadrant <= 4; ++quadrant) {
    if (names_quadrant(text, quadrant)) {
      return quadrant;
    }
  }
  return 0;
}

static EquusStatus
read_quadrants(const Reader* const reader)
{
  const int column = csv_column(reader->csv, "quadrant");
  if (column < 0) {
    return lacks_column(reader, "quadrant");
  }
  for (uint32_t i = 0; i < csv_rows(reader->csv); ++i) {
    TruthRow* const about = new_row_of(reader, i);
    if (!about) {
      return EQUUS_ERR_FORMAT;
    }
    const char* const text = csv_field(reader->csv, i, (uint32_t)column);
    if (!(about->quadrant = parse_quadrant(text))) {
      return equus_error_set(reader->error,
                             EQUUS_ERR_FORMAT,
                             "%s:%u: quadrant is \"%.40s\"; it must be 1 (+V+A), 2 (-V+A), 3 (-V-A), 4 (+V-A), or one "
                             "of happy, angry, sad, calm",
                             csv_path(reader->csv),
                             csv_line(reader->csv, i),
                             text);
    }
  }
  return EQUUS_OK;
}

/// Index of the model's tag of this name, or -1
static int
find_tag(const Reader* const reader, const char* const name)
{
  for (uint32_t i = 0; i < reader->truth->n_tags; ++i) {
    if (names_match(reader->tags[i], name)) {
      return (int)i;
    }
  }
  return -1;
}

static void
count_stranger(const Reader* const reader, const char* const name)
{
  ++reader->truth->strangers;
  reader->truth->a_stranger = name;
}

/// Rows of file and tag; a file may have several, and none of the model's
static void
read_long_tags(const Reader* const reader, const uint32_t column)
{
  Truth* const truth = reader->truth;
  for (uint32_t i = 0; i < csv_rows(reader->csv); ++i) {
    const TruthRow* const about = row_of(reader, i);
    const char* const     name  = csv_field(reader->csv, i, column);
    const int             tag   = name[0] ? find_tag(reader, name) : -1;
    if (tag >= 0) {
      truth->known[tag]                                                       = true;
      truth->has[(size_t)(about - truth->rows) * truth->n_tags + (size_t)tag] = true;
    } else if (name[0]) {
      count_stranger(reader, name);
    }
  }
}

static EquusStatus
read_tag_cell(const Reader* const reader, const uint32_t row, const uint32_t column, bool* const has)
{
  const char* const text = csv_field(reader->csv, row, column);
  if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0) {
    return equus_error_set(reader->error,
                           EQUUS_ERR_FORMAT,
                           "%s:%u: \"%s\" is \"%.40s\"; it must be 1 or 0",
                           csv_path(reader->csv),
                           csv_line(reader->csv, row),
                           csv_name(reader->csv, column),
                           text);
  }
  *has = text[0] == '1';
  return EQUUS_OK;
}

/// One row a file, one column a tag
static EquusStatus
read_wide_tags(const Reader* const reader)
{
  Truth* const truth = reader->truth;
  for (uint32_t i = 0; i < csv_rows(reader->csv); ++i) {
    if (!new_row_of(reader, i)) {
      return EQUUS_ERR_FORMAT;
    }
  }
  for (uint32_t column = 0; column < csv_columns(reader->csv); ++column) {
    const int tag = find_tag(reader, csv_name(reader->csv, column));
    if (tag < 0 && (int)column != reader->file) {
      count_stranger(reader, csv_name(reader->csv, column));
    }
    for (uint32_t i = 0; tag >= 0 && i < truth->n; ++i) {
      truth->known[tag] = true;
      if (read_tag_cell(reader, i, column, &truth->has[(size_t)i * truth->n_tags + (size_t)tag])) {
        return EQUUS_ERR_FORMAT;
      }
    }
  }
  return EQUUS_OK;
}

static EquusStatus
read_tags(const Reader* const reader)
{
  Truth* const truth  = reader->truth;
  const int    column = csv_column(reader->csv, "tag");
  truth->has          = (bool*)calloc((size_t)csv_rows(reader->csv) * truth->n_tags, sizeof(bool));
  truth->known        = (bool*)calloc(truth->n_tags, sizeof(bool));
  if (!truth->has || !truth->known) {
    return out_of_memory(reader);
  }
  if (column < 0 && read_wide_tags(reader)) {
    return EQUUS_ERR_FORMAT;
  }
  if (column >= 0) {
    read_long_tags(reader, (uint32_t)column);
  }
  for (uint32_t i = 0; i < truth->n_tags; ++i) {
    if (truth->known[i]) {
      return EQUUS_OK;
    }
  }
  return equus_error_set(reader->error,
                         EQUUS_ERR_FORMAT,
                         "%s: speaks of no tag that the model knows, such as \"%s\"; it needs columns file and tag, or "
                         "file and one a tag",
                         csv_path(reader->csv),
                         reader->tags[0]);
}

EquusStatus
truth_read(const Csv* const         csv,
           const TruthKind          kind,
           const char* const* const tags,
           const uint32_t           n_tags,
           Truth* const             truth,
           EquusError* const        error)
{
  Reader reader = { csv, tags, csv_column(csv, "file"), truth, error };
  *truth        = (Truth){ .kind = kind, .n_tags = n_tags };
  if (reader.file < 0) {
    return lacks_column(&reader, "file");
  }
  truth->rows = (TruthRow*)calloc(csv_rows(csv), sizeof(TruthRow));
  if (!truth->rows) {
    return out_of_memory(&reader);
  }
  switch (kind) {
  case TRUTH_MOOD:
    return read_mood(&reader);
  case TRUTH_QUADRANT:
    return read_quadrants(&reader);
  default:
    return read_tags(&reader);
  }
}

void
truth_clear(Truth* const truth)
{
  free(truth->rows);
  free(truth->has);
  free(truth->known);
  *truth = (Truth){ 0 };
}
