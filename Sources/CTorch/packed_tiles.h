// Weights and rows in the order in which the kernel takes them, and the walk over both.
//
// Layout: outputs in panels of 16; in a panel, for each step along the input, the 16 outputs' weights side by side (for
// bfloat16 a step is two inputs, in one word). Rows of x are reordered too, 16 rows side by side input by input, as
// float32. The kernel keeps 16 x 16 results in registers and walks along the input once, so the weights are read from
// memory once for every 16 rows. Each result is one sum in the order of the input: it does not depend on its
// neighbours.
//
// Where the processor has matrix units, sixteen steps of a bfloat16 panel are just one of their tiles: the same panels,
// padded to whole tiles, meet rows of bfloat16 as they stand, 32 rows and two panels at a time. The units are used for any
// number of rows, one too, so that a row's result stays its own.
#pragma once

#include <ATen/Parallel.h>

#include <atomic>

#include "include/ctorch_inference.h"
#include "matrix_units.h"
#include "support.h"
#include "vector.h"

struct ct_packed {
  bool bfloat16 = false;
  bool gated = false;
  bool fast = false;
  bool units = false;   // on the matrix units
  int64_t outputs = 0;  // of all weights together
  int64_t inputs = 0;
  int64_t panels = 0;
  int64_t steps = 0;     // along the input: inputs, or half of them; whole tiles of 16 for the units
  at::Tensor data;       // fast: bytes of the panels; otherwise the weight [outputs, inputs]
  std::vector<float> bias;  // [panels * 16] in panel order, or empty
};

namespace ctorch {

constexpr int64_t kWidth = 16;        // outputs in a panel, rows in a block
constexpr int64_t kRowsAtOnce = 256;  // rows whose reordered inputs stay in a core's own cache
constexpr int64_t kStepBytes = kWidth * 4;

/// Computes `rows` rows by 16 outputs: reordered rows, one panel, its steps; writes 16 floats a row.
using Tile = void (*)(const float *, const uint8_t *, int64_t, float *);

/// The output that stands at column `c` of panel `p`; gated weights alternate gate and up panel by panel.
int64_t output_at(const ct_packed &packed, int64_t p, int64_t c);
/// Fills `packed.data` from a contiguous weight [outputs, inputs] of the packed type.
void fill_panels(ct_packed &packed, const at::Tensor &weight);
/// Numbers of a block of 16 reordered rows: one a step and row, or two bfloat16.
inline int64_t reordered_size(const ct_packed &packed) { return packed.steps * kWidth * (packed.bfloat16 ? 2 : 1); }
/// Rows of x [rows, inputs] side by side, input by input: block after block of 16 rows, rounded to the packed type.
void reorder_rows(const ct_packed &packed, const float *x, int64_t rows, float *to);
/// The kernel for a number of rows from 1 to 16.
Tile tile_for(const ct_packed &packed, int64_t rows);

/// Rows of x [rows, inputs] as bfloat16, `stride` values apart, padded by zeros to whole tiles.
void narrow_rows(const ct_packed &packed, const float *x, int64_t rows, uint16_t *to, int64_t stride);
/// Sets a thread's tiles before its first `multiply_block`, and gives them back after its last.
void begin_tiles();
void end_tiles();
/// `rows` rows, 32 at most, by one or two panels (`second` may be null): writes half by half of 16 rows the 16 x 16
/// results of the first and of the second panel.
void multiply_block(const uint16_t *x, int64_t stride, int64_t rows, const uint8_t *first, const uint8_t *second,
                    int64_t steps, bool fetch, float *to);

/// The walk on the matrix units; see `for_each_tile`.
template <typename Use>
void for_each_block(const ct_packed &packed, const float *x, int64_t rows, int64_t group, const Use &use) {
  // Rows whose distance is a power of two would meet in one set of the cache.
  const int64_t stride = packed.steps * 2 + 32, tallest = (std::min(rows, kRowsAtOnce) + 31) / 32 * 32;
  std::vector<uint16_t> room(static_cast<size_t>(tallest * stride + 32));
  uint16_t *narrow = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(room.data()) + 63) & ~uintptr_t{63});
  const uint8_t *weights = packed.data.const_data_ptr<uint8_t>();
  const int64_t panel_bytes = packed.steps * kStepBytes, pairs = (packed.panels + 1) / 2;
  for (int64_t start = 0; start < rows; start += kRowsAtOnce) {
    const int64_t here = std::min(kRowsAtOnce, rows - start);
    narrow_rows(packed, x + start * packed.inputs, here, narrow, stride);
    const int64_t threads = at::get_num_threads();
    const int64_t piece = std::max<int64_t>(1, std::min<int64_t>(32, pairs / (threads * 4)));
    std::atomic<int64_t> next{0};
    parallel(threads, 1, [&](int64_t thread, int64_t) {
      alignas(64) float values[4 * kWidth * kWidth];
      begin_tiles();
      for (int64_t from = next.fetch_add(piece); from < pairs; from = next.fetch_add(piece)) {
        for (int64_t pair = from; pair < std::min(pairs, from + piece); pair++) {
          const uint8_t *first = weights + 2 * pair * panel_bytes;
          const uint8_t *second = 2 * pair + 1 < packed.panels ? first + panel_bytes : nullptr;
          for (int64_t b = 0; b < here; b += 2 * kWidth) {
            const int64_t block = std::min(2 * kWidth, here - b);
            multiply_block(narrow + b * stride, stride, block, first, second, packed.steps, b == 0, values);
            for (int64_t half = 0; half * kWidth < block; half++) {
              const int64_t row = start + b + half * kWidth, count = std::min(kWidth, block - half * kWidth);
              float *found = values + half * 2 * kWidth * kWidth;
              if (group == 2) {
                use(thread, row, count, pair, found);
              } else {
                use(thread, row, count, 2 * pair, found);
                if (second != nullptr) use(thread, row, count, 2 * pair + 1, found + kWidth * kWidth);
              }
            }
          }
        }
      }
      end_tiles();
    });
  }
}

/// Calls use(thread piece, first row, rows, panel group, values) for every block of rows and every panel group.
/// `values` holds group x 16 rows x 16 outputs; panels are handed out in order, in pieces, to whichever thread is free.
template <typename Use>
void for_each_tile(const ct_packed &packed, const float *x, int64_t rows, int64_t group, const Use &use) {
  if (packed.units) return for_each_block(packed, x, rows, group, use);
  const int64_t block_size = reordered_size(packed);
  std::vector<float> reordered(static_cast<size_t>((std::min(rows, kRowsAtOnce) + kWidth - 1) / kWidth * block_size));
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
              tile(reordered.data() + b / kWidth * block_size, weights + (g * group + i) * panel_bytes, packed.steps,
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
