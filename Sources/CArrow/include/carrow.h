// A C interface over Apache Arrow's Parquet reader and writer: the only place of Isogloss that touches them.
//
// Every function that can fail returns a status: 0 for success, otherwise one of ca_status. Results come back through
// out-parameters, which are written on success only. No C++ exception leaves a function. After a failure
// ca_last_error() of the same thread holds the message until the next failure on that thread.
//
// Ownership: a handle written to an out-parameter belongs to the caller, who frees it once with the matching
// ca_*_free. Columns belong to the reader or the batch that they came from, and live as long as it does. A handle may
// be used from any thread, by one at a time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a call returned.
enum ca_status {
  CA_OK = 0,
  CA_INPUT_OUTPUT = 1,      // the operating system refused
  CA_MALFORMED = 2,         // not a Parquet file, cut short, or damaged
  CA_OUT_OF_MEMORY = 3,     // no memory, or more than the reader's limit
  CA_UNSUPPORTED = 4,       // a type, codec or feature that is not read here
  CA_INVALID_ARGUMENT = 5,  // refused by this interface before Arrow saw it
  CA_UNKNOWN_ERROR = 6,     // anything else that was thrown
};

/// What a column holds, whatever Arrow's type of it is.
enum ca_kind {
  CA_BOOL = 0,     // integers, 0 or 1
  CA_INTEGER = 1,  // integers
  CA_NUMBER = 2,   // numbers
  CA_TEXT = 3,     // bytes between offsets; UTF-8 unless the file lies
  CA_LIST = 4,     // rows of the only child between offsets
  CA_STRUCT = 5,   // the same row of every child
  CA_BYTES = 6,    // bytes between offsets, of no declared encoding
};

/// A column of `length` rows, or with no rows the schema of one. Arrays that a kind does not use are null.
typedef struct ca_column {
  const char *_Nonnull name;
  const char *_Nonnull type;          // Arrow's name of the type
  int32_t kind;                       // ca_kind
  int64_t length;
  const uint8_t *_Nullable valid;     // [length] 1 or 0; null where every row has a value
  const int64_t *_Nullable integers;  // [length]
  const double *_Nullable numbers;    // [length]
  const int64_t *_Nullable offsets;   // [length + 1], from 0, never falling
  const uint8_t *_Nullable bytes;     // [offsets[length]]
  int32_t child_count;
  const struct ca_column *_Nonnull const *_Nullable children;
} ca_column;

typedef struct ca_reader ca_reader;
typedef struct ca_batch ca_batch;
typedef struct ca_writer ca_writer;

/// Message of the last failure on this thread; never null, owned by the library, valid until the next failure here.
const char *_Nonnull ca_last_error(void);
/// Arrow's version, as "26.0.1"; static storage.
const char *_Nonnull ca_version(void);

// Reading --------------------------------------------------------------------------------------------------------

/// Opens a regular file, or a copy of `count` bytes. Arrow may hold at most `memory_limit` bytes for it at a time.
int32_t ca_reader_open(const char *_Nonnull path, int64_t memory_limit, ca_reader *_Nullable *_Nonnull out);
int32_t ca_reader_open_bytes(const void *_Nullable bytes, size_t count, int64_t memory_limit, ca_reader *_Nullable *_Nonnull out);
/// Frees a handle. Null is allowed.
void ca_reader_free(ca_reader *_Nullable reader);
/// Rows that the footer promises.
int64_t ca_reader_rows(const ca_reader *_Nonnull reader);
int32_t ca_reader_column_count(const ca_reader *_Nonnull reader);
/// The schema of the column at `index`, from 0.
const ca_column *_Nonnull ca_reader_column(const ca_reader *_Nonnull reader, int32_t index);
/// Starts over at the first row, with the columns at `indices` (ascending) in batches of at most `rows` rows.
int32_t ca_reader_select(ca_reader *_Nonnull reader, const int32_t *_Nullable indices, int32_t count, int64_t rows);
/// The next rows of the selection; null at the end.
int32_t ca_reader_next(ca_reader *_Nonnull reader, ca_batch *_Nullable *_Nonnull out);

/// Frees a handle. Null is allowed.
void ca_batch_free(ca_batch *_Nullable batch);
int64_t ca_batch_rows(const ca_batch *_Nonnull batch);
/// The column at `index` of the selection.
const ca_column *_Nonnull ca_batch_column(const ca_batch *_Nonnull batch, int32_t index);

// Writing --------------------------------------------------------------------------------------------------------

/// Starts a file with columns of these names, kinds and children; what `path` held is gone.
int32_t ca_writer_open(const char *_Nonnull path, const ca_column *_Nonnull const *_Nonnull schema, int32_t count, ca_writer *_Nullable *_Nonnull out);
/// Writes rows as one row group. The columns must have the schema's kinds, and all the same length.
int32_t ca_writer_write(ca_writer *_Nonnull writer, const ca_column *_Nonnull const *_Nonnull columns, int32_t count);
/// Writes the footer and closes the file: without it the file cannot be read.
int32_t ca_writer_close(ca_writer *_Nonnull writer);
/// Frees a handle. Null is allowed.
void ca_writer_free(ca_writer *_Nullable writer);

#ifdef __cplusplus
}
#endif
