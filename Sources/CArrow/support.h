// Inside of CArrow: the guard around every call, and a column that owns its arrays.
#pragma once

#include <arrow/api.h>

#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "include/carrow.h"

namespace carrow {

/// Keeps the message of a failure for ca_last_error, and passes the status on.
int32_t fail(int32_t status, const char *message) noexcept;
/// The same for a failure that Arrow reports as a value.
int32_t fail(const arrow::Status &status) noexcept;

/// A failure of Arrow on its way to the guard.
struct Failure : std::exception {
  explicit Failure(arrow::Status status) : status(std::move(status)) {}
  arrow::Status status;
};

inline void check(const arrow::Status &status) {
  if (!status.ok()) throw Failure(status);
}

template <typename Value>
Value take(arrow::Result<Value> result) {
  check(result.status());
  return result.MoveValueUnsafe();
}

[[noreturn]] inline void refuse(const std::string &message) { throw std::invalid_argument(message); }

/// Runs a body; turns everything that it throws into a status.
template <typename Body>
int32_t guarded(Body &&body) noexcept {
  try {
    body();
    return CA_OK;
  } catch (const Failure &failure) {
    return fail(failure.status);
  } catch (const std::bad_alloc &) {
    return fail(CA_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error &error) {
    return fail(CA_OUT_OF_MEMORY, error.what());
  } catch (const std::invalid_argument &error) {
    return fail(CA_INVALID_ARGUMENT, error.what());
  } catch (const std::exception &error) {  // parquet::ParquetException among them: what a damaged file leads to
    return fail(CA_MALFORMED, error.what());
  } catch (...) {
    return fail(CA_UNKNOWN_ERROR, "an exception of unknown type");
  }
}

/// A column with its own arrays, filled row after row and then shown through the C struct.
class Column {
 public:
  /// An empty column of Arrow's `type`; lists and structs get their children.
  Column(const std::string &name, const arrow::DataType &type);

  /// Adds rows `begin` to `end` of an array of that type.
  void append(const arrow::Array &array, int64_t begin, int64_t end);
  /// The column as C sees it; nothing may be added after.
  const ca_column *view();

 private:
  void append_null();
  void append_values(const arrow::Array &array, int64_t begin, int64_t end);
  void append_text(std::string_view text);

  std::string name, type_name;
  int32_t kind;
  int64_t length = 0;
  bool has_null = false;
  std::vector<uint8_t> valid;
  std::vector<int64_t> integers;
  std::vector<double> numbers;
  std::vector<int64_t> offsets;
  std::vector<uint8_t> bytes;
  std::vector<std::unique_ptr<Column>> children;
  std::vector<const ca_column *> child_views;
  ca_column shown;
};

}  // namespace carrow
