package org.mpnic.cosim.rx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.table.CuckooWriter;
import org.mpnic.model.table.ExactMatchTable;
import org.mpnic.wire.FrameHeader;

/**
 * Writes what enters flow_table cycle by cycle, and what the model says of each word: the records
 * of tb/rx/flow_table_bench.cpp.
 *
 * <p>Words are of a few hundred flows and tokens, which a control processor inserts, overwrites,
 * moves and removes meanwhile; small tables keep the buckets full.
 */
final class FlowTableVectors {
  private static final int[] BAD = {
    Reason.BAD_IP_CHECKSUM.code(), Reason.BAD_TCP_CHECKSUM.code(), Reason.TCP_OPTION_LIMIT.code()
  };
  private static final long[] NO_WRITE = {Long.MAX_VALUE};

  /** A write on its way: effective cycle, entry, words of the slot. */
  private final Deque<long[]> flowWrites = new ArrayDeque<>();

  private final Deque<long[]> tokenWrites = new ArrayDeque<>();
  private final SplittableRandom random;
  private final HeaderWord word = new HeaderWord();
  private final FlowTable table;
  private final CuckooWriter flowWriter;
  private final CuckooWriter tokenWriter;
  private final long[] counters = new long[CounterTable.COUNT];
  private final List<long[]> flows = new ArrayList<>();
  private final List<Integer> tokens = new ArrayList<>();
  private final ByteBuffer record = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
  private boolean full;
  private boolean event;

  FlowTableVectors(long seed, NicConfig config) {
    this.random = new SplittableRandom(seed);
    this.table = new FlowTable(config, this::offer, counters);
    this.flowWriter = writer(table.flows());
    this.tokenWriter = writer(table.tokens());
    table
        .flows()
        .slots()
        .listen((array, cycle, entry, value) -> flowWrites.add(write(cycle, entry, value)));
    table
        .tokens()
        .slots()
        .listen((array, cycle, entry, value) -> tokenWrites.add(write(cycle, entry, value)));
    for (int i = 0; i < config.subflows() * 3 / 2; i++) {
      flows.add(randomFlow());
      tokens.add(random.nextInt());
    }
    // The key of an empty slot is zero, and must not be found there.
    flows.set(0, new long[FlowTable.KEY_WORDS]);
    tokens.set(0, 0);
  }

  private static long[] write(long cycle, int entry, long[] value) {
    long[] copy = new long[2 + value.length];
    copy[0] = cycle;
    copy[1] = entry;
    System.arraycopy(value, 0, copy, 2, value.length);
    return copy;
  }

  private CuckooWriter writer(ExactMatchTable memory) {
    return new CuckooWriter(
        memory,
        64,
        new CuckooWriter.Replacement() {
          @Override
          public long rank(long value) {
            return value & 0xff;
          }

          @Override
          public void replaced(long value) {
            // Which one goes is no matter here.
          }
        });
  }

  private boolean offer(HeaderWord ignored, long cycle) {
    event = true;
    return !full;
  }

  /** Writes {@code words} words, and cycles without one between them. */
  void write(Path file, long words) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      long written = 0;
      for (long cycle = 0; written < words; cycle++) {
        if (random.nextInt(8) == 0) {
          program(cycle);
        }
        boolean valid = random.nextInt(16) != 0;
        written += valid ? 1 : 0;
        step(cycle, valid);
        out.write(record.array(), 0, record.position());
      }
    }
  }

  private void program(long cycle) {
    long[] key = flows.get(random.nextInt(flows.size()));
    long hashes = table.flowHashes(key);
    if (random.nextInt(4) == 0) {
      flowWriter.remove(cycle, hashes, key);
    } else {
      long value = FlowTable.flowValue(random.nextInt(1 << 20), random.nextInt(1 << 12));
      flowWriter.insert(cycle, hashes, key, value);
    }
    int token = tokens.get(random.nextInt(tokens.size()));
    long[] tokenKey = {token & 0xffff_ffffL};
    if (random.nextInt(4) == 0) {
      tokenWriter.remove(cycle, table.tokenHashes(token), tokenKey);
    } else {
      long value = FlowTable.tokenValue(random.nextInt(1 << 20), random.nextInt(1 << 16));
      tokenWriter.insert(cycle, table.tokenHashes(token), tokenKey, value);
    }
  }

  private void step(long cycle, boolean valid) {
    word.clear();
    word.grantCycle = cycle;
    full = random.nextInt(5) == 0;
    event = false;
    randomWord();
    final int reason = word.reason;
    final long flowLookups = counters[CounterTable.FLOW_HITS] + counters[CounterTable.FLOW_MISSES];
    final long tokenLookups =
        counters[CounterTable.TOKEN_HITS] + counters[CounterTable.TOKEN_MISSES];
    if (valid) {
      table.process(word);
    }
    record.clear();
    final long[] flowWrite = due(flowWrites, cycle);
    final long[] tokenWrite = due(tokenWrites, cycle);
    record.putInt(
        (valid ? 1 : 0)
            | (flowWrite != NO_WRITE ? 2 : 0)
            | (tokenWrite != NO_WRITE ? 4 : 0)
            | (full ? 8 : 0));
    putWord(word.header, reason);
    putFlowWrite(flowWrite);
    putTokenWrite(tokenWrite);
    record.putInt(word.rssHash);
    record.putInt(
        (int)
            (counters[CounterTable.FLOW_HITS] + counters[CounterTable.FLOW_MISSES] - flowLookups));
    record.putInt(bit(word.flowHit)).putInt(word.subflow).putInt(word.subflowGeneration);
    record.putInt(
        (int)
            (counters[CounterTable.TOKEN_HITS]
                + counters[CounterTable.TOKEN_MISSES]
                - tokenLookups));
    record.putInt(bit(word.tokenHit)).putInt(word.tokenQueue).putInt(bit(event));
    record.putInt(bit(word.firmwareBusy)).putInt(word.reason);
  }

  private void randomWord() {
    FrameHeader header = word.header;
    header.layers = random.nextInt(12) == 0 ? random.nextInt(4) | 1 : 7;
    long[] key = random.nextInt(10) == 0 ? randomFlow() : flows.get(random.nextInt(flows.size()));
    header.isIpv6 = key[0] >>> 32 != 0;
    header.sourcePort = (int) key[0] >>> 16;
    header.destinationPort = (int) key[0] & 0xffff;
    header.srcLow = key[1];
    header.dstLow = key[2];
    header.srcHigh = key[3];
    header.dstHigh = key[4];
    header.tcpFlags = random.nextInt(3) == 0 ? random.nextInt(256) : 0x10;
    header.mptcpOptions = random.nextInt(3) == 0 ? 1 << random.nextInt(9) : 4;
    header.joinToken = tokens.get(random.nextInt(tokens.size()));
    if (random.nextInt(4) == 0) {
      header.tcpFlags = 2;
      header.mptcpOptions |= 2;
    }
    word.reason = random.nextInt(6) == 0 ? BAD[random.nextInt(BAD.length)] : 0;
  }

  private long[] randomFlow() {
    long[] key = new long[FlowTable.KEY_WORDS];
    boolean isIpv6 = random.nextBoolean();
    FlowTable.flowKey(
        isIpv6,
        isIpv6 ? random.nextLong() : 0,
        isIpv6 ? random.nextLong() : random.nextInt() & 0xffff_ffffL,
        isIpv6 ? random.nextLong() : 0,
        isIpv6 ? random.nextLong() : random.nextInt() & 0xffff_ffffL,
        random.nextInt(65536),
        random.nextInt(65536),
        key);
    return key;
  }

  private void putWord(FrameHeader header, int reason) {
    record.putInt(header.layers).putInt(bit(header.isIpv6));
    record.putInt(header.sourcePort << 16 | header.destinationPort).putInt(header.tcpFlags);
    record.putInt(header.mptcpOptions).putInt(header.joinToken).putInt(reason);
    record.putLong(header.srcLow).putLong(header.srcHigh);
    record.putLong(header.dstLow).putLong(header.dstHigh);
  }

  /** The key's words in the RTL's order, lowest first: destination, source, ports, IPv6. */
  private void putFlowWrite(long[] write) {
    if (write == NO_WRITE) {
      record.put(new byte[13 * Integer.BYTES]);
      return;
    }
    long value = write[2 + FlowTable.KEY_WORDS];
    record.putInt((int) write[1]).putInt(value < 0 ? 1 : 0);
    record.putLong(write[4]).putLong(write[6]).putLong(write[3]).putLong(write[5]);
    record.putLong(write[2]).putInt((int) value);
  }

  private void putTokenWrite(long[] write) {
    if (write == NO_WRITE) {
      record.put(new byte[5 * Integer.BYTES]);
      return;
    }
    long value = write[3];
    record.putInt((int) write[1]).putInt(value < 0 ? 1 : 0).putInt((int) write[2]);
    record.putInt((int) value).putInt((int) (value >>> 32) & 0xf);
  }

  private static long[] due(Deque<long[]> writes, long cycle) {
    return !writes.isEmpty() && writes.peek()[0] == cycle ? writes.poll() : NO_WRITE;
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }
}
