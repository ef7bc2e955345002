// Weights and rows in the order in which the kernel takes them, and the walk over both.
//
// Layout: outputs in panels of 16; in a panel, for each step along the input, the 16 outputs' weights side by side (for
// bfloat16 a step is two inputs, as the instruction takes them). Rows of x are reordered in the same way, 16 rows side
// by side. The kernel keeps 16 x 16 results in registers and walks along the input once, so the weights are read from
// memory once for every 16 rows. Each result is one sum in the order of the input: it does not depend on its
// neighbours.
#pragma once

#include <ATen/Parallel.h>

#include <atomic>

#include "include/ctorch_inference.h"
#include "support.h"
#include "vector.h"

struct ct_packed {
  bool bfloat16 = false;
  bool gated = false;
  bool fast = false;
  int64_t outputs = 0;  // of all weights together
  int64_t inputs = 0;
  int64_t panels = 0;
  int64_t steps = 0;     // along the input: inputs, or half of them
  at::Tensor data;       // fast: bytes of the panels; otherwise the weight [outputs, inputs]
  std::vector<float> bias;  // [panels * 16] in panel order, or empty
};

namespace ctorch {

constexpr int64_t kWidth = 16;        // outputs in a panel, rows in a block
constexpr int64_t kRowsAtOnce = 256;  // rows whose reordered inputs stay in the cache nearest to a core
constexpr int64_t kStepBytes = kWidth * 4;

/// Computes `rows` rows by 16 outputs: reordered rows, one panel, its steps; writes 16 floats a row.
using Tile = void (*)(const uint32_t *, const uint8_t *, int64_t, float *);

/// The output that stands at column `c` of panel `p`; gated weights alternate gate and up panel by panel.
int64_t output_at(const ct_packed &packed, int64_t p, int64_t c);
/// Fills `packed.data` from a contiguous weight [outputs, inputs] of the packed type.
void fill_panels(ct_packed &packed, const at::Tensor &weight);
/// Rows of x [rows, inputs] side by side, a word a step: block after block of 16 rows.
void reorder_rows(const ct_packed &packed, const float *x, int64_t rows, uint32_t *to);
/// The kernel for a number of rows from 1 to 16.
Tile tile_for(const ct_packed &packed, int64_t rows);

/// Calls use(thread piece, first row, rows, panel group, values) for every block of rows and every panel group.
/// `values` holds group x 16 rows x 16 outputs; panels are handed out in order, in pieces, to whichever thread is free.
template <typename Use>
void for_each_tile(const ct_packed &packed, const float *x, int64_t rows, int64_t group, const Use &use) {
  std::vector<uint32_t> reordered(
      static_cast<size_t>((std::min(rows, kRowsAtOnce) + kWidth - 1) / kWidth * kWidth * packed.steps));
  const uint8_t *weights = packed.data.const_data_ptr<uint8_t>();
  const int64_t panel_bytes = packed.steps * kStepBytes;
  const int64_t groups = packed.panels / group;
  for (int64_t start = 0; start < rows; start += kRowsAtOnce) {
    const int64_t here = std::min(kRowsAtOnce, rows - start);
    reorder_rows(packed, x + start * packed.inputs, here, reordered.data());
    const int64_t threads = at::get_num_threads();
    const int64_t piece = std::max<int64_t>(1, std::min<int64_t>(64, groups / (threads * 4)));
    std::atomic<int64_t> next{0};
    parallel(threads, 1, [&](int64_t thread, int64_t) {
      alignas(64) float values[2 * kWidth * kWidth];
      for (int64_t first = next.fetch_add(piece); first < groups; first = next.fetch_add(piece)) {
        for (int64_t g = first; g < std::min(groups, first + piece); g++) {
          for (int64_t b = 0; b < here; b += kWidth) {
            const int64_t count = std::min(kWidth, here - b);
            const Tile tile = tile_for(packed, count);
            for (int64_t i = 0; i < group; i++) {
              tile(reordered.data() + b * packed.steps, weights + (g * group + i) * panel_bytes, packed.steps,
                   values + i * kWidth * kWidth);
            }
            use(thread, start + b, count, g, values);
          }
        }
      }
    });
  }
}

}  // namespace ctorch
