// Linear layers over reordered weights.
//
// Layout: outputs in panels of 16; in a panel, for each step along the input, the 16 outputs' weights side by side (for
// bfloat16 a step is two inputs, as the instruction takes them). Rows of x are reordered in the same way, 16 rows side
// by side. The kernel keeps 16 x 16 results in registers and walks along the input once, so the weights are read from
// memory once for every 16 rows. Each result is one sum in the order of the input: it does not depend on its neighbours.
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <atomic>
#include <cmath>

#include "include/ctorch_inference.h"
#include "vector.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

using namespace ctorch;

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

namespace {

constexpr int64_t kWidth = 16;        // outputs in a panel, rows in a block
constexpr int64_t kRowsAtOnce = 256;  // rows whose reordered inputs stay in the cache nearest to a core

int64_t step_bytes(const ct_packed &p) { return kWidth * 4; }

/// The output that stands at column `c` of panel `p`; gated weights alternate gate and up panel by panel.
int64_t output_at(const ct_packed &packed, int64_t p, int64_t c) {
  if (!packed.gated) return p * kWidth + c;
  const int64_t within = (p / 2) * kWidth + c;
  const int64_t half = packed.outputs / 2;
  return within < half ? (p % 2) * half + within : packed.outputs;
}

template <typename Element>
void fill_panels(ct_packed &packed, const Element *weight, Element *to) {
  const int64_t group = packed.bfloat16 ? 2 : 1;
  parallel(packed.panels, 8, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      Element *panel = to + p * packed.steps * kWidth * group;
      for (int64_t c = 0; c < kWidth; c++) {
        const int64_t row = output_at(packed, p, c);
        for (int64_t s = 0; s < packed.steps; s++) {
          for (int64_t g = 0; g < group; g++) {
            const int64_t k = s * group + g;
            const bool inside = row < packed.outputs && k < packed.inputs;
            panel[(s * kWidth + c) * group + g] = inside ? weight[row * packed.inputs + k] : Element(0);
          }
        }
      }
    }
  });
}

/// Rows begin ..< end of x [.., inputs] side by side, a word a step: block after block of 16 rows.
void reorder_rows(const ct_packed &packed, const float *x, int64_t rows, uint32_t *to) {
  const int64_t blocks = (rows + kWidth - 1) / kWidth;
  parallel(blocks, 2, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; b++) {
      uint32_t *block = to + b * packed.steps * kWidth;
      for (int64_t r = 0; r < kWidth && b * kWidth + r < rows; r++) {
        const float *row = x + (b * kWidth + r) * packed.inputs;
        if (packed.bfloat16) {
          for (int64_t s = 0; s < packed.steps; s++) {
            const uint32_t low = to_bfloat16(row[2 * s]);
            const uint32_t high = 2 * s + 1 < packed.inputs ? to_bfloat16(row[2 * s + 1]) : 0;
            block[s * kWidth + r] = low | high << 16;
          }
        } else {
          for (int64_t s = 0; s < packed.steps; s++) std::memcpy(&block[s * kWidth + r], &row[s], 4);
        }
      }
    }
  });
}

#if defined(__x86_64__)
#define CT_AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma")))

using Tile = void (*)(const uint32_t *, const uint8_t *, int64_t, float *);

/// `Rows` rows by 16 outputs: rows reordered at `x`, one panel at `w`; writes 16 floats a row at `to`.
template <int Rows>
CT_AVX512_BF16 void tile_bfloat16(const uint32_t *x, const uint8_t *w, int64_t steps, float *to) {
  __m512 sums[Rows];
  for (int r = 0; r < Rows; r++) sums[r] = _mm512_setzero_ps();
  for (int64_t s = 0; s < steps; s++) {
    const __m512bh weights = (__m512bh)_mm512_loadu_si512(w + s * 64);
    _mm_prefetch(reinterpret_cast<const char *>(w + s * 64 + 2048), _MM_HINT_T0);
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; r++) {
      sums[r] = _mm512_dpbf16_ps(sums[r], (__m512bh)_mm512_set1_epi32(static_cast<int>(x[s * kWidth + r])), weights);
    }
  }
  for (int r = 0; r < Rows; r++) _mm512_storeu_ps(to + r * kWidth, sums[r]);
}

template <int Rows>
CT_AVX512 void tile_float32(const uint32_t *x, const uint8_t *w, int64_t steps, float *to) {
  __m512 sums[Rows];
  for (int r = 0; r < Rows; r++) sums[r] = _mm512_setzero_ps();
  const float *values = reinterpret_cast<const float *>(x);
  for (int64_t s = 0; s < steps; s++) {
    const __m512 weights = _mm512_loadu_ps(reinterpret_cast<const float *>(w + s * 64));
    _mm_prefetch(reinterpret_cast<const char *>(w + s * 64 + 2048), _MM_HINT_T0);
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; r++) {
      sums[r] = _mm512_fmadd_ps(_mm512_set1_ps(values[s * kWidth + r]), weights, sums[r]);
    }
  }
  for (int r = 0; r < Rows; r++) _mm512_storeu_ps(to + r * kWidth, sums[r]);
}

template <int... Rows>
Tile tile_for(bool bfloat16, int64_t rows, std::integer_sequence<int, Rows...>) {
  static constexpr Tile bf16[] = {tile_bfloat16<Rows + 1>...};
  static constexpr Tile f32[] = {tile_float32<Rows + 1>...};
  return bfloat16 ? bf16[rows - 1] : f32[rows - 1];
}

Tile tile_for(const ct_packed &packed, int64_t rows) {
  return tile_for(packed.bfloat16, rows, std::make_integer_sequence<int, 16>());
}
#else
using Tile = void (*)(const uint32_t *, const uint8_t *, int64_t, float *);
Tile tile_for(const ct_packed &, int64_t) { return nullptr; }
#endif

/// Calls use(thread piece, first row, rows, panel, values) for every block of rows and every panel group.
/// `values` holds group x 16 rows x 16 outputs; panels are handed out in order, in pieces, to whichever thread is free.
template <typename Use>
void for_each_tile(const ct_packed &packed, const float *x, int64_t rows, int64_t group, const Use &use) {
  std::vector<uint32_t> reordered(
      static_cast<size_t>((std::min(rows, kRowsAtOnce) + kWidth - 1) / kWidth * kWidth * packed.steps));
  const uint8_t *weights = packed.data.const_data_ptr<uint8_t>();
  const int64_t panel_bytes = packed.steps * step_bytes(packed);
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

/// Adds the bias of a panel to its tile.
CT_INLINE Vector with_bias(const ct_packed &packed, int64_t panel, const float *values) {
  const Vector v = load(values);
  return packed.bias.empty() ? v : v + load(packed.bias.data() + panel * kWidth);
}

const float *rows_of(const ct_packed &packed, const ct_tensor *x) {
  const at::Tensor &value = x->value;
  if (value.scalar_type() != at::kFloat || value.dim() != 2 || !value.is_contiguous()) {
    refuse("rows must be a contiguous float32 matrix");
  }
  if (value.size(1) != packed.inputs) {
    refuse("rows of " + std::to_string(value.size(1)) + " values for a layer of " + std::to_string(packed.inputs));
  }
  return value.const_data_ptr<float>();
}

void linear_into(const ct_packed &packed, const float *x, int64_t rows, float *to, bool add) {
  for_each_tile(packed, x, rows, 1, [&](int64_t, int64_t row, int64_t count, int64_t panel, const float *values) {
    const int64_t columns = std::min(kWidth, packed.outputs - panel * kWidth);
    for (int64_t r = 0; r < count; r++) {
      float *out = to + (row + r) * packed.outputs + panel * kWidth;
      const float *from = values + r * kWidth;
      const float *bias = packed.bias.empty() ? nullptr : packed.bias.data() + panel * kWidth;
      if (columns == kWidth && bias == nullptr) {
        if (add) {
          for (int64_t c = 0; c < kWidth; c++) out[c] += from[c];
        } else {
          std::memcpy(out, from, sizeof(float) * kWidth);
        }
        continue;
      }
      for (int64_t c = 0; c < columns; c++) {
        const float value = from[c] + (bias == nullptr ? 0 : bias[c]);
        out[c] = add ? out[c] + value : value;
      }
    }
  });
}

/// The layer by libtorch's own linear, for processors without the kernel; bias in output order.
at::Tensor plain_linear(const ct_packed &packed, const at::Tensor &x) {
  at::Tensor result = at::linear(x.to(packed.data.scalar_type()), packed.data).to(at::kFloat);
  if (!packed.bias.empty()) {
    result.add_(at::from_blob(const_cast<float *>(packed.bias.data()), {packed.outputs}, at::kFloat));
  }
  return result;
}

CT_INLINE void gate_body(const float *gate, const float *up, int64_t count, int32_t activation, float *to) {
  for (int64_t i = 0; i + 16 <= count; i += 16) {
    const Vector x = load(gate + i);
    Vector y;
    if (activation == CT_ACTIVATION_SILU) {
      y = x / (exponential(-x) + 1.0f);
    } else if (activation == CT_ACTIVATION_GELU_TANH) {
      const Vector inner = (x + x * x * x * 0.044715f) * 0.7978845608028654f;
      y = x - x / (exponential(inner * 2.0f) + 1.0f);  // x (1 + tanh(inner)) / 2
    } else {
      for (int k = 0; k < 16; k++) y[k] = 0.5f * x[k] * (1.0f + std::erf(x[k] * 0.70710678118654752f));
    }
    store(to + i, y * load(up + i));
  }
}
CT_DISPATCH(gate, (const float *gate, const float *up, int64_t count, int32_t activation, float *to),
            (gate, up, count, activation, to))

}  // namespace

bool ctorch::has_avx512() {
#if defined(__x86_64__)
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return has;
#else
  return false;
#endif
}

bool ctorch::has_avx512_bfloat16() {
#if defined(__x86_64__)
  return has_avx512() && __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

int32_t ct_pack(const ct_tensor *const *weights, int32_t count, const ct_tensor *bias, int32_t dtype, bool gated,
                ct_packed **out) {
  return guarded([&] {
    if (dtype != CT_FLOAT32 && dtype != CT_BFLOAT16) refuse("weights are packed as float32 or bfloat16");
    if (count < 1 || (gated && count != 2)) refuse("a gated layer has two weights, any other at least one");
    at::NoGradGuard none;
    auto all = values(weights, count);
    for (at::Tensor &weight : all) {
      if (weight.dim() != 2) refuse("a weight must be a matrix");
      weight = weight.detach().to(at::kCPU, scalar_type(dtype));
    }
    const at::Tensor weight = (count == 1 ? all[0] : at::cat(all, 0)).contiguous();
    auto packed = std::make_unique<ct_packed>();
    packed->bfloat16 = dtype == CT_BFLOAT16;
    packed->gated = gated;
    packed->fast = packed->bfloat16 ? has_avx512_bfloat16() : has_avx512();
    packed->outputs = weight.size(0);
    packed->inputs = weight.size(1);
    if (gated && (all[0].size(0) != all[1].size(0))) refuse("gate and up must have one shape");
    const int64_t half = gated ? packed->outputs / 2 : packed->outputs;
    packed->panels = (half + kWidth - 1) / kWidth * (gated ? 2 : 1);
    packed->steps = packed->bfloat16 ? (packed->inputs + 1) / 2 : packed->inputs;
    if (bias != nullptr) {
      const at::Tensor values = bias->value.detach().to(at::kCPU, at::kFloat).contiguous();
      if (values.numel() != packed->outputs) refuse("one bias a row is needed");
      const float *from = values.const_data_ptr<float>();
      if (packed->fast) {
        packed->bias.assign(packed->panels * kWidth, 0);
        for (int64_t i = 0; i < packed->panels * kWidth; i++) {
          const int64_t row = output_at(*packed, i / kWidth, i % kWidth);
          if (row < packed->outputs) packed->bias[i] = from[row];
        }
      } else {
        packed->bias.assign(from, from + packed->outputs);
      }
    }
    if (!packed->fast) {
      packed->data = weight.clone();
    } else {
      packed->data = at::empty({packed->panels * packed->steps * step_bytes(*packed)}, at::kByte);
      uint8_t *to = packed->data.mutable_data_ptr<uint8_t>();
      if (packed->bfloat16) {
        fill_panels(*packed, reinterpret_cast<const uint16_t *>(weight.const_data_ptr()), reinterpret_cast<uint16_t *>(to));
      } else {
        fill_panels(*packed, weight.const_data_ptr<float>(), reinterpret_cast<float *>(to));
      }
    }
    *out = packed.release();
  });
}

void ct_packed_free(ct_packed *packed) { delete packed; }

size_t ct_packed_bytes(const ct_packed *packed) { return packed->data.nbytes(); }

bool ct_packed_is_fast(const ct_packed *packed) { return packed->fast; }

int32_t ct_packed_linear(const ct_packed *packed, const ct_tensor *x, ct_tensor **out) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    if (!packed->fast) return give(plain_linear(*packed, x->value), out);
    const int64_t rows = x->value.size(0);
    at::Tensor result = at::empty({rows, packed->outputs}, at::kFloat);
    linear_into(*packed, from, rows, result.mutable_data_ptr<float>(), false);
    give(std::move(result), out);
  });
}

int32_t ct_packed_linear_add(const ct_packed *packed, const ct_tensor *x, ct_tensor *sum) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    const int64_t rows = x->value.size(0);
    at::Tensor &to = sum->value;
    if (to.scalar_type() != at::kFloat || !to.is_contiguous() || to.dim() != 2 || to.size(0) != rows ||
        to.size(1) != packed->outputs) {
      refuse("the sum must be a contiguous float32 matrix of the layer's output");
    }
    if (!packed->fast) {
      to.add_(plain_linear(*packed, x->value));
      return;
    }
    linear_into(*packed, from, rows, to.mutable_data_ptr<float>(), true);
  });
}

int32_t ct_packed_gated(const ct_packed *packed, const ct_tensor *x, int32_t activation, ct_tensor **out) {
  return guarded([&] {
    if (!packed->gated) refuse("these weights were not packed as a gated layer");
    if (activation < CT_ACTIVATION_SILU || activation > CT_ACTIVATION_GELU) refuse("unknown activation");
    const float *from = rows_of(*packed, x);
    const int64_t rows = x->value.size(0), half = packed->outputs / 2;
    if (!packed->fast) {
      const auto parts = plain_linear(*packed, x->value).chunk(2, 1);
      const at::Tensor active = activation == CT_ACTIVATION_SILU ? at::silu(parts[0])
                                : activation == CT_ACTIVATION_GELU_TANH ? at::gelu(parts[0], "tanh")
                                                                        : at::gelu(parts[0], "none");
      return give(active * parts[1], out);
    }
    at::Tensor result = at::empty({rows, half}, at::kFloat);
    float *to = result.mutable_data_ptr<float>();
    for_each_tile(*packed, from, rows, 2, [&](int64_t, int64_t row, int64_t count, int64_t group, float *values) {
      if (!packed->bias.empty()) {
        for (int64_t i = 0; i < 2 * count; i++) {
          const int64_t part = i / count, r = i % count;
          float *line = values + part * kWidth * kWidth + r * kWidth;
          store(line, with_bias(*packed, 2 * group + part, line));
        }
      }
      gate(values, values + kWidth * kWidth, count * kWidth, activation, values);
      const int64_t columns = std::min(kWidth, half - group * kWidth);
      for (int64_t r = 0; r < count; r++) {
        std::memcpy(to + (row + r) * half + group * kWidth, values + r * kWidth, columns * sizeof(float));
      }
    });
    give(std::move(result), out);
  });
}

int32_t ct_packed_argmax(const ct_packed *packed, const ct_tensor *x, ct_tensor **out) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    if (!packed->fast) return give(plain_linear(*packed, x->value).argmax(1), out);
    const int64_t rows = x->value.size(0), threads = at::get_num_threads();
    struct Best {
      float value;
      int64_t index;
    };
    // A NaN never wins; a row of NaN answers 0.
    std::vector<Best> best(threads * rows, Best{-INFINITY, 0});
    for_each_tile(*packed, from, rows, 1, [&](int64_t thread, int64_t row, int64_t count, int64_t panel, const float *values) {
      const int64_t columns = std::min(kWidth, packed->outputs - panel * kWidth);
      for (int64_t r = 0; r < count; r++) {
        Best &mine = best[thread * rows + row + r];
        float line[kWidth];
        for (int64_t c = 0; c < kWidth; c++) {
          line[c] = values[r * kWidth + c] + (packed->bias.empty() ? 0 : packed->bias[panel * kWidth + c]);
        }
        float top = line[0];
        if (columns == kWidth) {
          top = largest(load(line));
        } else {
          for (int64_t c = 1; c < columns; c++) top = std::max(top, line[c]);
        }
        if (top < mine.value) continue;
        for (int64_t c = 0; c < columns; c++) {
          const int64_t index = panel * kWidth + c;
          if (line[c] > mine.value || (line[c] == mine.value && index < mine.index)) mine = Best{line[c], index};
        }
      }
    });
    at::Tensor result = at::empty({rows}, at::kLong);
    for (int64_t r = 0; r < rows; r++) {
      Best top = best[r];
      for (int64_t t = 1; t < threads; t++) {
        const Best &other = best[t * rows + r];
        if (other.value > top.value || (other.value == top.value && other.index < top.index)) top = other;
      }
      result.mutable_data_ptr<int64_t>()[r] = top.index;
    }
    give(std::move(result), out);
  });
}
