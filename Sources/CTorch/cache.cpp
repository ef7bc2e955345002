// Pages of the cache, and what is stored in them.
#include "cache.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

using namespace ctorch;

namespace {

/// Pairs (x[i], x[i + width/2]) turned by the angle of i, as Hugging Face's rotate_half lays them out.
CT_INLINE void rotate_body(const float *x, const float *cosines, const float *sines, int64_t width, float *to) {
  const int64_t half = width / 2;
  for (int64_t i = 0; i < half; i++) {
    const float a = x[i], b = x[half + i];
    to[i] = a * cosines[i] - b * sines[i];
    to[half + i] = b * cosines[i] + a * sines[i];
  }
}
CT_DISPATCH(rotate, (const float *x, const float *cosines, const float *sines, int64_t width, float *to),
            (x, cosines, sines, width, to))

template <typename Element>
CT_INLINE void store_position_body(Element *page, const float *key, const float *value, int64_t width, int64_t place) {
  for (int64_t d = 0; d < width; d++) store_one(page + d * kPage + place, key[d]);
  Element *values = page + width * kPage + place * width;
  for (int64_t d = 0; d < width; d++) store_one(values + d, value[d]);
}

}  // namespace

const std::vector<int64_t> &ctorch::pages_for(const ct_cache &cache, int64_t slot, int64_t position) {
  if (slot < 0 || slot >= static_cast<int64_t>(cache.slots.size()) || position < 0 ||
      position >= static_cast<int64_t>(cache.slots[slot].size()) * kPage) {
    refuse("position " + std::to_string(position) + " of slot " + std::to_string(slot) + " has not been reserved");
  }
  return cache.slots[slot];
}

int32_t ct_cache_share(ct_cache *cache, int64_t from, int64_t to, int64_t length) {
  return guarded([&] {
    const int64_t known = static_cast<int64_t>(cache->slots.size());
    if (length < 0 || length % kPage != 0 || from < 0 || from >= known || from == to || to < 0 || to > 1 << 20 ||
        static_cast<int64_t>(cache->slots[from].size()) * kPage < length) {
      refuse("only whole pages that a slot has can be shared with another slot");
    }
    if (to >= known) cache->slots.resize(to + 1);
    if (!cache->slots[to].empty()) refuse("a slot must be empty to share another's pages");
    for (int64_t i = 0; i < length / kPage; i++) {
      const int64_t page = cache->slots[from][i];
      cache->users[page]++;
      cache->slots[to].push_back(page);
    }
  });
}

int32_t ct_cache_new(int32_t layers, int32_t heads, int32_t width, int32_t dtype, ct_cache **out) {
  return guarded([&] {
    if (layers < 1 || heads < 1 || width < 16 || width % 16 != 0) {
      refuse("the cache needs at least one layer and head, and a head width that is a multiple of 16");
    }
    if (dtype != CT_FLOAT32 && dtype != CT_BFLOAT16) refuse("the cache is kept as float32 or bfloat16");
    *out = new ct_cache{layers, heads, width, dtype == CT_BFLOAT16, {}, {}, {}, {}, {}};
  });
}

void ct_cache_free(ct_cache *cache) { delete cache; }

int32_t ct_cache_reserve(ct_cache *cache, int64_t slot, int64_t length) {
  return guarded([&] {
    if (slot < 0 || slot > 1 << 20) refuse("a slot is a small number from 0");
    if (slot >= static_cast<int64_t>(cache->slots.size())) cache->slots.resize(slot + 1);
    auto &pages = cache->slots[slot];
    while (static_cast<int64_t>(pages.size()) * kPage < length) {
      if (cache->unused.empty()) {
        cache->pages.push_back(at::zeros({cache->page_bytes()}, at::kByte));
        cache->addresses.push_back(cache->pages.back().mutable_data_ptr<uint8_t>());
        cache->users.push_back(0);
        cache->unused.push_back(static_cast<int64_t>(cache->pages.size()) - 1);
      }
      pages.push_back(cache->unused.back());
      cache->users[pages.back()] = 1;
      cache->unused.pop_back();
    }
  });
}

int32_t ct_cache_release(ct_cache *cache, int64_t slot) {
  return guarded([&] {
    if (slot < 0 || slot >= static_cast<int64_t>(cache->slots.size())) return;
    auto &pages = cache->slots[slot];
    for (const int64_t page : pages) {
      if (--cache->users[page] == 0) cache->unused.push_back(page);
    }
    pages.clear();
  });
}

size_t ct_cache_bytes(const ct_cache *cache) { return cache->pages.size() * cache->page_bytes(); }

int32_t ct_rotate_and_store(const ct_tensor *qkv, int32_t heads, const ct_tensor *q_norm, const ct_tensor *k_norm,
                            double epsilon, const ct_tensor *cosines, const ct_tensor *sines, const int64_t *slots,
                            const int64_t *positions, ct_cache *cache, int32_t layer, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = cache->width, shared = cache->heads, total = (heads + 2 * shared) * width;
    if (heads < 1 || layer < 0 || layer >= cache->layers) refuse("no such layer, or no heads");
    const float *from = matrix(qkv, total, "queries, keys and values");
    const float *cos = matrix(cosines, width / 2, "cosines"), *sin = matrix(sines, width / 2, "sines");
    const float *qw = q_norm == nullptr ? nullptr : matrix(q_norm, width, "the query norm");
    const float *kw = k_norm == nullptr ? nullptr : matrix(k_norm, width, "the key norm");
    const int64_t rows = qkv->value.numel() / total;
    const int64_t angles = std::min(cosines->value.numel(), sines->value.numel()) / (width / 2);
    for (int64_t r = 0; r < rows; r++) {
      const auto &pages = pages_for(*cache, slots[r], positions[r]);
      if (cache->users[pages[positions[r] / kPage]] > 1) refuse("a shared position cannot be written");
      if (positions[r] >= angles) refuse("the rotary tables are too short");
    }
    at::Tensor result = at::empty({rows, heads * width}, at::kFloat);
    float *queries = result.mutable_data_ptr<float>();
    parallel(rows, 8, [&](int64_t begin, int64_t end) {
      std::vector<float> normed(width), key(width);
      for (int64_t r = begin; r < end; r++) {
        const float *row = from + r * total;
        const float *c = cos + positions[r] * (width / 2), *s = sin + positions[r] * (width / 2);
        for (int64_t h = 0; h < heads; h++) {
          const float *x = row + h * width;
          if (qw != nullptr) {
            normalise(x, qw, width, static_cast<float>(epsilon), nullptr, normed.data());
            x = normed.data();
          }
          rotate(x, c, s, width, queries + (r * heads + h) * width);
        }
        const int64_t page = cache->slots[slots[r]][positions[r] / kPage], place = positions[r] % kPage;
        for (int64_t h = 0; h < shared; h++) {
          const float *x = row + (heads + h) * width;
          if (kw != nullptr) {
            normalise(x, kw, width, static_cast<float>(epsilon), nullptr, normed.data());
            x = normed.data();
          }
          rotate(x, c, s, width, key.data());
          const float *value = row + (heads + shared + h) * width;
          uint8_t *at = cache->at(page, layer, h);
          if (cache->bfloat16) {
            store_position_body(reinterpret_cast<uint16_t *>(at), key.data(), value, width, place);
          } else {
            store_position_body(reinterpret_cast<float *>(at), key.data(), value, width, place);
          }
        }
      }
    });
    give(std::move(result), out);
  });
}
