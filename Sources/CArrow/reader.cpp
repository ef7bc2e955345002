// Parquet files as batches of columns.
#include <arrow/io/file.h>
#include <arrow/io/memory.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>

#include "support.h"

using namespace carrow;

struct ca_batch {
  int64_t rows = 0;
  std::vector<std::unique_ptr<Column>> columns;
};

struct ca_reader {
  explicit ca_reader(int64_t memory_limit) : pool(arrow::system_memory_pool(), memory_limit) {}

  // The order matters: what comes later lives on what comes before.
  arrow::CappedMemoryPool pool;
  std::unique_ptr<parquet::arrow::FileReader> file;
  std::unique_ptr<arrow::RecordBatchReader> batches;
  std::shared_ptr<arrow::Schema> schema;
  std::vector<std::unique_ptr<Column>> columns;
  std::vector<int> selected;
};

namespace {

/// Longest list in a footer: schema elements, row groups. Arrow walks a nested schema by recursion, so that this also
/// bounds the stack that a hostile file can use up.
const int32_t longest_list = 5'000;

std::unique_ptr<ca_reader> open(std::shared_ptr<arrow::io::RandomAccessFile> source, int64_t memory_limit) {
  auto reader = std::make_unique<ca_reader>(memory_limit);
  parquet::ReaderProperties properties(&reader->pool);
  properties.set_thrift_container_size_limit(longest_list);
  properties.enable_buffered_stream();
  parquet::ArrowReaderProperties arrow_properties(false);
  arrow_properties.set_pre_buffer(false);
  parquet::arrow::FileReaderBuilder builder;
  check(builder.Open(std::move(source), properties));
  builder.memory_pool(&reader->pool)->properties(arrow_properties);
  reader->file = take(builder.Build());
  check(reader->file->GetSchema(&reader->schema));
  for (const auto &field : reader->schema->fields())
    reader->columns.push_back(std::make_unique<Column>(field->name(), *field->type()));
  return reader;
}

/// Numbers of the leaves below a column, which is how Parquet itself counts columns.
void add_leaves(const parquet::arrow::SchemaField &field, std::vector<int> &leaves) {
  if (field.is_leaf()) leaves.push_back(field.column_index);
  for (const auto &child : field.children) add_leaves(child, leaves);
}

}  // namespace

int32_t ca_reader_open(const char *path, int64_t memory_limit, ca_reader **out) {
  return guarded([&] { *out = open(take(arrow::io::ReadableFile::Open(path)), memory_limit).release(); });
}

int32_t ca_reader_open_bytes(const void *bytes, size_t count, int64_t memory_limit, ca_reader **out) {
  return guarded([&] {
    auto copy = arrow::Buffer::FromString(std::string(static_cast<const char *>(bytes), count));
    *out = open(std::make_shared<arrow::io::BufferReader>(copy), memory_limit).release();
  });
}

void ca_reader_free(ca_reader *reader) { delete reader; }

int64_t ca_reader_rows(const ca_reader *reader) { return reader->file->parquet_reader()->metadata()->num_rows(); }

int32_t ca_reader_column_count(const ca_reader *reader) { return static_cast<int32_t>(reader->columns.size()); }

const ca_column *ca_reader_column(const ca_reader *reader, int32_t index) { return reader->columns[index]->view(); }

int32_t ca_reader_select(ca_reader *reader, const int32_t *indices, int32_t count, int64_t rows) {
  return guarded([&] {
    if (rows < 1) refuse("a batch must have at least one row");
    std::vector<int> leaves, groups, selected;
    const auto &fields = reader->file->manifest().schema_fields;
    for (int32_t position = 0; position < count; position++) {
      int32_t index = indices[position];
      if (index < 0 || static_cast<size_t>(index) >= fields.size()) refuse("no such column");
      if (!selected.empty() && index <= selected.back()) refuse("columns must be named once each, in ascending order");
      selected.push_back(index);
      add_leaves(fields[index], leaves);
    }
    for (int group = 0; group < reader->file->num_row_groups(); group++) groups.push_back(group);
    reader->batches.reset();
    reader->file->set_batch_size(rows);
    reader->batches = take(reader->file->GetRecordBatchReader(groups, leaves));
    reader->selected = std::move(selected);
  });
}

int32_t ca_reader_next(ca_reader *reader, ca_batch **out) {
  return guarded([&] {
    if (!reader->batches) refuse("no columns are selected");
    std::shared_ptr<arrow::RecordBatch> read;
    check(reader->batches->ReadNext(&read));
    if (!read) {
      *out = nullptr;
      return;
    }
    // Offsets and lengths are checked here; whether texts are UTF-8 is the caller's to see, a row at a time.
    check(read->Validate());
    auto batch = std::make_unique<ca_batch>();
    batch->rows = read->num_rows();
    if (read->num_columns() != static_cast<int>(reader->selected.size()))
      throw Failure(arrow::Status::Invalid("fewer columns than the schema has"));
    for (int position = 0; position < read->num_columns(); position++) {
      const auto &field = reader->schema->field(reader->selected[position]);
      const auto &array = *read->column(position);
      if (!array.type()->Equals(*field->type()))
        throw Failure(arrow::Status::Invalid("column ", field->name(), " is not of the type that the schema says"));
      auto column = std::make_unique<Column>(field->name(), *field->type());
      column->append(array, 0, array.length());
      batch->columns.push_back(std::move(column));
    }
    *out = batch.release();
  });
}

void ca_batch_free(ca_batch *batch) { delete batch; }

int64_t ca_batch_rows(const ca_batch *batch) { return batch->rows; }

const ca_column *ca_batch_column(const ca_batch *batch, int32_t index) { return batch->columns[index]->view(); }
