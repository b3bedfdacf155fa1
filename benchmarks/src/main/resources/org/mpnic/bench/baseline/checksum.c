// Ones' complement sums in C: what the model's are measured against. The compiler makes vector code of these loops.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef WITH_DPDK
#include <rte_ip.h>
#endif

static inline uint16_t fold(uint64_t sum) {
  sum = (sum >> 32) + (sum & 0xffffffff);
  sum = (sum >> 16) + (sum & 0xffff);
  sum = (sum >> 16) + (sum & 0xffff);
  return (uint16_t)((sum >> 16) + (sum & 0xffff));
}

static inline uint64_t tail(const uint8_t* bytes, size_t length) {
  uint64_t word = 0;
  memcpy(&word, bytes, length);
  return (word >> 32) + (word & 0xffffffff);
}

// Words of 32 bits, added up in 64.
static inline uint16_t by_words_of_32(const uint8_t* bytes, size_t length) {
  uint64_t sum = 0;
  size_t whole = length & ~(size_t)7;
  for (size_t i = 0; i < whole; i += 4) {
    uint32_t word;
    memcpy(&word, bytes + i, 4);
    sum += word;
  }
  return fold(sum + tail(bytes + whole, length & 7));
}

// Words of 64 bits, low and high halves added up apart: no widening.
static inline uint16_t by_words_of_64(const uint8_t* bytes, size_t length) {
  uint64_t low = 0;
  uint64_t high = 0;
  size_t whole = length & ~(size_t)7;
  for (size_t i = 0; i < whole; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    low += word & 0xffffffff;
    high += word >> 32;
  }
  return fold(low + high + tail(bytes + whole, length & 7));
}

// Words of 16 bits, added up in 32: for less than 128 KiB.
static inline uint16_t by_words_of_16(const uint8_t* bytes, size_t length) {
  uint32_t sum = 0;
  size_t whole = length & ~(size_t)7;
  for (size_t i = 0; i < whole; i += 2) {
    uint16_t word;
    memcpy(&word, bytes + i, 2);
    sum += word;
  }
  return fold((uint64_t)sum + tail(bytes + whole, length & 7));
}

// Sums `length` bytes from offsets 0, 64, ..., 448 in turn, `count` times in all; the result is the sum of all sums.
#define RUN(name)                                                                                                     \
  uint64_t run_##name(const uint8_t* bytes, size_t length, uint64_t count) {                                          \
    uint64_t all = 0;                                                                                                 \
    for (uint64_t i = 0; i < count; i++) {                                                                            \
      const uint8_t* from = bytes + 64 * (i & 7);                                                                     \
      __asm__ volatile("" : "+r"(from) : : "memory");                                                                 \
      all += name(from, length);                                                                                      \
    }                                                                                                                 \
    return all;                                                                                                       \
  }

RUN(by_words_of_32)
RUN(by_words_of_64)
RUN(by_words_of_16)
#ifdef WITH_DPDK
RUN(rte_raw_cksum)
#endif
