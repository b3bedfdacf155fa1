// The receive datapath of the model, in C: what its speed is measured against.
//
// The same work on the frames of the benchmarks: parse, sums over real bytes, lookup by Toeplitz hash, in-order point, DSS
// mappings with their sums, connection, the frame's bytes into host memory, and the cycles of packet_buffer, port_arbiter,
// rx_dma, host_link, completion_fifo and completion_writer by the same recurrences. The result is every completion with
// the cycle in which the host sees it.
//
// Smaller than the model: IPv4 and TCP, segments in order, mappings with 64-bit DSN; one thing more is an error, never a
// wrong result. There are no descriptors (buffers are taken in turn and always there), no interrupts, no counters, no
// control processor.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int64_t cycle_t;

static const cycle_t kFar = INT64_MAX / 4;
static const cycle_t kBefore = INT64_MIN / 4;

enum { MOST_PORTS = 8, MOST_SLOTS = 16, IMAGE_WORDS = 8, RESULT_WORDS = 9 };
enum { NOT_COVERED = -1, BAD_CHECKSUM = -2, NO_ROOM = -3 };
enum { VERDICT_NONE, VERDICT_GOOD, VERDICT_BAD, VERDICT_PENDING };
enum { TCP_IPV4 = 2 };

// In the order of RxDatapathInC.java.
struct config {
  int64_t ports, beat_bytes, max_frame_bytes, packet_buffer_beats, packet_buffer_headers, decision_fifo_depth, subflows,
      flow_table_ways, mappings, receive_window_bytes, queues, ring_entries, buffer_bytes, max_payload_bytes,
      write_latency_cycles, link_store_beats, completion_fifo_depth, completion_batch, completion_batch_idle_cycles,
      header_interval_cycles, ingress_cycles, decision_cycles, tlp_header_bytes, link_ticks_per_256_bytes, flag_mapped,
      flag_segment_new, flag_has_checksum, type_shift, verdict_shift, packet_type_shift, port_shift, flags_shift;
};

static void* zeroed(size_t count, size_t size) {
  void* memory = calloc(count, size);
  if (memory == NULL) abort();
  return memory;
}

static uint32_t power_of_two(int64_t least) {
  uint32_t size = 1;
  while (size < least) size *= 2;
  return size;
}

static inline cycle_t later(cycle_t a, cycle_t b) { return a > b ? a : b; }

static inline cycle_t sooner(cycle_t a, cycle_t b) { return a < b ? a : b; }

// ---- cycles of the last tokens of a handshake

struct history {
  cycle_t* cycles;
  uint32_t mask;
  int64_t count;
};

static struct history history_of(int64_t depth) {
  uint32_t size = power_of_two(depth);
  return (struct history){zeroed(size, sizeof(cycle_t)), size - 1, 0};
}

static inline void append(struct history* h, cycle_t cycle) { h->cycles[h->count++ & h->mask] = cycle; }

static inline cycle_t at(const struct history* h, int64_t token) { return h->cycles[token & h->mask]; }

static inline cycle_t free_cycle(const struct history* h, int64_t token) {
  return token < 0 ? kBefore : token < h->count ? at(h, token) + 1 : kFar;
}

// ---- TLPs of a requester

struct tlp {
  cycle_t eligible;
  int32_t bytes, beats, is_last;
};

struct tlp_queue {
  struct tlp* tlps;
  uint32_t mask;
  int64_t head, tail;
};

static inline cycle_t head_of(const struct tlp_queue* q) {
  return q->head == q->tail ? kFar : q->tlps[q->head & q->mask].eligible;
}

static inline void add_tlp(struct tlp_queue* q, cycle_t eligible, int bytes, int beats, int is_last) {
  q->tlps[q->tail++ & q->mask] = (struct tlp){eligible, bytes, beats, is_last};
}

// ---- state

struct entry {
  uint64_t image[IMAGE_WORDS];
  int32_t queue, port;
};

// A queue's completions that are written together.
struct batch {
  uint32_t ring_place;  // of its queue
  int32_t block, count;
  int64_t opening;
};

struct opening {
  cycle_t opened, filled;
  int32_t queue;
};

struct decision {
  cycle_t visible;
  int32_t bytes;
};

struct header {
  cycle_t visible;
  int64_t frame;
};

struct port {
  // packet_buffer
  int64_t next_frame;
  cycle_t next_decide;
  struct header* headers;
  uint32_t header_mask;
  int64_t header_head, header_tail;
  struct history beat_pops, header_pops;
  int64_t kept_beats, kept_frames, serial;
  // rx_dma
  struct decision* decisions;
  uint32_t decision_mask;
  int64_t decision_head, decision_tail;
  struct history decision_pops, sent;
  int64_t stored_beats;
  int in_frame, beat, beats_in_tlp;
  cycle_t next_pop;
  struct tlp_queue tlps;
  // completion_fifo
  struct entry* entries;
  struct entry** free_entries;  // a stack: what was given back last is in cache
  struct entry** order;         // as they were prepared
  uint32_t entry_mask;
  int free_count;
  int64_t prepared, reserved, sent_frames_used, moved_head, moved_tail;
  struct history entry_pops, entry_visible, frames_sent;
  cycle_t* moved;
  uint32_t moved_mask;
  cycle_t last_enter;
};

struct slot {
  uint32_t ssn, length;
  uint16_t checksum;
  uint8_t has_checksum;
  uint64_t dsn;
  // Of the sum: bytes that came, from the first on, and what they add up to.
  uint32_t covered, sum;
  uint8_t is_delivered;
};

struct subflow {
  uint32_t isn, next, connection, generation, is_mptcp;
  uint32_t valid, victim;
  struct slot slots[MOST_SLOTS];
};

struct connection {
  uint64_t next_dsn;
  uint32_t queue;
};

struct flow {
  uint32_t source, destination, ports, is_used;
  uint32_t subflow;
};

struct datapath {
  struct config config;
  int32_t* wire_cycles;
  int32_t* link_cost;
  uint64_t (*toeplitz)[256];
  struct port ports[MOST_PORTS];
  struct flow* flows;
  uint32_t bucket_mask;
  struct subflow* subflows;
  struct connection* connections;
  uint32_t* taken;
  // port_arbiter
  cycle_t last_grant;
  int first_port;
  // host_link
  int64_t free_tick;
  cycle_t stepped;
  // completion_writer
  struct tlp_queue writes;
  struct history written;
  struct entry** gathered;  // completion_batch places a block
  int* free_blocks;
  int free_block_count;
  int64_t opened;
  struct batch* open;  // by queue
  struct batch full;
  cycle_t full_cycle, last_flush, last_slot;
  struct opening* openings;
  uint32_t opening_mask;
  int64_t opening_head, opening_tail;
  cycle_t last_left, due_cycle;
  struct batch* flushed;
  uint32_t flushed_mask;
  int64_t flushed_head, flushed_tail;
  // of the run
  const uint8_t* frames;
  const int64_t* offsets;
  const int32_t* lengths;
  const cycle_t* cycles;
  int64_t end;
  uint8_t* host;
  uint64_t* results;
  int64_t result_count, result_room;
};

static inline int last_offset(const struct datapath* d, int bytes) {
  int beat = (int)d->config.beat_bytes;
  return bytes <= beat ? 0 : d->wire_cycles[bytes - beat];
}

static inline int beat_offset(const struct datapath* d, int bytes, int beat) {
  int size = (int)d->config.beat_bytes;
  int end = (beat + 1) * size < bytes ? (beat + 1) * size : bytes;
  return beat == 0 ? 0 : d->wire_cycles[end - size];
}

static inline int beats_of(const struct datapath* d, int bytes) {
  return (bytes + (int)d->config.beat_bytes - 1) / (int)d->config.beat_bytes;
}

// ---- parse and sum

struct parsed {
  uint32_t source, destination, ports, sequence;
  int payload_offset, payload_length;
  int has_mapping, has_checksum;
  uint64_t dsn;
  uint32_t ssn, length;
  uint16_t checksum;
};

static inline uint16_t get16(const uint8_t* p) { return (uint16_t)(p[0] << 8 | p[1]); }

static inline uint32_t get32(const uint8_t* p) {
  uint32_t value;
  memcpy(&value, p, 4);
  return __builtin_bswap32(value);
}

static inline uint64_t get64(const uint8_t* p) {
  uint64_t value;
  memcpy(&value, p, 8);
  return __builtin_bswap64(value);
}

static inline uint32_t fold(uint64_t sum) {
  sum = (sum >> 32) + (sum & 0xffffffff);
  sum = (sum >> 16) + (sum & 0xffff);
  sum = (sum >> 16) + (sum & 0xffff);
  return (uint32_t)((sum >> 16) + (sum & 0xffff));
}

// Sum of 16-bit words with their bytes exchanged, not folded.
static inline uint64_t swapped_sum(const uint8_t* bytes, int length) {
  uint64_t low = 0, high = 0, word = 0;
  int whole = length & ~7;
  for (int i = 0; i < whole; i += 8) {
    memcpy(&word, bytes + i, 8);
    low += word & 0xffffffff;
    high += word >> 32;
  }
  word = 0;
  memcpy(&word, bytes + whole, (size_t)(length & 7));
  return low + high + (word >> 32) + (word & 0xffffffff);
}

static int parse_dss(const uint8_t* option, int length, struct parsed* p) {
  int flags = option[3];
  int at = 4;
  if ((flags & 1) != 0) at += (flags & 2) != 0 ? 8 : 4;
  if ((flags & 4) == 0) return at == length ? 0 : NOT_COVERED;
  if ((flags & 8) == 0 || (flags & 16) != 0) return NOT_COVERED;
  if (at + 14 != length && at + 16 != length) return NOT_COVERED;
  p->has_mapping = 1;
  p->dsn = get64(option + at);
  p->ssn = get32(option + at + 8);
  p->length = get16(option + at + 12);
  p->has_checksum = at + 16 == length;
  p->checksum = p->has_checksum ? get16(option + at + 14) : 0;
  return p->length == 0 ? NOT_COVERED : 0;
}

static int parse(const uint8_t* frame, int bytes, struct parsed* p) {
  if (bytes < 54 || get16(frame + 12) != 0x0800 || frame[14] != 0x45 || frame[23] != 6) return NOT_COVERED;
  const uint8_t* ip = frame + 14;
  int total = get16(ip + 2);
  if (total < 40 || total > bytes - 14 || (get16(ip + 6) & 0x3fff) != 0) return NOT_COVERED;
  const uint8_t* tcp = ip + 20;
  int header = (tcp[12] >> 4) * 4;
  if (header < 20 || header > total - 20 || (tcp[13] & 7) != 0) return NOT_COVERED;
  p->source = get32(ip + 12);
  p->destination = get32(ip + 16);
  p->ports = get32(tcp);
  p->sequence = get32(tcp + 4);
  p->payload_offset = 34 + header;
  p->payload_length = total - 20 - header;
  p->has_mapping = 0;
  for (int at = 20; at < header;) {
    int kind = tcp[at];
    if (kind == 0) break;
    if (kind == 1) {
      at++;
      continue;
    }
    int length = at + 1 < header ? tcp[at + 1] : 0;
    if (length < 2 || length > header - at) return NOT_COVERED;
    if (kind == 30) {
      if (length < 4 || tcp[at + 2] >> 4 != 2 || parse_dss(tcp + at, length, p) != 0) return NOT_COVERED;
    }
    at += length;
  }
  return 0;
}

// Checks IP and TCP checksum; the payload's sum, 0 to 65534.
static int checksums(const uint8_t* frame, const struct parsed* p, uint32_t* payload_sum) {
  if (fold(swapped_sum(frame + 14, 20)) != 0xffff) return BAD_CHECKSUM;
  uint64_t payload = fold(swapped_sum(frame + p->payload_offset, p->payload_length));
  int header = p->payload_offset - 34;
  uint64_t pseudo = swapped_sum(frame + 26, 8) + (6 << 8) + __builtin_bswap16((uint16_t)(header + p->payload_length));
  if (fold(pseudo + swapped_sum(frame + 34, header) + payload) != 0xffff) return BAD_CHECKSUM;
  uint32_t sum = __builtin_bswap16((uint16_t)payload);
  *payload_sum = sum == 0xffff ? 0 : sum;
  return 0;
}

// ---- tables

static inline uint64_t hash_word(uint64_t (*table)[256], int position, uint32_t word) {
  return table[position][word >> 24] ^ table[position + 1][word >> 16 & 0xff] ^ table[position + 2][word >> 8 & 0xff] ^
         table[position + 3][word & 0xff];
}

static inline uint64_t flow_hashes(const struct datapath* d, uint32_t source, uint32_t destination, uint32_t ports) {
  return hash_word(d->toeplitz, 0, source) ^ hash_word(d->toeplitz, 4, destination) ^ hash_word(d->toeplitz, 8, ports);
}

static struct flow* bucket(const struct datapath* d, uint32_t hash) {
  return d->flows + (int64_t)(hash & d->bucket_mask) * d->config.flow_table_ways;
}

static inline int is_flow(const struct flow* flow, const struct parsed* p) {
  return flow->is_used && flow->source == p->source && flow->destination == p->destination && flow->ports == p->ports;
}

static inline const struct flow* look_up(const struct datapath* d, uint64_t hashes, const struct parsed* p) {
  for (int choice = 0; choice < 2; choice++) {
    const struct flow* flow = bucket(d, (uint32_t)(hashes >> 32 * choice));
    for (int way = 0; way < d->config.flow_table_ways; way++) {
      if (is_flow(flow + way, p)) return flow + way;
    }
  }
  return NULL;
}

// ---- mappings

struct mapped {
  int is_mapped, is_new, verdict;
  const struct slot* slot;
  uint64_t dsn;
};

static int insert_mapping(struct subflow* s, const struct parsed* p, int count, uint32_t next, uint32_t same,
                          uint32_t passed) {
  for (uint32_t rest = same; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctz(rest);
    if (s->slots[i].dsn == p->dsn && s->slots[i].has_checksum == p->has_checksum) return i;
  }
  if ((int32_t)(p->ssn + p->length - next) <= 0) return NOT_COVERED;
  uint32_t empty = ~s->valid & ((1u << count) - 1);
  int chosen;
  if (empty != 0) {
    chosen = __builtin_ctz(empty);
  } else {
    uint32_t from_victim = passed & -(1u << s->victim);
    chosen = passed == 0 ? (int)s->victim : __builtin_ctz(from_victim != 0 ? from_victim : passed);
    s->victim = (uint32_t)(chosen + 1 == count ? 0 : chosen + 1);
    if (!s->slots[chosen].is_delivered) return NOT_COVERED;
  }
  s->valid |= 1u << chosen;
  s->slots[chosen] = (struct slot){p->ssn, p->length, p->checksum, (uint8_t)p->has_checksum, p->dsn, 0, 0, 0};
  return chosen;
}

static void judge(struct slot* slot, struct mapped* m, int whole) {
  uint64_t total = (slot->dsn >> 48) + (slot->dsn >> 32 & 0xffff) + (slot->dsn >> 16 & 0xffff) + (slot->dsn & 0xffff) +
                   (slot->ssn >> 16) + (slot->ssn & 0xffff) + slot->length + slot->checksum + slot->sum;
  m->verdict = !whole ? VERDICT_PENDING : fold(total) % 0xffff == 0 ? VERDICT_GOOD : VERDICT_BAD;
}

static int count_segment(struct slot* slot, const struct parsed* p, uint32_t from, uint32_t sum, struct mapped* m) {
  if (slot->is_delivered || slot->covered != from) return NOT_COVERED;
  uint32_t added = (from & 1) == 0 ? sum : __builtin_bswap16((uint16_t)sum);
  slot->sum += added;
  slot->sum -= slot->sum >= 0xffff ? 0xffff : 0;
  slot->covered += (uint32_t)p->payload_length;
  m->is_new = 1;
  int is_complete = slot->covered == slot->length;
  slot->is_delivered = (uint8_t)is_complete;
  int is_whole = (uint32_t)p->payload_length == slot->length;
  // The end of a mapping of several segments is a completion of its own.
  if (is_complete && !is_whole) return NOT_COVERED;
  if (slot->has_checksum) judge(slot, m, is_complete);
  return 0;
}

static int map(const struct datapath* d, struct subflow* s, const struct parsed* p, uint32_t ssn, uint32_t next,
               uint32_t sum, struct mapped* m) {
  int count = (int)d->config.mappings;
  int32_t far_behind = (int32_t)(d->config.receive_window_bytes / 2);
  uint32_t passed = 0, expired = 0, containing = 0, touched = 0, same = 0;
  int32_t length = p->payload_length;
  for (uint32_t rest = s->valid; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctz(rest);
    const struct slot* slot = &s->slots[i];
    int32_t data = (int32_t)slot->length;
    int32_t behind = (int32_t)(next - slot->ssn - slot->length);
    if (behind >= 0) passed |= 1u << i;
    if (behind > far_behind) expired |= 1u << i;
    int32_t from = (int32_t)(ssn - slot->ssn);
    if (from < data && from > -length) {
      touched |= 1u << i;
      if (from >= 0 && from + length <= data) containing |= 1u << i;
    }
    if (p->has_mapping && slot->ssn == p->ssn && slot->length == p->length && slot->checksum == p->checksum) {
      same |= 1u << i;
    }
  }
  containing &= ~expired;
  touched &= ~expired;
  int own = -1;
  if (p->has_mapping) {
    own = insert_mapping(s, p, count, next, same & ~expired, passed);
    if (own < 0) return own;
    int32_t from = (int32_t)(ssn - p->ssn);
    int is_in = from >= 0 && from + length <= (int32_t)p->length;
    if (!is_in && length > 0) return NOT_COVERED;
    touched = (touched & ~(1u << own)) | 1u << own;
    containing = (containing & ~(1u << own)) | 1u << own;
  }
  if (length == 0) return 0;
  if (containing == 0) return NOT_COVERED;
  int chosen = own >= 0 ? own : __builtin_ctz(containing);
  if ((touched & ~(1u << chosen)) != 0) return NOT_COVERED;
  struct slot* slot = &s->slots[chosen];
  uint32_t from = ssn - slot->ssn;
  m->is_mapped = 1;
  m->slot = slot;
  m->dsn = slot->dsn + from;
  return count_segment(slot, p, from, sum, m);
}

// ---- completion_fifo

static cycle_t entry_head(const struct port* port) {
  int64_t head = port->entry_pops.count;
  return head < port->entry_visible.count ? at(&port->entry_visible, head) : kFar;
}

static void enter_records(struct port* port) {
  while (port->moved_head != port->moved_tail) {
    if (port->sent_frames_used >= port->frames_sent.count) return;
    cycle_t enter = later(port->moved[port->moved_head & port->moved_mask], port->last_enter) + 1;
    enter = later(enter, at(&port->frames_sent, port->sent_frames_used) + 1);
    port->sent_frames_used++;
    port->last_enter = enter;
    append(&port->entry_visible, enter + 1);
    port->moved_head++;
  }
}

// ---- rx_dma

static int move_beats(struct datapath* d, struct port* port, int bytes) {
  int store = (int)d->config.link_store_beats;
  int tlp_beats = (int)(d->config.max_payload_bytes / d->config.beat_bytes);
  int beats = beats_of(d, bytes);
  while (port->beat < beats) {
    int run = tlp_beats - port->beats_in_tlp < beats - port->beat ? tlp_beats - port->beats_in_tlp : beats - port->beat;
    if (free_cycle(&port->sent, port->stored_beats + run - 1 - store) > port->next_pop) {
      cycle_t room = free_cycle(&port->sent, port->stored_beats - store);
      if (room == kFar) return 0;
      port->next_pop = later(port->next_pop, room);
      run = 1;
    }
    for (int i = 0; i < run; i++) append(&port->beat_pops, port->next_pop + i);
    port->next_pop += run;
    port->beat += run;
    port->stored_beats += run;
    port->beats_in_tlp += run;
    int is_last = port->beat == beats;
    if (is_last || port->beats_in_tlp == tlp_beats) {
      int payload = is_last ? bytes - (beats - port->beats_in_tlp) * (int)d->config.beat_bytes
                            : (int)d->config.max_payload_bytes;
      add_tlp(&port->tlps, port->next_pop, payload, port->beats_in_tlp, is_last);
      port->beats_in_tlp = 0;
    }
  }
  return 1;
}

static void advance_dma(struct datapath* d, struct port* port) {
  while (port->decision_head != port->decision_tail) {
    const struct decision* decision = &port->decisions[port->decision_head & port->decision_mask];
    if (!port->in_frame) {
      cycle_t credit = free_cycle(&port->entry_pops, port->reserved - d->config.completion_fifo_depth);
      cycle_t room = free_cycle(&port->sent, port->stored_beats - d->config.link_store_beats);
      if (credit == kFar || room == kFar) return;
      port->next_pop = later(later(port->next_pop, decision->visible), later(credit, room));
      port->reserved++;
      append(&port->decision_pops, port->next_pop);
      port->in_frame = 1;
      port->beat = 0;
      port->beats_in_tlp = 0;
    }
    if (!move_beats(d, port, decision->bytes)) return;
    port->in_frame = 0;
    port->decision_head++;
    port->moved[port->moved_tail++ & port->moved_mask] = port->next_pop - 1;
    enter_records(port);
  }
}

// ---- completion_writer

static cycle_t next_slot(const struct datapath* d, int port, cycle_t from) {
  cycle_t cycle = later(from, 0);
  int wait = port - (int)(cycle % d->config.ports);
  return cycle + (wait < 0 ? wait + d->config.ports : wait);
}

static cycle_t next_write(const struct datapath* d) {
  cycle_t next = sooner(d->full_cycle, later(d->due_cycle, d->last_flush + 1));
  cycle_t room = free_cycle(&d->written, d->opened - d->config.link_store_beats);
  if (room == kFar) return next;
  cycle_t from = later(room, d->last_slot + 1);
  for (int port = 0; port < d->config.ports; port++) {
    cycle_t head = entry_head(&d->ports[port]);
    if (head < next) next = sooner(next, next_slot(d, port, later(head, from)));
  }
  return next;
}

// Openings of batches that were filled leave the head, one a cycle.
static void find_due(struct datapath* d) {
  while (d->opening_head != d->opening_tail) {
    const struct opening* first = &d->openings[d->opening_head & d->opening_mask];
    if (first->filled == kFar) {
      d->due_cycle = later(first->opened + d->config.completion_batch_idle_cycles, d->last_left + 1);
      return;
    }
    d->last_left = later(d->last_left, first->filled) + 1;
    d->opening_head++;
  }
  d->due_cycle = kFar;
}

static void flush(struct datapath* d, const struct batch* batch, cycle_t cycle) {
  add_tlp(&d->writes, cycle + 2, batch->count * 64, batch->count, 1);
  d->flushed[d->flushed_tail++ & d->flushed_mask] = *batch;
  d->last_flush = cycle;
}

static void step_writer(struct datapath* d, cycle_t cycle) {
  if (d->full_cycle == cycle) {
    d->full_cycle = kFar;
    flush(d, &d->full, cycle);
  } else if (d->due_cycle <= cycle && d->last_flush < cycle) {
    struct batch* late = &d->open[d->openings[d->opening_head++ & d->opening_mask].queue];
    flush(d, late, cycle);
    late->count = 0;
    d->last_left = cycle;
    find_due(d);
  }
  if (free_cycle(&d->written, d->opened - d->config.link_store_beats) > cycle || d->last_slot >= cycle) return;
  struct port* port = &d->ports[cycle % d->config.ports];
  if (entry_head(port) > cycle) return;
  struct entry* entry = port->order[port->entry_pops.count & port->entry_mask];
  append(&port->entry_pops, cycle);
  d->last_slot = cycle;
  struct batch* batch = &d->open[entry->queue];
  if (batch->count == 0) {
    batch->block = d->free_blocks[--d->free_block_count];
    d->opened++;
  }
  d->gathered[batch->block * d->config.completion_batch + batch->count++] = entry;
  batch->ring_place++;
  if (batch->count == d->config.completion_batch || (batch->ring_place & (d->config.completion_batch - 1)) == 0) {
    d->full = *batch;
    d->full_cycle = cycle + 1;
    if (batch->count > 1) {
      d->openings[batch->opening & d->opening_mask].filled = cycle;
      if (batch->opening == d->opening_head) find_due(d);
    }
    batch->count = 0;
  } else if (batch->count == 1) {
    batch->opening = d->opening_tail++;
    d->openings[batch->opening & d->opening_mask] = (struct opening){cycle, kFar, entry->queue};
    if (batch->opening == d->opening_head) find_due(d);
  }
  advance_dma(d, port);
}

// ---- host_link

static struct tlp_queue* requester(struct datapath* d, int r) {
  return r == d->config.ports ? &d->writes : &d->ports[r].tlps;
}

static cycle_t next_send(struct datapath* d) {
  cycle_t earliest = kFar;
  for (int r = 0; r <= d->config.ports; r++) earliest = sooner(earliest, head_of(requester(d, r)));
  if (earliest == kFar) return kFar;
  return later(later(earliest, d->stepped + 1), d->free_tick >> 12);
}

static int publish(struct datapath* d, cycle_t sent, int count) {
  if (d->result_count + count > d->result_room) return NO_ROOM;
  int block = d->flushed[d->flushed_head++ & d->flushed_mask].block;
  for (int i = 0; i < count; i++) {
    uint64_t* result = d->results + RESULT_WORDS * d->result_count++;
    struct entry* entry = d->gathered[block * d->config.completion_batch + i];
    memcpy(result, entry->image, 8 * IMAGE_WORDS);
    result[IMAGE_WORDS] = (uint64_t)(sent + d->config.write_latency_cycles);
    struct port* port = &d->ports[entry->port];
    port->free_entries[port->free_count++] = entry;
  }
  d->free_blocks[d->free_block_count++] = block;
  append(&d->written, sent);
  return 0;
}

static int step_link(struct datapath* d, cycle_t cycle) {
  d->stepped = cycle;
  if (d->free_tick >> 12 > cycle) return 0;
  for (int r = 0; r <= d->config.ports; r++) {
    struct tlp_queue* queue = requester(d, r);
    if (head_of(queue) > cycle) continue;
    struct tlp tlp = queue->tlps[queue->head++ & queue->mask];
    d->free_tick = later(d->free_tick, cycle << 12) + d->link_cost[tlp.bytes];
    cycle_t sent = later(cycle + 1, d->free_tick >> 12);
    if (r == d->config.ports) {
      int failure = publish(d, sent, tlp.beats);
      if (failure != 0) return failure;
      continue;
    }
    struct port* port = &d->ports[r];
    if (tlp.is_last) {
      append(&port->frames_sent, sent);
      enter_records(port);
    }
    for (int i = 0; i < tlp.beats; i++) append(&port->sent, sent);
    advance_dma(d, port);
  }
  return 0;
}

// ---- packet_buffer

static void find_next_decide(struct datapath* d, struct port* port) {
  int64_t i = port->next_frame;
  port->next_decide =
      i >= d->end ? kFar : d->cycles[i] + last_offset(d, d->lengths[i]) + d->config.ingress_cycles;
}

// Keeps the port's next frame, if every beat has a place in the cycle in which it comes.
static int decide(struct datapath* d, struct port* port) {
  int64_t i = port->next_frame;
  int bytes = d->lengths[i];
  int beats = beats_of(d, bytes);
  cycle_t first = d->cycles[i] + d->config.ingress_cycles;
  for (int beat = 0; beat < beats; beat++) {
    int64_t needed = port->kept_beats + beat - d->config.packet_buffer_beats;
    if (needed >= 0 && free_cycle(&port->beat_pops, needed) > first + beat_offset(d, bytes, beat)) return NOT_COVERED;
  }
  int64_t needed = port->kept_frames - d->config.packet_buffer_headers;
  if (needed >= 0 && free_cycle(&port->header_pops, needed) > port->next_decide) return NOT_COVERED;
  port->kept_beats += beats;
  port->kept_frames++;
  port->headers[port->header_tail++ & port->header_mask] = (struct header){port->next_decide + 1, i};
  port->next_frame += d->config.ports;
  find_next_decide(d, port);
  return 0;
}

// ---- port_arbiter and the header pipeline

static inline uint64_t pair(uint32_t low, uint32_t high) { return low | (uint64_t)high << 32; }

static int process(struct datapath* d, struct port* port, int number, int64_t i, struct entry* entry) {
  const uint8_t* frame = d->frames + d->offsets[i];
  int bytes = d->lengths[i];
  struct parsed p = {0};
  uint32_t sum;
  int failure = parse(frame, bytes, &p);
  if (failure == 0) failure = checksums(frame, &p, &sum);
  if (failure != 0) return failure;
  uint64_t hashes = flow_hashes(d, p.source, p.destination, p.ports);
  const struct flow* flow = look_up(d, hashes, &p);
  if (flow == NULL) return NOT_COVERED;
  struct subflow* s = &d->subflows[flow->subflow];
  if (p.sequence != s->next) return NOT_COVERED;
  uint32_t ssn = p.sequence - s->isn;
  uint32_t next = s->next - s->isn;
  s->next += (uint32_t)p.payload_length;
  struct mapped m = {0, 0, VERDICT_NONE, NULL, 0};
  if (s->is_mptcp) {
    failure = map(d, s, &p, ssn, next, sum, &m);
    if (failure != 0) return failure;
  }
  struct connection* connection = &d->connections[s->connection];
  if (m.is_mapped) {
    if (m.dsn != connection->next_dsn) return NOT_COVERED;
    connection->next_dsn += (uint64_t)p.payload_length;
  }
  uint32_t queue = connection->queue;
  uint32_t buffers = (uint32_t)((bytes + d->config.buffer_bytes - 1) / d->config.buffer_bytes);
  uint32_t index = d->taken[queue];
  d->taken[queue] += buffers;
  for (uint32_t b = 0; b < buffers; b++) {
    int64_t place = (int64_t)queue * d->config.ring_entries + ((index + b) & (d->config.ring_entries - 1));
    int64_t done = b * d->config.buffer_bytes;
    int64_t part = bytes - done < d->config.buffer_bytes ? bytes - done : d->config.buffer_bytes;
    memcpy(d->host + place * d->config.buffer_bytes, frame + done, (size_t)part);
  }
  const struct config* c = &d->config;
  uint32_t flags = m.is_mapped ? (uint32_t)(c->flag_mapped | (m.is_new ? c->flag_segment_new : 0) |
                                            (m.slot->has_checksum ? c->flag_has_checksum : 0))
                               : 0;
  uint32_t control = (uint32_t)m.verdict << c->verdict_shift | (uint32_t)TCP_IPV4 << c->packet_type_shift |
                     (uint32_t)number << c->port_shift | flags << c->flags_shift;
  entry->queue = (int32_t)queue;
  entry->port = number;
  entry->image[0] = pair(control, queue);
  entry->image[1] = pair(index, buffers | (uint32_t)p.payload_offset << 16);
  entry->image[2] = pair((uint32_t)bytes, (uint32_t)p.payload_length);
  entry->image[3] = pair(s->connection, flow->subflow | s->generation << 20);
  entry->image[4] = m.dsn;
  entry->image[5] = pair(ssn, (uint32_t)hashes);
  entry->image[6] = (uint64_t)d->cycles[i];
  entry->image[7] =
      pair(m.is_mapped ? m.slot->length | (uint32_t)m.slot->checksum << 16 : 0, (uint32_t)port->serial++);
  return 0;
}

static cycle_t eligible(const struct datapath* d, const struct port* port) {
  if (port->header_head == port->header_tail) return kFar;
  cycle_t credit = free_cycle(&port->decision_pops, port->decision_tail - d->config.decision_fifo_depth);
  return later(port->headers[port->header_head & port->header_mask].visible, credit);
}

static cycle_t next_grant(const struct datapath* d) {
  cycle_t earliest = kFar;
  for (int port = 0; port < d->config.ports; port++) earliest = sooner(earliest, eligible(d, &d->ports[port]));
  return earliest == kFar ? kFar : later(earliest, d->last_grant + d->config.header_interval_cycles);
}

static int grant(struct datapath* d, cycle_t cycle) {
  int number = d->first_port;
  while (eligible(d, &d->ports[number]) > cycle) number = number + 1 == d->config.ports ? 0 : number + 1;
  d->first_port = number + 1 == d->config.ports ? 0 : number + 1;
  d->last_grant = cycle;
  struct port* port = &d->ports[number];
  int64_t i = port->headers[port->header_head++ & port->header_mask].frame;
  append(&port->header_pops, cycle);
  struct entry* entry = port->free_entries[--port->free_count];
  port->order[port->prepared++ & port->entry_mask] = entry;
  int failure = process(d, port, number, i, entry);
  if (failure != 0) return failure;
  port->decisions[port->decision_tail++ & port->decision_mask] =
      (struct decision){cycle + d->config.decision_cycles + 1, d->lengths[i]};
  advance_dma(d, port);
  return 0;
}

// Every event in the order of the cycles.
static int run(struct datapath* d) {
  for (;;) {
    cycle_t to_grant = next_grant(d);
    cycle_t to_send = next_send(d);
    cycle_t to_write = next_write(d);
    cycle_t next = sooner(to_grant, sooner(to_send, to_write));
    for (int port = 0; port < d->config.ports; port++) next = sooner(next, d->ports[port].next_decide);
    if (next == kFar) return 0;
    int failure = 0;
    for (int port = 0; port < d->config.ports; port++) {
      if (d->ports[port].next_decide == next) failure |= decide(d, &d->ports[port]);
    }
    if (failure == 0 && to_grant == next) failure = grant(d, next);
    if (failure == 0 && to_send == next) failure = step_link(d, next);
    if (failure == 0 && to_write == next) step_writer(d, next);
    if (failure != 0) return failure;
  }
}

// ---- for Java

static void make_toeplitz(struct datapath* d, const uint8_t* rss_key, const uint8_t* second_key) {
  d->toeplitz = zeroed(12, sizeof *d->toeplitz);
  for (int bit = 0; bit < 96; bit++) {
    uint64_t window = 0;
    for (int i = 0; i < 32; i++) {
      uint64_t low = rss_key[(bit + i) >> 3] >> (7 - ((bit + i) & 7)) & 1;
      uint64_t high = second_key[(bit + i) >> 3] >> (7 - ((bit + i) & 7)) & 1;
      window = window << 1 | low | high << 32;
    }
    for (int value = 0; value < 256; value++) {
      if ((value & 0x80 >> (bit & 7)) != 0) d->toeplitz[bit >> 3][value] ^= window;
    }
  }
}

static void open_port(struct datapath* d, struct port* port) {
  const struct config* c = &d->config;
  uint32_t headers = power_of_two(c->packet_buffer_headers);
  port->headers = zeroed(headers, sizeof *port->headers);
  port->header_mask = headers - 1;
  port->beat_pops = history_of(c->packet_buffer_beats);
  port->header_pops = history_of(c->packet_buffer_headers);
  uint32_t decisions = power_of_two(c->decision_fifo_depth + 1);
  port->decisions = zeroed(decisions, sizeof *port->decisions);
  port->decision_mask = decisions - 1;
  port->decision_pops = history_of(c->decision_fifo_depth);
  port->sent = history_of(c->link_store_beats);
  port->next_pop = kBefore;
  uint32_t tlps = power_of_two(c->link_store_beats);
  port->tlps = (struct tlp_queue){zeroed(tlps, sizeof(struct tlp)), tlps - 1, 0, 0};
  int64_t writer = c->link_store_beats * c->completion_batch;
  uint32_t entries = power_of_two(c->decision_fifo_depth + c->completion_fifo_depth + writer + 8);
  port->entries = zeroed(entries, sizeof *port->entries);
  port->free_entries = zeroed(entries, sizeof *port->free_entries);
  port->order = zeroed(entries, sizeof *port->order);
  port->entry_mask = entries - 1;
  port->free_count = (int)entries;
  for (uint32_t i = 0; i < entries; i++) port->free_entries[i] = &port->entries[i];
  port->entry_pops = history_of(c->completion_fifo_depth);
  port->entry_visible = history_of(c->completion_fifo_depth);
  port->frames_sent = history_of(c->link_store_beats + c->completion_fifo_depth);
  uint32_t moved = power_of_two(c->completion_fifo_depth);
  port->moved = zeroed(moved, sizeof *port->moved);
  port->moved_mask = moved - 1;
  port->last_enter = kBefore;
}

void* datapath_open(const int64_t* config, const int32_t* wire_cycles, const uint8_t* rss_key, const uint8_t* flow_key) {
  struct datapath* d = zeroed(1, sizeof *d);
  memcpy(&d->config, config, sizeof d->config);
  const struct config* c = &d->config;
  if (c->ports > MOST_PORTS || c->mappings > MOST_SLOTS) abort();
  size_t lengths = (size_t)c->max_frame_bytes + 1;
  d->wire_cycles = zeroed(lengths, sizeof(int32_t));
  memcpy(d->wire_cycles, wire_cycles, lengths * sizeof(int32_t));
  d->link_cost = zeroed((size_t)c->max_payload_bytes + 1, sizeof(int32_t));
  for (int64_t bytes = 0; bytes <= c->max_payload_bytes; bytes++) {
    d->link_cost[bytes] = (int32_t)(((bytes + c->tlp_header_bytes) * c->link_ticks_per_256_bytes + 255) >> 8);
  }
  make_toeplitz(d, rss_key, flow_key);
  for (int port = 0; port < c->ports; port++) open_port(d, &d->ports[port]);
  d->flows = zeroed((size_t)c->subflows, sizeof *d->flows);
  d->bucket_mask = (uint32_t)(c->subflows / c->flow_table_ways - 1);
  d->subflows = zeroed((size_t)c->subflows, sizeof *d->subflows);
  d->connections = zeroed((size_t)c->subflows, sizeof *d->connections);
  d->taken = zeroed((size_t)c->queues, sizeof *d->taken);
  d->last_grant = kBefore;
  d->stepped = kBefore;
  uint32_t store = power_of_two(c->link_store_beats);
  d->writes = (struct tlp_queue){zeroed(store, sizeof(struct tlp)), store - 1, 0, 0};
  d->written = history_of(c->link_store_beats);
  d->gathered = zeroed((size_t)(c->link_store_beats * c->completion_batch), sizeof *d->gathered);
  d->free_blocks = zeroed((size_t)c->link_store_beats, sizeof *d->free_blocks);
  d->free_block_count = (int)c->link_store_beats;
  for (int block = 0; block < d->free_block_count; block++) d->free_blocks[block] = block;
  d->open = zeroed((size_t)c->queues, sizeof *d->open);
  uint32_t openings = power_of_two(c->completion_batch_idle_cycles + 8 * c->queues);
  d->openings = zeroed(openings, sizeof *d->openings);
  d->opening_mask = openings - 1;
  d->flushed = zeroed(store, sizeof *d->flushed);
  d->flushed_mask = store - 1;
  d->full_cycle = kFar;
  d->due_cycle = kFar;
  d->last_flush = kBefore;
  d->last_left = kBefore;
  d->last_slot = kBefore;
  return d;
}

// Enters a subflow; 0 when both of its buckets are full.
int datapath_subflow(void* handle, uint32_t id, uint32_t generation, uint32_t source, uint32_t destination, uint32_t ports,
                     uint32_t isn, uint32_t is_mptcp, uint32_t queue, uint64_t first_dsn) {
  struct datapath* d = handle;
  uint64_t hashes = flow_hashes(d, source, destination, ports);
  for (int choice = 0; choice < 2; choice++) {
    struct flow* flow = bucket(d, (uint32_t)(hashes >> 32 * choice));
    for (int way = 0; way < d->config.flow_table_ways; way++) {
      if (!flow[way].is_used) {
        flow[way] = (struct flow){source, destination, ports, 1, id};
        d->subflows[id] =
            (struct subflow){.isn = isn, .next = isn + 1, .connection = id, .generation = generation, .is_mptcp = is_mptcp};
        d->connections[id] = (struct connection){first_dsn, queue};
        return 1;
      }
    }
  }
  return 0;
}

// Runs frames `from` to below `end`; the ports have them in turn. The number of completions, or what went wrong.
int64_t datapath_run(void* handle, const uint8_t* frames, const int64_t* offsets, const int32_t* lengths,
                     const int64_t* cycles, int64_t from, int64_t end, uint8_t* host, uint64_t* results,
                     int64_t result_room) {
  struct datapath* d = handle;
  d->frames = frames;
  d->offsets = offsets;
  d->lengths = lengths;
  d->cycles = cycles;
  d->end = end;
  d->host = host;
  d->results = results;
  d->result_count = 0;
  d->result_room = result_room;
  for (int port = 0; port < d->config.ports; port++) {
    d->ports[port].next_frame = from + port;
    find_next_decide(d, &d->ports[port]);
  }
  int failure = run(d);
  return failure != 0 ? failure : d->result_count;
}

static void close_history(struct history* h) { free(h->cycles); }

void datapath_close(void* handle) {
  struct datapath* d = handle;
  for (int i = 0; i < d->config.ports; i++) {
    struct port* port = &d->ports[i];
    free(port->headers);
    free(port->decisions);
    free(port->tlps.tlps);
    free(port->entries);
    free(port->free_entries);
    free(port->order);
    free(port->moved);
    close_history(&port->beat_pops);
    close_history(&port->header_pops);
    close_history(&port->decision_pops);
    close_history(&port->sent);
    close_history(&port->entry_pops);
    close_history(&port->entry_visible);
    close_history(&port->frames_sent);
  }
  close_history(&d->written);
  free(d->writes.tlps);
  free(d->gathered);
  free(d->free_blocks);
  free(d->open);
  free(d->openings);
  free(d->flushed);
  free(d->wire_cycles);
  free(d->link_cost);
  free(d->toeplitz);
  free(d->flows);
  free(d->subflows);
  free(d->connections);
  free(d->taken);
  free(d);
}
