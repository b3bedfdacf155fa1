package org.mpnic.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminCommandFlyweight;
import org.mpnic.abi.AdminCompletionFlyweight;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.Section;
import org.mpnic.abi.TxDescriptorType;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.abi.region.TxDescriptorRingProducer;
import org.mpnic.model.config.NicConfig;

/**
 * A host that stores what it likes: the device counts, refuses, lives, and works again after a
 * reset.
 */
class HostileHostTest {
  private static final String CAPTURE = "v4-csum1-offload_off-basic.pcap";
  private static final long FRAMES = 275;
  private static final int ROUNDS = Integer.getInteger("mpnic.hostile.rounds", 20);

  @TempDir Path folder;
  private EmbeddedDevice device;
  private TestHost host;
  private RegionMemory memory;
  private RegionLayout layout;

  @BeforeEach
  void start() throws Exception {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder().queues(4).ringEntries(256).descriptorCache(128).build();
    device =
        EmbeddedDevice.start(
            new DeviceOptions("h0", folder, config, "java", Engines.captureFirmware(), 16, false));
    host = new TestHost(folder.resolve("mpnic-h0"));
    memory = host.region.memory();
    layout = host.region.layout();
  }

  @AfterEach
  void stop() {
    host.close();
    device.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void shouldLiveAndTouchNothingElseWhenDescriptorsAreGarbage(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(host.execute(AdminCommand.RESET, 0, new byte[0]).status())
          .isEqualTo(AdminStatus.OK);
      int[] posted = new int[host.descriptors.length];
      for (int queue = 0; queue < host.descriptors.length; queue++) {
        host.descriptors[queue].resume();
        host.completions[queue].resume();
        posted[queue] = 256;
        for (int index = 0; index < 256; index++) {
          postGarbage(random, queue, index);
        }
        host.descriptors[queue].publish();
      }
      host.deviceWake.signal();
      byte[] before = outsideOfRings();
      host.load(TestCaptures.file(folder, CAPTURE), -1, 0, null).orThrow();
      host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
      churn(random, posted);
      assertThat(host.execute(AdminCommand.NOP, 0, new byte[0]).status())
          .as("seed %d round %d", seed, round)
          .isEqualTo(AdminStatus.OK);
      assertThat(Arrays.equals(outsideOfRings(), before))
          .as("seed %d round %d: header or host's own record", seed, round)
          .isTrue();
    }
    assertWorksAgain();
  }

  @Test
  void shouldGiveErrorCompletionsAndQuarantineWhenDescriptorsAreBad() throws Exception {
    host.execute(AdminCommand.RESET, 0, new byte[0]).orThrow();
    for (int queue = 0; queue < 4; queue++) {
      host.descriptors[queue].resume();
      host.completions[queue].resume();
      for (int index = 0; index < 256; index++) {
        long address = queue == 1 ? layout.dmaEnd() : layout.buffer(queue, index);
        host.descriptors[queue].post(
            address, queue == 2 ? 0 : 2048, queue == 3 ? index + 1 : index);
      }
      host.descriptors[queue].publish();
    }
    host.deviceWake.signal();
    host.load(TestCaptures.file(folder, CAPTURE), -1, 0, null).orThrow();
    host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
    host.repost = false;
    int[] errors = new int[4];
    int[] reasons = new int[4];
    host.receive(
        (queue, completion) -> {
          if (completion.type() == CompletionType.DESCRIPTOR_ERROR.code()) {
            errors[queue]++;
            reasons[queue] = completion.reason();
          }
        });
    assertThat(errors[0]).isZero();
    assertThat(reasons)
        .containsExactly(
            0, Reason.BAD_ADDRESS.code(), Reason.ZERO_LENGTH.code(), Reason.BAD_INDEX.code());
    for (int queue = 1; queue < 4; queue++) {
      assertThat(errors[queue])
          .as("queue %d", queue)
          .isGreaterThanOrEqualTo(NicConfig.DEFAULT.quarantineErrors());
      assertThat(host.region.register(RegisterTable.QUEUE_STATE + 8 * queue))
          .isEqualTo(QueueState.QUARANTINED.code());
      assertThat(host.region.counter(CounterTable.QUEUE_DESCRIPTOR_ERRORS + queue))
          .isGreaterThanOrEqualTo(errors[queue]);
      assertThat(host.region.counter(CounterTable.QUEUE_QUARANTINES + queue)).isEqualTo(1);
    }
    assertWorksAgain();
  }

  /** No command is sent meanwhile: what a transmit queue does is shown all the same. */
  @Test
  void shouldShowQuarantineOfTransmitQueueWhoseDescriptorsAreBad() throws Exception {
    TxDescriptorRingProducer ring = new TxDescriptorRingProducer(host.region, 2);
    for (int i = 0; i < NicConfig.DEFAULT.quarantineErrors(); i++) {
      ring.post(layout.dmaEnd(), 64, TxDescriptorType.RAW, 0, 0, 0, 0);
    }
    assertThat(transmitState(2)).isEqualTo(QueueState.ENABLED);
    ring.ring(false);
    host.deviceWake.signal();
    for (int wait = 0; wait < 3000 && transmitState(2) == QueueState.ENABLED; wait++) {
      Thread.sleep(10);
    }
    assertThat(transmitState(2)).isEqualTo(QueueState.QUARANTINED);
    assertThat(transmitState(1)).isEqualTo(QueueState.ENABLED);
    assertThat(host.region.counter(CounterTable.TX_QUEUE_QUARANTINES + 2)).isEqualTo(1);
    assertThat(host.region.register(RegisterTable.TX_CYCLE)).isPositive();
  }

  private QueueState transmitState(int queue) {
    return QueueState.of((int) host.region.register(RegisterTable.TX_QUEUE_STATE + 8 * queue));
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void shouldAnswerEveryCommandWithAStatusWhenCommandsAreGarbage(long seed) throws Exception {
    Random random = new Random(seed);
    AdminCommandFlyweight command = new AdminCommandFlyweight();
    AdminCompletionFlyweight completion = new AdminCompletionFlyweight();
    int entries = host.region.spec().adminEntries();
    long producer = layout.producerIndex(RingLayout.adminCommands());
    long answered = layout.producerIndex(RingLayout.adminCompletions());
    for (int trial = 0; trial < 100 * ROUNDS; trial++) {
      int index = memory.getInt(producer);
      byte[] garbage = new byte[AdminLayout.BYTES];
      random.nextBytes(garbage);
      long offset =
          layout.offset(Section.ADMIN_COMMANDS) + (long) (index & entries - 1) * AdminLayout.BYTES;
      memory.putBytes(offset, garbage, 0, garbage.length);
      byte[] data = new byte[AdminLayout.DATA_HALF_BYTES];
      random.nextBytes(data);
      memory.putBytes(layout.offset(Section.ADMIN_DATA), data, 0, data.length);
      command.wrap(memory, offset);
      if (random.nextInt(4) != 0) {
        command.opcode(random.nextInt(AdminCommand.SHUTDOWN.code()));
      } else if (command.opcode() == AdminCommand.SHUTDOWN.code()) {
        command.opcode(0xffff);
      }
      if (random.nextBoolean()) {
        command.target(random.nextInt(10) - 2).dataBytes(random.nextInt(200));
        command.argument(0, random.nextInt(70_000)).argument(1, random.nextInt(3)).argument(2, 0);
      }
      int before = memory.getIntAcquire(answered);
      memory.putIntRelease(producer, index + 1);
      host.deviceWake.signal();
      long deadline = System.nanoTime() + TestHost.TIMEOUT_NS;
      while (memory.getIntAcquire(answered) == before) {
        assertThat(System.nanoTime() - deadline)
            .as("seed %d trial %d: opcode %d", seed, trial, command.opcode())
            .isNegative();
        Thread.onSpinWait();
      }
      long at =
          layout.offset(Section.ADMIN_COMPLETIONS)
              + (long) (before & entries - 1) * AdminLayout.BYTES;
      completion.wrap(memory, at);
      assertThat(completion.tag()).isEqualTo(command.tag());
      assertThat(completion.status())
          .as("seed %d trial %d: opcode %d", seed, trial, command.opcode())
          .isNotEqualTo(AdminStatus.INTERNAL_ERROR.code());
    }
    memory.putIntRelease(
        layout.consumerIndex(RingLayout.adminCompletions()), memory.getInt(answered));
    settingsBack();
    assertWorksAgain();
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void shouldLiveWhenRingIndicesAreGarbage(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      host.reset();
      host.load(TestCaptures.file(folder, CAPTURE), -1, 0, null).orThrow();
      host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
      for (int write = 0; write < 50; write++) {
        int rings = RingLayout.count(4, 8) - RingLayout.events();
        int ring = RingLayout.events() + random.nextInt(rings);
        long offset =
            random.nextBoolean() ? layout.producerIndex(ring) : layout.consumerIndex(ring);
        memory.putIntRelease(offset, random.nextBoolean() ? random.nextInt() : random.nextInt(600));
        host.deviceWake.signal();
        Thread.onSpinWait();
      }
      assertThat(host.execute(AdminCommand.NOP, 0, new byte[0]).status())
          .as("seed %d round %d", seed, round)
          .isEqualTo(AdminStatus.OK);
    }
    assertWorksAgain();
  }

  private void postGarbage(Random random, int queue, int index) {
    switch (random.nextInt(4)) {
      case 0 -> host.descriptors[queue].post(random.nextLong(), random.nextInt(), random.nextInt());
      case 1 -> host.descriptors[queue].post(layout.dmaEnd() - random.nextInt(5000), 2048, index);
      case 2 ->
          host.descriptors[queue].post(
              layout.buffer(queue, index & 255), random.nextInt(5000), index);
      default -> host.descriptors[queue].post(layout.buffer(queue, index & 255), 2048, index);
    }
  }

  /** Gives garbage for every completion, for a while. */
  private void churn(Random random, int[] posted) {
    for (int turn = 0; turn < 30; turn++) {
      for (int queue = 0; queue < posted.length; queue++) {
        int count = host.completions[queue].available(64);
        host.completions[queue].take(count);
        host.completions[queue].release(count);
        for (int index = 0; index < count; index++) {
          postGarbage(random, queue, posted[queue]++);
        }
        host.descriptors[queue].publish();
      }
      host.deviceWake.signal();
      Thread.onSpinWait();
    }
  }

  /** Region header and the host's own record of its buffers: the device has no business there. */
  private byte[] outsideOfRings() {
    int owners = (int) layout.bytes(Section.BUFFER_OWNERS);
    byte[] bytes = new byte[4096 + owners];
    memory.getBytes(0, bytes, 0, 4096);
    memory.getBytes(layout.offset(Section.BUFFER_OWNERS), bytes, 4096, owners);
    return bytes;
  }

  private void settingsBack() {
    for (int port = 0; port < 2; port++) {
      host.execute(AdminCommand.LINK_SET, port, new byte[0], 1).orThrow();
      host.execute(AdminCommand.PROMISCUOUS_SET, port, new byte[0], 1).orThrow();
      host.execute(AdminCommand.MTU_SET, port, new byte[0], 9018).orThrow();
    }
  }

  private void assertWorksAgain() throws Exception {
    host.repost = true;
    for (int queue = 0; queue < 4; queue++) {
      host.execute(AdminCommand.QUEUE_CREATE, queue, new byte[0]).orThrow();
    }
    host.reset();
    host.load(TestCaptures.file(folder, CAPTURE), -1, 0, null).orThrow();
    host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
    long[] frames = new long[1];
    long[] done =
        host.receive((queue, completion) -> frames[0] += completion.bufferCount() > 0 ? 1 : 0);
    assertThat(frames[0]).isEqualTo(FRAMES).isEqualTo(done[0]);
    assertThat(device.isRunning()).isTrue();
    assertThat(host.region.counter(CounterTable.INTERNAL_ERRORS)).isZero();
  }
}
