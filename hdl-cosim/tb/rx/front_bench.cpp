// Runs rx_parser (BENCH_PARSER), rx_checksum or both behind each other (BENCH_FRONT) on frames that FrontVectors has
// written, and compares every beat out with what the model says: cycle, content, header and sums.
//
// Arguments: vector file, percent of idle cycles (or -1: bursts), seed.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <vector>
#include "Vtop.h"
#include "verilated.h"

#ifndef BEAT_BYTES
#define BEAT_BYTES 64
#endif
#ifndef LATENCY
#define LATENCY 4
#endif

static const int HEADER_WORDS = (HEADER_BITS + 31) / 32;

struct Frame {
  uint32_t length;
  uint32_t seed;
  std::vector<uint8_t> bytes;
  uint32_t header[HEADER_WORDS], care[HEADER_WORDS], sums[4];
};

struct Beat {
  uint64_t cycle;
  bool last;
  uint32_t bytes;
  uint8_t data[BEAT_BYTES];
  Frame* frame;
  long number;
};

static uint64_t state;
static uint32_t next_random() {
  state += 0x9e3779b97f4a7c15ull;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ z >> 27) * 0x94d049bb133111ebull;
  return (uint32_t)(z >> 32);
}

static bool read_frame(FILE* file, Frame* f) {
  if (fread(&f->length, 4, 1, file) != 1 || fread(&f->seed, 4, 1, file) != 1) return false;
  f->bytes.resize((f->length + 3) / 4 * 4);
  return fread(f->bytes.data(), 1, f->bytes.size(), file) == f->bytes.size() &&
         fread(f->header, 4, HEADER_WORDS, file) == (size_t)HEADER_WORDS &&
         fread(f->care, 4, HEADER_WORDS, file) == (size_t)HEADER_WORDS && fread(f->sums, 4, 4, file) == 4;
}

int main(int argc, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  int idle = atoi(argv[2]);
  state = strtoull(argv[3], nullptr, 0);
  Vtop* top = new Vtop;
  std::deque<Beat> expected;
  std::deque<Frame*> frames;
  uint64_t cycle = 0;
  long beats_in = 0, beats_out = 0, frames_out = 0, mismatches = 0, number = 0;
  bool more = true;
  Frame* frame = nullptr;
  uint32_t at = 0;
  uint32_t burst = 0;
  long drain = 0;
  top->clk_i = 0;
  top->rst_i = 1;
  for (int i = 0; i < 8; i++) {
    top->clk_i = 0; top->valid_i = i & 1; top->last_i = 0; top->eval(); top->clk_i = 1; top->eval();
  }
  top->rst_i = 0;
  while (drain < 200 && mismatches < 10) {
    if (!frame && more) {
      frame = new Frame;
      more = read_frame(file, frame);
      if (!more) { delete frame; frame = nullptr; }
      at = 0;
    }
    bool valid;
    if (idle >= 0) {
      valid = (int)(next_random() % 100) >= idle;
    } else {
      if (burst == 0) burst = 1 + next_random() % 400;
      burst--;
      valid = (burst & 128) == 0;
    }
    valid = valid && frame;
    uint8_t data[BEAT_BYTES];
    for (int i = 0; i < BEAT_BYTES; i += 4) { uint32_t r = next_random(); memcpy(data + i, &r, 4); }
    bool last = next_random() & 1;
    uint32_t bytes = next_random() % BEAT_BYTES;
    bool shown = false;
    if (valid) {
      bytes = frame->length - at < BEAT_BYTES ? frame->length - at : BEAT_BYTES;
      last = at + bytes == frame->length;
      memcpy(data, frame->bytes.data() + at, bytes);
      shown = last || at / BEAT_BYTES + 1 >= WINDOW_BEATS;
      Beat beat;
      beat.cycle = cycle + LATENCY;
      beat.last = last;
      beat.bytes = bytes;
      memcpy(beat.data, data, BEAT_BYTES);
      beat.frame = frame;
      beat.number = number;
      expected.push_back(beat);
      beats_in++;
    }
    top->valid_i = valid;
    top->last_i = last;
    top->bytes_i = bytes;
    memcpy(&top->data_i[0], data, BEAT_BYTES);
#ifdef BENCH_CHECKSUM
    for (int i = 0; i < HEADER_WORDS; i++) top->header_i[i] = shown ? frame->header[i] : next_random();
    if (HEADER_BITS % 32) top->header_i[HEADER_WORDS - 1] &= (1u << HEADER_BITS % 32) - 1;
#else
    (void)shown;
#endif
    if (valid) {
      at += bytes;
      if (last) { frame = nullptr; number++; }
    }
    top->clk_i = 0;
    top->eval();
    bool due = !expected.empty() && expected.front().cycle == cycle;
    if ((bool)top->valid_o != due) {
      printf("cycle %lu: valid_o expected %d, is %d\n", cycle, due, top->valid_o);
      mismatches++;
    }
    if (due) {
      Beat& b = expected.front();
      bool same = top->last_o == b.last && top->bytes_o == b.bytes && !memcmp(&top->data_o[0], b.data, b.bytes);
      if (!same) { printf("cycle %lu frame %ld: beat differs\n", cycle, b.number); mismatches++; }
      if (b.last && top->valid_o) {
        Frame* f = b.frame;
#ifndef BENCH_CHECKSUM
        for (int i = 0; i < HEADER_WORDS; i++) {
          uint32_t wrong = (top->header_o[i] ^ f->header[i]) & f->care[i];
#ifdef BENCH_FRONT
          if (i == HEADER_WORDS - 1) wrong &= (1u << (HEADER_BITS - 7) % 32) - 1;  // the reason is compared below
#endif
          for (int bit = 0; bit < 32; bit++) {
            if (wrong >> bit & 1) {
              printf("cycle %lu frame %ld length %u: header bit %d expected %d is %d\n", cycle, b.number, f->length,
                     i * 32 + bit, f->header[i] >> bit & 1, (int)(top->header_o[i] >> bit & 1));
              mismatches++;
              break;
            }
          }
        }
#endif
#ifndef BENCH_PARSER
        if (top->ip_checksum_ok_o != f->sums[0] || top->tcp_checksum_ok_o != f->sums[1] ||
            top->payload_sum_o != f->sums[2] || top->reason_o != f->sums[3]) {
          printf("cycle %lu frame %ld length %u: ip %u tcp %u sum %u reason %u, is %u %u %u %u\n", cycle, b.number,
                 f->length, f->sums[0], f->sums[1], f->sums[2], f->sums[3], top->ip_checksum_ok_o,
                 top->tcp_checksum_ok_o, top->payload_sum_o, top->reason_o);
          mismatches++;
        }
#endif
        if (mismatches) {
          printf("  bytes:");
          for (uint32_t i = 0; i < f->length && i < 160; i++) printf(" %02x", f->bytes[i]);
          printf("\n");
        }
        delete f;
        frames_out++;
      }
      expected.pop_front();
      beats_out++;
    }
    top->clk_i = 1;
    top->eval();
    cycle++;
    if (!more && !frame && expected.empty()) drain++;
  }
  printf("%ld beats in, %ld beats of %ld frames compared, %lu cycles, %ld mismatches\n", beats_in, beats_out,
         frames_out, cycle, mismatches);
  return mismatches != 0 || beats_in != beats_out;
}
