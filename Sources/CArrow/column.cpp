// Arrow's many types as the few kinds of this interface.
#include <arrow/extension_type.h>
#include <arrow/util/float16.h>

#include <algorithm>
#include <limits>

#include "support.h"

namespace carrow {

using arrow::Type;

namespace {

/// The type that carries the values: of an extension its storage, of a dictionary its values.
const arrow::DataType &carrier(const arrow::DataType &type) {
  switch (type.id()) {
    case Type::EXTENSION:
      return carrier(*static_cast<const arrow::ExtensionType &>(type).storage_type());
    case Type::DICTIONARY: return carrier(*static_cast<const arrow::DictionaryType &>(type).value_type());
    default: return type;
  }
}

int32_t kind_of(const arrow::DataType &type) {
  switch (type.id()) {
    case Type::BOOL: return CA_BOOL;
    case Type::INT8: case Type::INT16: case Type::INT32: case Type::INT64:
    case Type::UINT8: case Type::UINT16: case Type::UINT32: case Type::UINT64: return CA_INTEGER;
    case Type::HALF_FLOAT: case Type::FLOAT: case Type::DOUBLE: return CA_NUMBER;
    case Type::BINARY: case Type::LARGE_BINARY: case Type::BINARY_VIEW: case Type::FIXED_SIZE_BINARY: return CA_BYTES;
    case Type::LIST: case Type::LARGE_LIST: case Type::FIXED_SIZE_LIST: case Type::MAP: return CA_LIST;
    case Type::STRUCT: return CA_STRUCT;
    default: return CA_TEXT;  // strings; dates, times and decimals as Arrow prints them; a column of nulls
  }
}

template <typename ArrayType, typename Value, typename Convert>
void copy(const arrow::Array &array, int64_t begin, int64_t end, std::vector<Value> &out, Convert convert) {
  const auto &typed = static_cast<const ArrayType &>(array);
  for (int64_t row = begin; row < end; row++) out.push_back(typed.IsNull(row) ? Value{} : convert(typed.Value(row)));
}

template <typename ArrayType>
void copy_integers(const arrow::Array &array, int64_t begin, int64_t end, std::vector<int64_t> &out) {
  copy<ArrayType>(array, begin, end, out, [](auto value) {
    if constexpr (std::is_same_v<decltype(value), uint64_t>) {
      if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
        throw Failure(arrow::Status::NotImplemented("an unsigned number above 2^63 - 1"));
    }
    return static_cast<int64_t>(value);
  });
}

/// Levels of nesting that a type has, counted up to `limit`.
int depth(const arrow::DataType &type, int limit) {
  int deepest = 0;
  if (limit > 0)
    for (const auto &field : carrier(type).fields()) deepest = std::max(deepest, depth(*field->type(), limit - 1));
  return deepest + 1;
}

const int deepest_type = 64;

}  // namespace

Column::Column(const std::string &name, const arrow::DataType &type) : name(name), shown{} {
  if (depth(type, deepest_type) > deepest_type)
    throw Failure(arrow::Status::NotImplemented("column ", name, " is nested deeper than 64 levels"));
  type_name = type.ToString();
  const arrow::DataType &inner = carrier(type);
  kind = kind_of(inner);
  if (kind == CA_TEXT || kind == CA_BYTES || kind == CA_LIST) offsets.push_back(0);
  if (kind != CA_LIST && kind != CA_STRUCT) return;
  for (const auto &field : inner.fields()) children.push_back(std::make_unique<Column>(field->name(), *field->type()));
}

void Column::append_text(std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
  offsets.push_back(static_cast<int64_t>(bytes.size()));
}

/// A row without a value; children of a struct get one too, so that rows stay side by side.
void Column::append_null() {
  valid.push_back(0);
  has_null = true;
  length++;
  switch (kind) {
    case CA_BOOL: case CA_INTEGER: integers.push_back(0); break;
    case CA_NUMBER: numbers.push_back(0); break;
    case CA_TEXT: case CA_BYTES: case CA_LIST: offsets.push_back(offsets.back()); break;
    case CA_STRUCT:
      for (auto &child : children) child->append_null();
      break;
    default: break;
  }
}

void Column::append(const arrow::Array &array, int64_t begin, int64_t end) {
  if (array.type_id() == Type::EXTENSION)
    return append(*static_cast<const arrow::ExtensionArray &>(array).storage(), begin, end);
  if (array.type_id() == Type::DICTIONARY) {
    const auto &encoded = static_cast<const arrow::DictionaryArray &>(array);
    for (int64_t row = begin; row < end; row++) {
      if (encoded.IsNull(row)) {
        append_null();
        continue;
      }
      int64_t index = encoded.GetValueIndex(row);
      if (index < 0 || index >= encoded.dictionary()->length())
        throw Failure(arrow::Status::Invalid("a dictionary index outside the dictionary"));
      append(*encoded.dictionary(), index, index + 1);
    }
    return;
  }
  // A struct without a value may have children that have one: row by row, as its children are.
  if (kind == CA_STRUCT || kind == CA_LIST) {
    for (int64_t row = begin; row < end; row++) {
      if (array.IsNull(row)) {
        append_null();
      } else {
        valid.push_back(1);
        length++;
        append_values(array, row, row + 1);
      }
    }
    return;
  }
  for (int64_t row = begin; row < end; row++) {
    bool there = array.IsValid(row);
    valid.push_back(there);
    has_null |= !there;
  }
  length += end - begin;
  append_values(array, begin, end);
}

void Column::append_values(const arrow::Array &array, int64_t begin, int64_t end) {
  auto texts = [&]<typename ArrayType>(const ArrayType &typed) {
    for (int64_t row = begin; row < end; row++) append_text(typed.IsNull(row) ? std::string_view() : typed.GetView(row));
  };
  auto list = [&]<typename ArrayType>(const ArrayType &typed) {
    int64_t start = typed.value_offset(begin), stop = start + typed.value_length(begin);
    if (start < 0 || stop < start || stop > typed.values()->length())
      throw Failure(arrow::Status::Invalid("a list outside its values"));
    children[0]->append(*typed.values(), start, stop);
    offsets.push_back(children[0]->length);
  };
  switch (array.type_id()) {
    case Type::BOOL:
      return copy<arrow::BooleanArray>(array, begin, end, integers, [](bool value) { return int64_t(value); });
    case Type::INT8: return copy_integers<arrow::Int8Array>(array, begin, end, integers);
    case Type::INT16: return copy_integers<arrow::Int16Array>(array, begin, end, integers);
    case Type::INT32: return copy_integers<arrow::Int32Array>(array, begin, end, integers);
    case Type::INT64: return copy_integers<arrow::Int64Array>(array, begin, end, integers);
    case Type::UINT8: return copy_integers<arrow::UInt8Array>(array, begin, end, integers);
    case Type::UINT16: return copy_integers<arrow::UInt16Array>(array, begin, end, integers);
    case Type::UINT32: return copy_integers<arrow::UInt32Array>(array, begin, end, integers);
    case Type::UINT64: return copy_integers<arrow::UInt64Array>(array, begin, end, integers);
    case Type::HALF_FLOAT:
      return copy<arrow::HalfFloatArray>(array, begin, end, numbers, [](uint16_t bits) {
        return static_cast<double>(arrow::util::Float16::FromBits(bits).ToFloat());
      });
    case Type::FLOAT:
      return copy<arrow::FloatArray>(array, begin, end, numbers, [](float value) { return double(value); });
    case Type::DOUBLE:
      return copy<arrow::DoubleArray>(array, begin, end, numbers, [](double value) { return value; });
    case Type::STRING: case Type::BINARY: return texts(static_cast<const arrow::BinaryArray &>(array));
    case Type::LARGE_STRING: case Type::LARGE_BINARY: return texts(static_cast<const arrow::LargeBinaryArray &>(array));
    case Type::STRING_VIEW: case Type::BINARY_VIEW: return texts(static_cast<const arrow::BinaryViewArray &>(array));
    case Type::FIXED_SIZE_BINARY: return texts(static_cast<const arrow::FixedSizeBinaryArray &>(array));
    case Type::LIST: case Type::MAP: return list(static_cast<const arrow::ListArray &>(array));
    case Type::LARGE_LIST: return list(static_cast<const arrow::LargeListArray &>(array));
    case Type::FIXED_SIZE_LIST: return list(static_cast<const arrow::FixedSizeListArray &>(array));
    case Type::STRUCT: {
      const auto &typed = static_cast<const arrow::StructArray &>(array);
      for (size_t child = 0; child < children.size(); child++)
        children[child]->append(*typed.field(static_cast<int>(child)), begin, end);
      return;
    }
    default:
      for (int64_t row = begin; row < end; row++)
        append_text(array.IsNull(row) ? std::string() : take(array.GetScalar(row))->ToString());
  }
}

const ca_column *Column::view() {
  child_views.clear();
  for (auto &child : children) child_views.push_back(child->view());
  shown.name = name.c_str();
  shown.type = type_name.c_str();
  shown.kind = kind;
  shown.length = length;
  shown.valid = has_null ? valid.data() : nullptr;
  shown.integers = kind == CA_BOOL || kind == CA_INTEGER ? integers.data() : nullptr;
  shown.numbers = kind == CA_NUMBER ? numbers.data() : nullptr;
  shown.offsets = offsets.empty() ? nullptr : offsets.data();
  shown.bytes = kind == CA_TEXT || kind == CA_BYTES ? bytes.data() : nullptr;
  shown.child_count = static_cast<int32_t>(child_views.size());
  shown.children = child_views.empty() ? nullptr : child_views.data();
  return &shown;
}

}  // namespace carrow
