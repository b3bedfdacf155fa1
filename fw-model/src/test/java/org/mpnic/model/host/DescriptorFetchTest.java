package org.mpnic.model.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;

class DescriptorFetchTest {
  private static final long START = 4096;
  private static final int LEAD = 10;
  private static final NicConfig CONFIG =
      NicConfig.DEFAULT.toBuilder()
          .queues(2)
          .ringEntries(16)
          .descriptorCache(8)
          .fetchBatch(4)
          .bufferBytes(2048)
          .readLatencyCycles(20)
          .hostLatencyCycles(100)
          .quarantineErrors(3)
          .build();

  private final long[] counters = new long[CounterTable.COUNT];
  private final Ring host = new Ring();
  private FirmwareCompletionFifo errors;
  private DescriptorFetch fetch;
  private long key;

  /** Descriptors of every queue, right unless changed. */
  private static final class Ring implements HostInterface {
    final Map<Integer, long[]> changed = new HashMap<>();
    boolean ready = true;
    long end = START + 32L * 2048;
    Random random;
    long writes;

    private long field(int index, int field, long right) {
      long[] fields = changed.get(index);
      return fields == null ? right : fields[field];
    }

    void change(int index, long address, long length, int ownIndex) {
      changed.put(index, new long[] {address, length, ownIndex});
    }

    @Override
    public boolean descriptorReady(int queue, int index) {
      return ready;
    }

    @Override
    public long descriptorAddress(int queue, int index) {
      return random != null ? random.nextLong() : field(index, 0, START + (index & 15) * 2048L);
    }

    @Override
    public long descriptorLength(int queue, int index) {
      return random != null && random.nextInt(4) == 0
          ? random.nextInt() & 0xffffffffL
          : field(index, 1, 2048);
    }

    @Override
    public int descriptorIndex(int queue, int index) {
      return random != null && random.nextInt(4) == 0
          ? random.nextInt()
          : (int) field(index, 2, index);
    }

    @Override
    public long dmaStart() {
      return START;
    }

    @Override
    public long dmaEnd() {
      return end;
    }

    @Override
    public boolean completionPlacesFree(int queue, int count) {
      return true;
    }

    @Override
    public boolean eventPlacesFree(int count) {
      return true;
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
      assertThat(address).isBetween(START, end - length);
      writes++;
    }

    @Override
    public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {}

    @Override
    public void interrupt(int queue, long cycle) {}

    @Override
    public void event(EventWord event) {}
  }

  @BeforeEach
  void build() {
    errors = new FirmwareCompletionFifo(CONFIG, LEAD);
    fetch = new DescriptorFetch(CONFIG, host, errors, counters, LEAD, null);
  }

  /** Does all events up to a key; errors leave their FIFO as they come. */
  private int run(long untilKey) {
    int popped = 0;
    while (fetch.nextKey() <= untilKey) {
      key = fetch.nextKey();
      assertThat(fetch.waitingQueue(key)).isEqualTo(-1);
      fetch.step(key);
    }
    while (errors.headCycle() < CycleHistory.FAR) {
      errors.giveBack(errors.pop(errors.headCycle()));
      popped++;
    }
    return popped;
  }

  private int take(long grantCycle, int bytes) {
    HeaderWord word = new HeaderWord();
    word.buffer = new byte[bytes];
    word.queue = 0;
    word.frameBytes = bytes;
    word.grantCycle = grantCycle;
    int reason = fetch.take(word);
    if (reason == 0) {
      FrameWrites writes = new FrameWrites(host);
      fetch.place(word, writes);
      writes.flush();
    }
    return reason;
  }

  @Test
  void shouldOfferBuffersTheCycleAfterTheirDataArrived() {
    // Fetch in cycle 1, data in cycle 21, steering from cycle 22 on: that is a grant in cycle 12.
    run(11);
    assertThat(take(11, 60)).isEqualTo(Reason.NO_BUFFER.code());
    run(12);
    assertThat(take(12, 60)).isZero();
    assertThat(fetch.takenIndex()).isZero();
    assertThat(counters[CounterTable.QUEUE_NO_BUFFER_DROPS]).isEqualTo(1);
  }

  @Test
  void shouldTakeAllBuffersOfFrameOrNone() {
    run(1000);
    assertThat(take(1000, 9000)).isZero();
    assertThat(take(1000, 9000)).isEqualTo(Reason.NO_BUFFER.code());
    assertThat(take(1000, 6000)).isZero();
    assertThat(fetch.takenIndex()).isEqualTo(5);
    assertThat(host.writes).isEqualTo(8);
  }

  @Test
  void shouldStopFetchingWhenRingIsUsedUpUntilHostLatencyHasPassed() {
    run(1000);
    for (int i = 0; i < 16; i++) {
      assertThat(take(1000 + 100 * i, 60)).isZero();
      run(1000 + 100 * i + 99);
    }
    assertThat(take(4000, 60)).isEqualTo(Reason.NO_BUFFER.code());
    fetch.giveBack(0, fetch.life(0), 1, 5000);
    // Posted at 5100, fetched in 5102, data in 5122, usable in 5123.
    run(5123 - LEAD - 1);
    assertThat(take(5123 - LEAD - 1, 60)).isEqualTo(Reason.NO_BUFFER.code());
    run(5123 - LEAD);
    assertThat(take(5123 - LEAD, 60)).isZero();
    assertThat(fetch.takenIndex()).isEqualTo(16);
  }

  @Test
  void shouldFetchWholeBatchesUnlessCacheRunsLow() {
    run(1000);
    assertThat(counters[CounterTable.QUEUE_DESCRIPTORS]).isEqualTo(8);
    take(1000, 60);
    run(2000);
    assertThat(counters[CounterTable.QUEUE_DESCRIPTORS]).isEqualTo(8);
    for (int i = 0; i < 3; i++) {
      take(2000, 60);
    }
    run(3000);
    assertThat(counters[CounterTable.QUEUE_DESCRIPTORS]).isEqualTo(12);
  }

  @Test
  void shouldWaitForHostWithoutChangingAnything() {
    host.ready = false;
    while (fetch.nextKey() < 22 - LEAD) {
      fetch.step(fetch.nextKey());
    }
    long next = fetch.nextKey();
    assertThat(fetch.waitingQueue(next)).isZero();
    assertThat(fetch.nextKey()).isEqualTo(next);
    host.ready = true;
    assertThat(fetch.waitingQueue(next)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "address {0}, length {1}, index {2}: {3}")
  @CsvSource({
    "0, 2048, 0, BAD_ADDRESS",
    "4095, 2048, 0, BAD_ADDRESS",
    "-4096, 2048, 0, BAD_ADDRESS",
    "9223372036854775807, 2048, 0, BAD_ADDRESS",
    "69632, 2048, 0, BAD_ADDRESS",
    "67840, 2048, 0, BAD_ADDRESS",
    "4097, 2048, 0, BAD_ALIGNMENT",
    "4096, 0, 0, ZERO_LENGTH",
    "4096, 2047, 0, BAD_LENGTH",
    "4096, 4294967295, 0, BAD_LENGTH",
    "4096, 2048, 1, BAD_INDEX",
  })
  void shouldRefuseBadDescriptorWithReason(long address, long length, int index, Reason reason) {
    host.change(0, address, length, index);
    while (errors.headCycle() == CycleHistory.FAR) {
      fetch.step(fetch.nextKey());
    }
    assertThat(errors.headCycle()).isEqualTo(23);
    CompletionEntry entry = errors.pop(23);
    assertThat(entry.type).isEqualTo(CompletionType.DESCRIPTOR_ERROR.code());
    assertThat(entry.reason).isEqualTo(reason.code());
    assertThat(entry.bufferIndex).isZero();
    assertThat(entry.bufferCount).isEqualTo(1);
    assertThat(counters[CounterTable.QUEUE_DESCRIPTOR_ERRORS]).isEqualTo(1);
    assertThat(counters[CounterTable.REASONS + reason.code()]).isPositive();
    assertThat(take(100, 60)).isZero();
    assertThat(fetch.takenIndex()).isEqualTo(1);
  }

  @Test
  void shouldQuarantineAfterBadOnesInARowAndWorkAgainAfterReset() {
    for (int index = 2; index < 5; index++) {
      host.change(index, 0, 2048, index);
    }
    run(1000);
    assertThat(fetch.state(0)).isEqualTo(QueueState.QUARANTINED.code());
    assertThat(take(1000, 60)).isEqualTo(Reason.QUEUE_QUARANTINED.code());
    assertThat(counters[CounterTable.QUEUE_QUARANTINES]).isEqualTo(1);
    host.changed.clear();
    int life = fetch.life(0);
    fetch.resetQueue(0, 1000);
    assertThat(fetch.life(0)).isEqualTo(life + 1);
    run(2000);
    assertThat(fetch.state(0)).isEqualTo(QueueState.ENABLED.code());
    assertThat(take(2000, 60)).isZero();
    assertThat(fetch.takenIndex()).isZero();
  }

  @Test
  void shouldDropForDisabledQueueAndGoOnWhenEnabled() {
    run(1000);
    fetch.state(0, QueueState.DISABLED, 1000);
    assertThat(take(1000, 60)).isEqualTo(Reason.QUEUE_DISABLED.code());
    fetch.state(0, QueueState.ENABLED, 1000);
    assertThat(take(1001, 60)).isZero();
  }

  @Test
  void shouldForgetFetchesOfFormerLife() {
    run(5);
    fetch.resetQueue(0, 5);
    run(1000);
    assertThat(take(1000, 8 * 2048)).isZero();
    assertThat(fetch.takenIndex()).isZero();
  }

  @Test
  void shouldTouchNothingOutsideWhenDescriptorsAreRandom() {
    int total = Integer.getInteger("mpnic.descriptors", 1_000_000);
    host.random = new Random(42);
    long now = 0;
    while (counters[CounterTable.QUEUE_DESCRIPTOR_ERRORS] < total) {
      now += 200;
      run(now);
      take(now, 60);
      if (fetch.state(0) == QueueState.QUARANTINED.code()) {
        fetch.resetQueue(0, now);
      }
    }
    host.random = null;
    fetch.resetQueue(0, now);
    run(now + 1000);
    assertThat(take(now + 1000, 60)).isZero();
    assertThat(counters[CounterTable.QUEUE_QUARANTINES]).isPositive();
  }

  @Test
  void shouldRefuseLatenciesThatSteeringCannotSeeAhead() {
    NicConfig config = CONFIG.toBuilder().hostLatencyCycles(5).writeLatencyCycles(5).build();
    assertThatThrownBy(() -> new DescriptorFetch(config, host, errors, counters, LEAD, null))
        .hasMessageContaining("hostLatencyCycles + writeLatencyCycles is 10")
        .hasMessageContaining("10 cycles from a grant to steering");
  }

  @Test
  void shouldSendOneFetchACycleAndServeTheQueuesInTurn() {
    List<String> sent = new ArrayList<>();
    Probe probe =
        new Probe() {
          @Override
          public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
            sent.add("cycle " + cycle + ": queue " + port + " from " + frame);
          }
        };
    DescriptorFetch probed =
        new DescriptorFetch(
            CONFIG, host, new FirmwareCompletionFifo(CONFIG, LEAD), counters, LEAD, probe);
    probed.reset();
    for (long next = probed.nextKey(); next < 10 - LEAD; next = probed.nextKey()) {
      probed.step(next);
    }
    assertThat(sent)
        .containsExactly(
            "cycle 1: queue 0 from 0",
            "cycle 2: queue 1 from 0",
            "cycle 3: queue 0 from 4",
            "cycle 4: queue 1 from 4");
  }
}
