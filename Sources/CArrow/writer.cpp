// Columns as Parquet files.
#include <arrow/io/file.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>

#include "support.h"

using namespace carrow;

struct ca_writer {
  std::shared_ptr<arrow::Schema> schema;
  std::shared_ptr<arrow::io::FileOutputStream> sink;
  std::unique_ptr<parquet::arrow::FileWriter> file;
};

namespace {

std::shared_ptr<arrow::DataType> type_of(const ca_column &column) {
  switch (column.kind) {
    case CA_BOOL: return arrow::boolean();
    case CA_INTEGER: return arrow::int64();
    case CA_NUMBER: return arrow::float64();
    case CA_TEXT: return arrow::utf8();
    case CA_BYTES: return arrow::binary();
    case CA_LIST:
      if (column.child_count != 1) refuse("a list must have one child");
      return arrow::list(arrow::field("element", type_of(*column.children[0])));
    case CA_STRUCT: {
      if (column.child_count < 1) refuse("a struct must have a child");
      arrow::FieldVector fields;
      for (int32_t child = 0; child < column.child_count; child++)
        fields.push_back(arrow::field(column.children[child]->name, type_of(*column.children[child])));
      return arrow::struct_(std::move(fields));
    }
    default: refuse("unknown kind number " + std::to_string(column.kind));
  }
}

/// One bit a row from one byte a row; null where every row has a value.
std::shared_ptr<arrow::Buffer> bits(const uint8_t *valid, int64_t length) {
  if (!valid) return nullptr;
  auto buffer = std::shared_ptr<arrow::Buffer>(take(arrow::AllocateEmptyBitmap(length)));
  for (int64_t row = 0; row < length; row++)
    if (valid[row]) arrow::bit_util::SetBit(buffer->mutable_data(), row);
  return buffer;
}

/// Arrow's 32-bit offsets.
std::shared_ptr<arrow::Buffer> narrowed(const ca_column &column) {
  if (!column.offsets || column.offsets[0] != 0) refuse("offsets must start at 0");
  std::vector<int32_t> offsets(column.length + 1);
  for (int64_t row = 1; row <= column.length; row++) {
    if (column.offsets[row] < column.offsets[row - 1]) refuse("offsets must not fall");
    if (column.offsets[row] > std::numeric_limits<int32_t>::max()) refuse("a row group above 2 GB: write fewer rows at a time");
    offsets[row] = static_cast<int32_t>(column.offsets[row]);
  }
  return arrow::Buffer::FromVector(std::move(offsets));
}

std::shared_ptr<arrow::Array> array_of(const ca_column &column) {
  auto type = type_of(column);
  auto valid = bits(column.valid, column.length);
  std::vector<std::shared_ptr<arrow::Buffer>> buffers{valid};
  std::vector<std::shared_ptr<arrow::ArrayData>> children;
  auto view = [](const void *data, int64_t size) {
    return std::make_shared<arrow::Buffer>(static_cast<const uint8_t *>(data), size);
  };
  switch (column.kind) {
    case CA_BOOL: {
      std::vector<uint8_t> values(column.integers, column.integers + column.length);
      buffers.push_back(bits(values.data(), column.length));
      break;
    }
    case CA_INTEGER: buffers.push_back(view(column.integers, column.length * 8)); break;
    case CA_NUMBER: buffers.push_back(view(column.numbers, column.length * 8)); break;
    case CA_TEXT: case CA_BYTES:
      buffers.push_back(narrowed(column));
      buffers.push_back(view(column.bytes, column.offsets[column.length]));
      break;
    case CA_LIST:
      buffers.push_back(narrowed(column));
      if (column.children[0]->length != column.offsets[column.length]) refuse("a list's child has another length");
      children.push_back(array_of(*column.children[0])->data());
      break;
    default:
      for (int32_t child = 0; child < column.child_count; child++) {
        if (column.children[child]->length != column.length) refuse("a struct's child has another length");
        children.push_back(array_of(*column.children[child])->data());
      }
  }
  return arrow::MakeArray(arrow::ArrayData::Make(type, column.length, std::move(buffers), std::move(children)));
}

}  // namespace

int32_t ca_writer_open(const char *path, const ca_column *const *schema, int32_t count, ca_writer **out) {
  return guarded([&] {
    auto writer = std::make_unique<ca_writer>();
    arrow::FieldVector fields;
    for (int32_t index = 0; index < count; index++)
      fields.push_back(arrow::field(schema[index]->name, type_of(*schema[index])));
    writer->schema = arrow::schema(std::move(fields));
    writer->sink = take(arrow::io::FileOutputStream::Open(path));
    auto properties = parquet::WriterProperties::Builder().compression(parquet::Compression::ZSTD)->build();
    writer->file = take(parquet::arrow::FileWriter::Open(
        *writer->schema, arrow::system_memory_pool(), writer->sink, properties));
    *out = writer.release();
  });
}

int32_t ca_writer_write(ca_writer *writer, const ca_column *const *columns, int32_t count) {
  return guarded([&] {
    if (count != writer->schema->num_fields()) refuse("as many columns as the schema has must be written");
    arrow::ArrayVector arrays;
    for (int32_t index = 0; index < count; index++) {
      if (columns[index]->length != columns[0]->length) refuse("columns of one length must be written");
      arrays.push_back(array_of(*columns[index]));
      if (!arrays.back()->type()->Equals(*writer->schema->field(index)->type())) refuse("a column of another type");
    }
    auto table = arrow::Table::Make(writer->schema, std::move(arrays));
    check(table->ValidateFull());
    if (table->num_rows() > 0) check(writer->file->WriteTable(*table, table->num_rows()));
  });
}

int32_t ca_writer_close(ca_writer *writer) {
  return guarded([&] {
    check(writer->file->Close());
    check(writer->sink->Close());
  });
}

void ca_writer_free(ca_writer *writer) { delete writer; }
