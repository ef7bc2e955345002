// The paged cache of keys and values.
//
// A page holds 16 positions of one slot for all layers. For one layer and head: keys as [width][16 positions], so that
// 16 scores come out of one pass side by side; values as [16 positions][width].
#pragma once

#include "include/ctorch_inference.h"
#include "rows.h"

namespace ctorch {
constexpr int64_t kPage = 16;
}

struct ct_cache {
  int64_t layers, heads, width;
  bool bfloat16;
  std::vector<at::Tensor> pages;
  std::vector<uint8_t *> addresses;
  std::vector<int32_t> users;  // slots that a page belongs to
  std::vector<int64_t> unused;
  std::vector<std::vector<int64_t>> slots;  // pages of each slot, in order

  int64_t element_bytes() const { return bfloat16 ? 2 : 4; }
  int64_t head_elements() const { return 2 * width * ctorch::kPage; }
  int64_t page_bytes() const { return layers * heads * head_elements() * element_bytes(); }

  /// Keys of a page for one layer and head; the values follow them.
  uint8_t *at(int64_t page, int64_t layer, int64_t head) const {
    return addresses[page] + (layer * heads + head) * head_elements() * element_bytes();
  }
};

namespace ctorch {

/// The pages of a slot; refuses a slot without room for `position`.
const std::vector<int64_t> &pages_for(const ct_cache &cache, int64_t slot, int64_t position);

}  // namespace ctorch
