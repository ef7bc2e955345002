#include "support.h"

#include <arrow/util/config.h>

namespace carrow {

static thread_local std::string last_message;

int32_t fail(int32_t status, const char *message) noexcept {
  try {
    last_message = message;
  } catch (...) {
    last_message.clear();
  }
  return status;
}

static int32_t number(const arrow::Status &status) noexcept {
  switch (status.code()) {
    case arrow::StatusCode::IOError: return status.detail() ? CA_INPUT_OUTPUT : CA_MALFORMED;
    case arrow::StatusCode::OutOfMemory:
    case arrow::StatusCode::CapacityError: return CA_OUT_OF_MEMORY;
    case arrow::StatusCode::NotImplemented: return CA_UNSUPPORTED;
    case arrow::StatusCode::UnknownError: return CA_UNKNOWN_ERROR;
    default: return CA_MALFORMED;
  }
}

int32_t fail(const arrow::Status &status) noexcept {
  try {
    return fail(number(status), status.message().c_str());
  } catch (...) {
    return fail(CA_OUT_OF_MEMORY, "out of memory");
  }
}

}  // namespace carrow

const char *ca_last_error(void) { return carrow::last_message.c_str(); }

const char *ca_version(void) { return ARROW_VERSION_STRING; }
