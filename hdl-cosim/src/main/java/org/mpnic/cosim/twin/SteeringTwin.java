package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionBuilder;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;
import org.mpnic.model.rx.Steering;
import org.mpnic.wire.FrameHeader;

/**
 * steering: words of a few hot subflows near their spans of dropped bytes and of all others, all
 * ways to a queue, buffers refused by turns; writes of the control processor beside them.
 */
final class SteeringTwin implements GuidedTwin {
  private static final int DRAIN_CYCLES = 50;
  private static final int HOT = 3;
  private static final int WRITE_INTERVAL_CYCLES = 25;
  private static final int REFUSAL_CYCLES = 64;
  private static final int[] REFUSALS = {
    Reason.NO_BUFFER.code(), Reason.QUEUE_DISABLED.code(), Reason.QUEUE_QUARANTINED.code()
  };
  private static final int[] REASONS = {
    Reason.HANDSHAKE.code(), Reason.NOT_TCP.code(), Reason.NO_MAPPING.code()
  };

  /** What descriptor_fetch answers to one word. */
  private record Answer(int refusal, int index, long[] addresses) {}

  private final StagePorts ports = new StagePorts("steering");
  private final SteeringInputs inputs;
  private final Signal earlySubflow;
  private final Signal earlyRssHash;
  private final Signal takeRefused;
  private final Signal takeReason;
  private final Signal takeIndex;
  private final Signal takeAddresses;
  private final Signal writeValid;
  private final Signal writeEntry;
  private final Signal writeValue;
  private final Signal indirectionValid;
  private final Signal indirectionEntry;
  private final Signal indirectionQueue;
  private final OutputBoundary take = ports.boundary("take", "take_valid_o");
  private final Signal takeQueue;
  private final Signal takeCount;
  private final OutputBoundary decisions = ports.boundary("decision", "valid_o");
  private final Signal[] decided;
  private final Signal addresses;
  private final Signal record;

  private final NicConfig config;
  private final Random random;
  private final RandomWords words;
  private final CompletionImages images;
  private final Steering model;
  private final long[] counters = new long[CounterTable.COUNT];
  private final int early;
  private final int latency;
  private final int buffers;
  private final int keepBytes;
  private final int[] next;
  private final Pauses gaps;
  private final ArrayDeque<Runnable>[] later;
  private GivenInput given;
  private Stimulus stimulus;
  private boolean refuses;
  private int refusal;
  private int count;
  private long left;
  private int drain = DRAIN_CYCLES;

  @SuppressWarnings({"unchecked", "rawtypes"})
  SteeringTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    words = new RandomWords(config, random);
    images = new CompletionImages(config);
    model = new Steering(config, this::answer, counters);
    early = config.tableReadLatencyCycles();
    latency = Steering.latencyCycles(config);
    buffers = (config.maxFrameBytes() - 5) / config.bufferBytes() + 1;
    keepBytes = (int) (config.receiveWindowBytes() / 2) + (1 << 16);
    next = new int[config.subflows()];
    gaps = new Pauses(random);
    later = new ArrayDeque[early + latency + 1];
    for (int i = 0; i < later.length; i++) {
      later[i] = new ArrayDeque<>();
    }
    left = packets;
    int entryBits = Bits.ofIndex(config.subflows());
    int queueBits = Bits.ofIndex(config.queues());
    int lengthBits = Bits.ofIndex(config.maxFrameBytes());
    ports
        .parameter("QUEUES", config.queues())
        .parameter("SUBFLOWS", config.subflows())
        .parameter("INDIRECTION_ENTRIES", config.indirectionEntries())
        .parameter("RECEIVE_WINDOW_BYTES", config.receiveWindowBytes())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("BUFFER_BYTES", config.bufferBytes())
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    earlySubflow = ports.input("early_subflow_i", entryBits);
    earlyRssHash = ports.input("early_rss_hash_i", 32);
    inputs = new SteeringInputs(ports, lengthBits);
    takeRefused = ports.input("take_refused_i", 1);
    takeReason = ports.input("take_reason_i", 7);
    takeIndex = ports.input("take_index_i", 32);
    takeAddresses = ports.input("take_addresses_i", 64 * buffers);
    writeValid = ports.input("write_valid_i", 1);
    writeEntry = ports.input("write_entry_i", entryBits);
    writeValue = ports.input("write_value_i", 128);
    indirectionValid = ports.input("indirection_write_valid_i", 1);
    indirectionEntry =
        ports.input("indirection_write_entry_i", Bits.ofIndex(config.indirectionEntries()));
    indirectionQueue = ports.input("indirection_write_queue_i", queueBits);
    takeQueue = take.data("take_queue_o", queueBits);
    takeCount = take.data("take_count_o", Bits.of(buffers));
    decided =
        new Signal[] {
          decisions.data("port_o", 4),
          decisions.data("keep_o", 1),
          decisions.data("frame_bytes_o", lengthBits),
          decisions.data("entries_o", 2),
          decisions.data("queue_o", queueBits),
          decisions.data("reason_o", 7),
          decisions.data("by_connection_o", 1),
          decisions.data("by_token_o", 1),
          decisions.data("good_o", 1),
          decisions.data("bad_o", 1),
          decisions.data("unjudged_o", 2)
        };
    addresses = decisions.data("addresses_o", 64 * buffers);
    record = decisions.data("record_o", CompletionImages.RECORD_BITS);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public void follow(GivenInput input) {
    given = input;
    left = 0;
  }

  private int answer(HeaderWord word) {
    count = (word.frameBytes + config.bufferBytes() - 1) / config.bufferBytes();
    word.bufferCount = refusal == 0 ? count : 0;
    return refusal;
  }

  @Override
  public boolean drive(long cycle, Stimulus cycleStimulus, Expectation expectation) {
    stimulus = cycleStimulus;
    ArrayDeque<Runnable> due = later[(int) (cycle % later.length)];
    while (!due.isEmpty()) {
      due.remove().run();
    }
    if (cycle % REFUSAL_CYCLES == 0) {
      refuses = random.nextInt(3) == 0;
    }
    HeaderWord word = new HeaderWord();
    word.subflow = anySubflow();
    word.rssHash = random.nextInt();
    boolean enters = given != null ? given.fill(cycle, word) : makes(cycle, word);
    stimulus.set(earlySubflow, word.subflow);
    stimulus.set(earlyRssHash, word.rssHash);
    if (enters) {
      enter(cycle, word, expectation);
    }
    if (given == null && random.nextInt(WRITE_INTERVAL_CYCLES) == 0) {
      write(cycle);
    }
    boolean more = given == null ? left > 0 : cycle < given.cycles();
    return more || drain-- > 0;
  }

  /** Makes the word of the cycle, if there is one; subflow and hash are there already. */
  private boolean makes(long cycle, HeaderWord word) {
    if (left == 0 || gaps.next()) {
      return false;
    }
    left--;
    make(word, word.subflow, word.rssHash);
    word.grantCycle = cycle;
    refusal = refuses || random.nextInt(16) == 0 ? REFUSALS[random.nextInt(REFUSALS.length)] : 0;
    return true;
  }

  private void at(long cycle, Runnable action) {
    later[(int) (cycle % later.length)].add(action);
  }

  private void write(long cycle) {
    int entry = anySubflow();
    model.program(cycle, entry);
    stimulus.set(writeValid, true);
    stimulus.set(writeEntry, entry);
    stimulus.set(writeValue, 0);
    if (random.nextBoolean()) {
      int place = random.nextInt(config.indirectionEntries());
      int queue = random.nextInt(config.queues());
      model.setIndirection(place, queue);
      stimulus.set(indirectionValid, true);
      stimulus.set(indirectionEntry, place);
      stimulus.set(indirectionQueue, queue);
    }
  }

  /** A word that enters steering in {@code early} cycles: its table reads are now. */
  private void enter(long cycle, HeaderWord word, Expectation expectation) {
    long at = cycle + early;
    long[] driven = inputs.of(word);
    at(at, () -> inputs.drive(stimulus, driven));

    refusal = given == null ? refusal : given.refusal(cycle);
    Answer answer = new Answer(refusal, random.nextInt(), addresses());
    Arrays.fill(counters, 0);
    model.process(word);
    if (given != null) {
      given.processed(word);
    }
    at(
        at + 1,
        () -> {
          stimulus.set(takeRefused, answer.refusal != 0);
          stimulus.set(takeReason, answer.refusal);
        });
    at(
        at + 2,
        () -> {
          stimulus.set(takeIndex, answer.index);
          stimulus.set(takeAddresses, answer.addresses);
        });
    expectation.valid(at, take);
    expectation.set(at, takeQueue, word.queue);
    expectation.set(at, takeCount, count);
    expectation.valid(at + latency, decisions);
    boolean keep = word.decision == HeaderWord.KEEP;
    long[] values = {
      word.port,
      keep ? 1 : 0,
      word.frameBytes,
      CompletionBuilder.entries(word),
      word.queue,
      word.reason,
      counters[CounterTable.STEERED_BY_CONNECTION],
      counters[CounterTable.STEERED_BY_TOKEN],
      counters[CounterTable.MAPPINGS_GOOD],
      counters[CounterTable.MAPPINGS_BAD],
      counters[CounterTable.MAPPINGS_UNJUDGED]
    };
    for (int i = 0; i < values.length; i++) {
      expectation.set(at + latency, decided[i], values[i]);
    }
    expectation.set(at + latency, addresses, answer.addresses);
    expectation.set(at + latency, record, images.record(word, answer.index));
  }

  private long[] addresses() {
    long[] values = new long[buffers];
    for (int i = 0; i < buffers; i++) {
      values[i] = random.nextLong();
    }
    return values;
  }

  private int anySubflow() {
    return random.nextInt(8) == 0
        ? random.nextInt(config.subflows())
        : random.nextInt(Math.min(HOT, config.subflows()));
  }

  private void make(HeaderWord word, int subflow, int hash) {
    words.steered(word);
    word.evicted.valid = false;
    word.ended.valid = false;
    word.decision = HeaderWord.DROP;
    word.bufferCount = 0;
    word.subflow = subflow;
    word.rssHash = hash;
    word.reason = random.nextInt(4) == 0 ? REASONS[random.nextInt(REASONS.length)] : 0;
    word.firmwareBusy = random.nextInt(8) == 0;
    word.flowHit = random.nextInt(8) != 0;
    word.subflowValid = word.flowHit && random.nextInt(8) != 0;
    word.connection = word.subflowValid ? word.connection : 0;
    word.kind = random.nextInt(8) == 0 ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_MPTCP;
    word.connectionValid = word.subflowValid && random.nextInt(16) != 0;
    word.connectionQueue = random.nextInt(config.queues());
    word.tokenHit = random.nextInt(8) == 0;
    word.tokenQueue = random.nextInt(config.queues());
    if (random.nextInt(3) == 0) {
      word.frameBytes =
          Math.min(config.maxFrameBytes() - 4, config.bufferBytes() - 1 + random.nextInt(3));
    }
    FrameHeader header = word.header;
    header.layers = random.nextInt(8) == 0 ? FrameHeader.LAYER_IP : 7;
    header.tcpFlags = random.nextInt(256);
    header.mptcpOptions = random.nextInt(512);
    header.dssFlags = random.nextInt(32);
    header.hasMapping = random.nextBoolean();
    header.dssLength = random.nextInt(3);
    header.payloadLength = random.nextInt(4) == 0 ? 0 : 50 * (1 + random.nextInt(3));
    sequence(word, subflow);
  }

  /** SSNs near the subflow's in-order point, which moves by small steps and by half a window. */
  private void sequence(HeaderWord word, int subflow) {
    int step = random.nextInt(32);
    next[subflow] += step == 0 ? keepBytes + 50 * (random.nextInt(8) - 4) : step < 8 ? 50 : 0;
    word.receiveNextBefore = next[subflow];
    word.ssn = word.subflowValid ? near(subflow) : 0;
    word.order = random.nextInt(5);
    word.dataOrder = random.nextInt(5);
    word.mapped = word.subflowValid && random.nextInt(4) != 0;
    word.infiniteMapping = random.nextInt(8) == 0;
    word.mappingSsn = near(subflow);
    word.mappingLength = 50 * random.nextInt(8);
    word.mappingHasChecksum = random.nextBoolean();
    word.segmentNew = random.nextBoolean();
    word.verdict = random.nextInt(4);
    if (word.subflowValid && random.nextInt(3) == 0) {
      mapping(word.evicted, subflow);
      word.evicted.verdict = 0;
    }
    if (word.subflowValid && random.nextInt(2) == 0) {
      mapping(word.ended, subflow);
      word.ended.complete = word.ended.valid || random.nextBoolean();
    }
  }

  private void mapping(MappingRecord mapping, int subflow) {
    words.mapping(mapping);
    mapping.ssn = near(subflow);
    mapping.wireLength = 50 * random.nextInt(8);
  }

  private int near(int subflow) {
    int distance = random.nextInt(5) == 0 ? -keepBytes : 0;
    return next[subflow] + distance + 50 * (random.nextInt(24) - 12);
  }
}
