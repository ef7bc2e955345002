#include "training_rows.h"

#include <cmath>

#include "include/ctorch_inference.h"
#include "tile_kernels.h"

namespace ctorch {

#if CT_MATRIX_UNITS

CT_AMX_BEGIN

namespace {

CT_AMX_INLINE __m512 read(const float *from) { return _mm512_loadu_ps(from); }
CT_AMX_INLINE __m512 read(const uint16_t *from) { return widen16(from); }
CT_AMX_INLINE void write(float *to, __m512 x) { _mm512_storeu_ps(to, x); }
CT_AMX_INLINE void write(uint16_t *to, __m512 x) {
  _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), narrow16(x));
}

CT_AMX_INLINE float total(__m512 x) { return _mm512_reduce_add_ps(x); }

template <typename Element>
CT_AMX_INLINE float scale_of(const Element *x, int64_t width, float epsilon) {
  __m512 squares = _mm512_setzero_ps();
  for (int64_t i = 0; i < width; i += 16) squares = _mm512_fmadd_ps(read(x + i), read(x + i), squares);
  return 1.0f / std::sqrt(total(squares) / static_cast<float>(width) + epsilon);
}

CT_AMX void norm_some(const float *x, const float *w, int64_t begin, int64_t end, int64_t width, float epsilon,
                      uint16_t *to, float *scales) {
  for (int64_t r = begin; r < end; r++) {
    const float *row = x + r * width;
    const float scale = scale_of(row, width, epsilon);
    scales[r] = scale;
    const __m512 s = _mm512_set1_ps(scale);
    for (int64_t i = 0; i < width; i += 16) {
      write(to + r * width + i, _mm512_mul_ps(_mm512_mul_ps(read(row + i), s), read(w + i)));
    }
  }
}

CT_AMX void norm_add_some(const uint16_t *y, const float *w, int64_t begin, int64_t end, int64_t width, float epsilon,
                          const float *x, float *to, float *scales) {
  for (int64_t r = begin; r < end; r++) {
    const uint16_t *row = y + r * width;
    const float scale = scale_of(row, width, epsilon);
    scales[r] = scale;
    const __m512 s = _mm512_set1_ps(scale);
    for (int64_t i = 0; i < width; i += 16) {
      const __m512 normed = _mm512_mul_ps(read(row + i), s);
      write(to + r * width + i, _mm512_fmadd_ps(normed, read(w + i), read(x + r * width + i)));
    }
  }
}

/// With h = x r: the gradient by x is r (w g - h mean(w g h)); stored, or added.
template <bool Add, typename Element, typename Out>
CT_AMX_INLINE void norm_row_backward(const float *g, const Element *x, const float *w, float scale, int64_t width,
                                     Out *to) {
  __m512 products = _mm512_setzero_ps();
  for (int64_t i = 0; i < width; i += 16) {
    products = _mm512_fmadd_ps(_mm512_mul_ps(read(g + i), read(w + i)), read(x + i), products);
  }
  const __m512 s = _mm512_set1_ps(scale);
  const __m512 mean = _mm512_set1_ps(total(products) * scale * scale * scale / static_cast<float>(width));
  for (int64_t i = 0; i < width; i += 16) {
    const __m512 first = _mm512_mul_ps(_mm512_mul_ps(read(g + i), read(w + i)), s);
    const __m512 gradient = _mm512_fnmadd_ps(read(x + i), mean, first);
    write(to + i, Add ? _mm512_add_ps(read(to + i), gradient) : gradient);
  }
}

CT_AMX void norm_some_backward(const float *g, const float *x, const float *w, const float *scales, int64_t begin,
                               int64_t end, int64_t width, float *sum) {
  for (int64_t r = begin; r < end; r++) {
    norm_row_backward<true>(g + r * width, x + r * width, w, scales[r], width, sum + r * width);
  }
}

CT_AMX void norm_add_some_backward(const float *g, const uint16_t *y, const float *w, const float *scales,
                                   int64_t begin, int64_t end, int64_t width, uint16_t *to) {
  for (int64_t r = begin; r < end; r++) {
    norm_row_backward<false>(g + r * width, y + r * width, w, scales[r], width, to + r * width);
  }
}



/// The activation and its slope.
CT_AMX_INLINE void activate(__m512 x, int32_t activation, __m512 &value, __m512 &slope) {
  const __m512 one = _mm512_set1_ps(1);
  if (activation == CT_ACTIVATION_SILU) {
    const __m512 s = _mm512_div_ps(one, _mm512_add_ps(one, exp16(_mm512_sub_ps(_mm512_setzero_ps(), x))));
    value = _mm512_mul_ps(x, s);
    // s + x s (1 - s)
    slope = _mm512_fmadd_ps(value, _mm512_sub_ps(one, s), s);
  } else if (activation == CT_ACTIVATION_GELU_TANH) {
    const __m512 k = _mm512_set1_ps(0.7978845608028654f), c = _mm512_set1_ps(0.044715f);
    const __m512 square = _mm512_mul_ps(x, x);
    const __m512 inner = _mm512_mul_ps(k, _mm512_fmadd_ps(_mm512_mul_ps(square, c), x, x));
    // σ(2 inner) = (1 + tanh inner) / 2
    const __m512 s = _mm512_div_ps(one, _mm512_add_ps(one, exp16(_mm512_mul_ps(inner, _mm512_set1_ps(-2)))));
    value = _mm512_mul_ps(x, s);
    // s + x · 2 s (1 - s) · k (1 + 3 c x²)
    const __m512 inside = _mm512_mul_ps(k, _mm512_fmadd_ps(square, _mm512_set1_ps(3 * 0.044715f), one));
    const __m512 turn = _mm512_mul_ps(_mm512_mul_ps(s, _mm512_sub_ps(one, s)), _mm512_add_ps(inside, inside));
    slope = _mm512_fmadd_ps(x, turn, s);
  } else {
    alignas(64) float in[16], v[16], d[16];
    _mm512_store_ps(in, x);
    for (int i = 0; i < 16; i++) {
      const float half = 0.5f * (1 + std::erf(in[i] * 0.70710678118654752f));
      v[i] = in[i] * half;
      d[i] = half + in[i] * 0.3989422804014327f * std::exp(-0.5f * in[i] * in[i]);
    }
    value = _mm512_load_ps(v);
    slope = _mm512_load_ps(d);
  }
}

CT_AMX void gate_some(const uint16_t *gate_up, int64_t begin, int64_t end, int64_t width, int32_t activation,
                      uint16_t *to) {
  for (int64_t r = begin; r < end; r++) {
    const uint16_t *gate = gate_up + r * 2 * width, *up = gate + width;
    for (int64_t i = 0; i < width; i += 16) {
      __m512 value, slope;
      activate(read(gate + i), activation, value, slope);
      write(to + r * width + i, _mm512_mul_ps(value, read(up + i)));
    }
  }
}

CT_AMX void gate_some_backward(const uint16_t *g, const uint16_t *gate_up, int64_t begin, int64_t end, int64_t width,
                               int32_t activation, uint16_t *to) {
  for (int64_t r = begin; r < end; r++) {
    const uint16_t *gate = gate_up + r * 2 * width, *up = gate + width;
    uint16_t *out = to + r * 2 * width;
    for (int64_t i = 0; i < width; i += 16) {
      __m512 value, slope;
      activate(read(gate + i), activation, value, slope);
      const __m512 gradient = read(g + r * width + i);
      write(out + i, _mm512_mul_ps(_mm512_mul_ps(gradient, read(up + i)), slope));
      write(out + width + i, _mm512_mul_ps(gradient, value));
    }
  }
}

/// Pairs (a, b) = (x[i], x[width / 2 + i]) -> (a cos - b sin, b cos + a sin).
CT_AMX void rotate_some(const uint16_t *qkv, int64_t rows, int64_t begin, int64_t end, const Rotation &n, uint16_t *to) {
  const int64_t half = n.width / 2, all = n.heads + n.shared, stride = (all + n.shared) * n.width;
  for (int64_t r = begin; r < end; r++) {
    const float *cosines = n.cosines + n.positions[r] * half, *sines = n.sines + n.positions[r] * half;
    for (int64_t h = 0; h < all; h++) {
      const uint16_t *x = qkv + r * stride + h * n.width;
      uint16_t *out = to + (h * rows + r) * n.width;
      const float *w = h < n.heads ? n.query_norm : n.key_norm;
      const __m512 scale = _mm512_set1_ps(w == nullptr ? 1 : scale_of(x, n.width, n.epsilon));
      for (int64_t i = 0; i < half; i += 16) {
        const __mmask16 mask = half - i >= 16 ? 0xffff : static_cast<__mmask16>((1 << (half - i)) - 1);
        __m512 a = read(x + i), b = read(x + half + i);
        if (w != nullptr) {
          a = _mm512_mul_ps(_mm512_mul_ps(a, scale), read(w + i));
          b = _mm512_mul_ps(_mm512_mul_ps(b, scale), read(w + half + i));
        }
        const __m512 c = read(cosines + i), s = read(sines + i);
        const __m512 low = _mm512_fmsub_ps(a, c, _mm512_mul_ps(b, s));
        const __m512 high = _mm512_fmadd_ps(b, c, _mm512_mul_ps(a, s));
        _mm256_mask_storeu_epi16(out + i, mask, narrow16(low));
        _mm256_mask_storeu_epi16(out + half + i, mask, narrow16(high));
      }
    }
  }
}

CT_AMX void rotate_some_backward(const float *g, const uint16_t *qkv, int64_t rows, int64_t begin, int64_t end,
                                 const Rotation &n, uint16_t *to) {
  const int64_t half = n.width / 2, all = n.heads + n.shared, stride = (all + n.shared) * n.width;
  alignas(64) float turned[1024];
  for (int64_t r = begin; r < end; r++) {
    const float *cosines = n.cosines + n.positions[r] * half, *sines = n.sines + n.positions[r] * half;
    for (int64_t h = 0; h < all + n.shared; h++) {
      const uint16_t *x = qkv + r * stride + h * n.width;
      const float *gradient = g + (h * rows + r) * n.width;
      uint16_t *out = to + r * stride + h * n.width;
      if (h >= all) {
        for (int64_t i = 0; i < n.width; i += 16) write(out + i, read(gradient + i));
        continue;
      }
      for (int64_t i = 0; i < half; i += 16) {
        const __m512 a = read(gradient + i), b = read(gradient + half + i), c = read(cosines + i), s = read(sines + i);
        write(turned + i, _mm512_fmadd_ps(a, c, _mm512_mul_ps(b, s)));
        write(turned + half + i, _mm512_fmsub_ps(b, c, _mm512_mul_ps(a, s)));
      }
      const float *w = h < n.heads ? n.query_norm : n.key_norm;
      if (w == nullptr) {
        for (int64_t i = 0; i < n.width; i += 16) write(out + i, read(turned + i));
        continue;
      }
      norm_row_backward<false>(turned, x, w, scale_of(x, n.width, n.epsilon), n.width, out);
    }
  }
}

}  // namespace

void norm_rows(const float *x, const float *w, int64_t rows, int64_t width, float epsilon, uint16_t *to, float *scales) {
  parallel(rows, 16, [&](int64_t b, int64_t e) { norm_some(x, w, b, e, width, epsilon, to, scales); });
}

void norm_add_rows(const uint16_t *y, const float *w, int64_t rows, int64_t width, float epsilon, const float *x,
                   float *to, float *scales) {
  parallel(rows, 16, [&](int64_t b, int64_t e) { norm_add_some(y, w, b, e, width, epsilon, x, to, scales); });
}

void norm_rows_backward(const float *gradient, const float *x, const float *w, const float *scales, int64_t rows,
                        int64_t width, float *sum) {
  parallel(rows, 16, [&](int64_t b, int64_t e) { norm_some_backward(gradient, x, w, scales, b, e, width, sum); });
}

void norm_add_rows_backward(const float *gradient, const uint16_t *y, const float *w, const float *scales, int64_t rows,
                            int64_t width, uint16_t *to) {
  parallel(rows, 16, [&](int64_t b, int64_t e) { norm_add_some_backward(gradient, y, w, scales, b, e, width, to); });
}

void gate_rows(const uint16_t *gate_up, int64_t rows, int64_t width, int32_t activation, uint16_t *to) {
  parallel(rows, 8, [&](int64_t b, int64_t e) { gate_some(gate_up, b, e, width, activation, to); });
}

void gate_rows_backward(const uint16_t *gradient, const uint16_t *gate_up, int64_t rows, int64_t width,
                        int32_t activation, uint16_t *to) {
  parallel(rows, 8, [&](int64_t b, int64_t e) { gate_some_backward(gradient, gate_up, b, e, width, activation, to); });
}

void rotate_rows(const uint16_t *qkv, int64_t rows, const Rotation &rotation, uint16_t *to) {
  parallel(rows, 8, [&](int64_t b, int64_t e) { rotate_some(qkv, rows, b, e, rotation, to); });
}

void rotate_rows_backward(const float *gradient, const uint16_t *qkv, int64_t rows, const Rotation &rotation,
                          uint16_t *to) {
  parallel(rows, 8, [&](int64_t b, int64_t e) { rotate_some_backward(gradient, qkv, rows, b, e, rotation, to); });
}

CT_AMX_END

#endif

}  // namespace ctorch
