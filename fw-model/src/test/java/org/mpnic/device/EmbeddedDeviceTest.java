package org.mpnic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.Reason;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.region.AdminReply;
import org.mpnic.model.config.NicConfig;

/**
 * A device in this process, driven over its region by a host that trusts and is trusted as little
 * as any.
 */
class EmbeddedDeviceTest {
  private static final String BASIC = "v4-csum1-offload_off-basic.pcap";
  private static final String LOSS = "loss-v4-csum1.pcap";
  private static final String OFFLOADED = "bulk-v4-csum1-offload_on.pcap";
  private static final long FRAMES_OF_BASIC = 275;

  @TempDir Path folder;

  @Test
  void shouldDeliverEveryFrameWhenCaptureIsReplayed() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      Replayed replayed = replay(host, BASIC, 0, null);
      assertThat(replayed.frames()).isEqualTo(FRAMES_OF_BASIC);
      assertThat(replayed.done()[0]).isEqualTo(FRAMES_OF_BASIC);
      assertThat(host.region.counter(CounterTable.PORT_FRAMES)).isEqualTo(FRAMES_OF_BASIC);
      assertThat(host.region.counter(CounterTable.PORT_FRAMES_DELIVERED))
          .isEqualTo(FRAMES_OF_BASIC);
      assertThat(host.region.register(RegisterTable.DEVICE_STATE))
          .isEqualTo(DeviceState.IDLE.code());
      assertThat(host.region.register(RegisterTable.FRAMES_TOTAL)).isEqualTo(FRAMES_OF_BASIC);
      assertThat(host.region.register(RegisterTable.COMPLETED_CYCLE))
          .isGreaterThan(replayed.done()[2]);
      assertThat(device.isRunning()).isTrue();
    }
    assertThat(folder.resolve("mpnic-t0")).doesNotExist();
    assertThat(folder.resolve("mpnic-t0.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void shouldGiveTheSameCompletionsWhateverTheBatch(int batchFrames) throws Exception {
    assertThat(replayOnce(batchFrames, null).hashes()).isEqualTo(replayOnce(64, null).hashes());
  }

  /** Ends of mappings that are flushed behind the last frame have a cycle, too. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldGiveTheSameCompletionsWhenTheHostIsLate(long seed) throws Exception {
    NicConfig small =
        NicConfig.DEFAULT.toBuilder().ringEntries(64).descriptorCache(32).queues(2).build();
    DeviceOptions options =
        new DeviceOptions("t0", folder, small, "java", Engines.captureFirmware(), 64, false);
    int[] hashes = new int[2];
    for (int run = 0; run < 2; run++) {
      Random pauses = new Random(seed);
      boolean late = run == 1;
      try (EmbeddedDevice device = EmbeddedDevice.start(options);
          TestHost host = new TestHost(region())) {
        assertThat(device.isRunning()).isTrue();
        hashes[run] =
            replay(host, LOSS, 0, null, () -> pause(late && pauses.nextInt(16) == 0)).hashes();
        if (late) {
          assertThat(host.region.counter(CounterTable.HOST_WAITS)).isPositive();
        }
      }
    }
    assertThat(hashes[1]).isEqualTo(hashes[0]);
  }

  private static void pause(boolean now) {
    if (now) {
      LockSupport.parkNanos(500_000);
    }
  }

  @Test
  void shouldGiveTheSameCompletionsWhenResetAndReplayedAgain() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      Replayed first = replay(host, BASIC, 0, null);
      Replayed second = replay(host, BASIC, 0, null);
      assertThat(second.hashes()).isEqualTo(first.hashes());
      assertThat(second.done()).isEqualTo(first.done());
      assertThat(host.region.register(RegisterTable.RESET_COUNT)).isEqualTo(2);
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldGiveTheSameCompletionsAndAFileWhenWaveformIsWritten() throws Exception {
    Path wave = folder.resolve("a.vcd");
    assertThat(replayOnce(64, wave).hashes()).isEqualTo(replayOnce(64, null).hashes());
    List<String> lines = Files.readAllLines(wave);
    assertThat(lines.get(1)).isEqualTo("$timescale 1 ps $end");
    assertThat(lines)
        .contains(
            "$scope module rx_parser_0 $end".replace("rx_parser", "parser_beat"),
            "$enddefinitions $end");
    assertThat(lines.stream().filter(line -> line.startsWith("#"))).hasSizeGreaterThan(3000);
  }

  @Test
  void shouldRunOnWhenCapturesFollowWithoutReset() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      Replayed first = replay(host, BASIC, 0, null);
      host.load(TestCaptures.file(folder, BASIC), 1, AdminLayout.CAPTURE_RATE, null).orThrow();
      host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
      long[] done = host.receive((queue, completion) -> {});
      assertThat(done[0]).isEqualTo(FRAMES_OF_BASIC);
      assertThat(done[2]).isGreaterThan(first.done()[2]);
      assertThat(host.region.counter(CounterTable.PORT_FRAMES + 1)).isEqualTo(FRAMES_OF_BASIC);
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldCutAndCompleteWhenCaptureWasTakenAboveTheCard() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      Replayed cut = replay(host, OFFLOADED, 0, null);
      assertThat(host.region.counter(CounterTable.CAPTURE_FRAMES_CUT)).isPositive();
      assertThat(host.region.counter(CounterTable.CAPTURE_CHECKSUMS_COMPLETED)).isPositive();
      assertThat(host.region.counter(CounterTable.REASONS + Reason.FRAME_TOO_LONG.code())).isZero();
      assertThat(host.region.counter(CounterTable.REASONS + Reason.BAD_TCP_CHECKSUM.code()))
          .isZero();
      long made = host.region.counter(CounterTable.CAPTURE_SEGMENTS_MADE);
      long framesCut = host.region.counter(CounterTable.CAPTURE_FRAMES_CUT);
      long records = host.region.counter(CounterTable.CAPTURE_RECORDS);
      assertThat(cut.done()[0]).isEqualTo(records - framesCut + made);

      replay(host, OFFLOADED, AdminLayout.AS_CAPTURED, null);
      assertThat(host.region.counter(CounterTable.CAPTURE_FRAMES_CUT)).isZero();
      assertThat(host.region.counter(CounterTable.PORT_DROPS)).isEqualTo(framesCut);
      assertThat(host.region.counter(CounterTable.REASONS + Reason.FRAME_TOO_LONG.code()))
          .isEqualTo(framesCut);
      assertThat(host.region.counter(CounterTable.REASONS + Reason.BAD_TCP_CHECKSUM.code()))
          .isPositive();
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldAnswerInOneLineWhenCaptureIsNone() throws Exception {
    Path text =
        Files.writeString(folder.resolve("a.txt"), "no capture at all, but long enough to be one");
    Path empty = Files.createFile(folder.resolve("empty.pcap"));
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      assertThat(host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).status())
          .isEqualTo(AdminStatus.WRONG_STATE);
      assertRefused(host.load(text, -1, 0, null), AdminStatus.NOT_A_CAPTURE, text.toString());
      assertRefused(host.load(empty, -1, 0, null), AdminStatus.NOT_A_CAPTURE, empty.toString());
      assertRefused(host.load(folder.resolve("none"), -1, 0, null), AdminStatus.FILE_ERROR, "none");
      assertRefused(host.load(folder, -1, 0, null), AdminStatus.FILE_ERROR, folder.toString());
      assertRefused(
          host.load(Path.of("relative.pcap"), -1, 0, null), AdminStatus.BAD_ARGUMENT, "absolute");
      assertRefused(host.load(text, 2, 0, null), AdminStatus.NO_SUCH_PORT, "port 2");
      assertRefused(host.load(text, -1, 64, null), AdminStatus.BAD_ARGUMENT, "flags");
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldRefuseSecondDeviceAndSecondHost() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      String pid = Long.toString(ProcessHandle.current().pid());
      assertThatThrownBy(() -> EmbeddedDevice.start(options(64)))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining(pid);
      assertThatThrownBy(() -> new TestHost(region()).close()).hasMessageContaining(pid);
      assertThat(device.isRunning()).isTrue();
      assertThat(host.lock.isOtherAlive()).isTrue();
    }
  }

  @Test
  void shouldLeaveNoFileWhenThereCanBeNoSuchCard() {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder().hostLatencyCycles(1).writeLatencyCycles(1).build();
    DeviceOptions options =
        new DeviceOptions("t0", folder, config, "java", Engines.captureFirmware(), 64, false);
    assertThatThrownBy(() -> EmbeddedDevice.start(options))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith("hostLatencyCycles + writeLatencyCycles is 2");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldEndWhenHostShutsItDown() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      host.execute(AdminCommand.SHUTDOWN, 0, new byte[0]).orThrow();
      for (int wait = 0; wait < 3000 && device.isRunning(); wait++) {
        Thread.sleep(10);
      }
      assertThat(device.isRunning()).isFalse();
      assertThat(host.lock.isOtherAlive()).isFalse();
      assertThat(folder.resolve("mpnic-t0")).doesNotExist();
    }
  }

  @Test
  void shouldLeaveNoFileWhenHostDiesWhileItEnds() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64))) {
      try (TestHost host = new TestHost(region())) {
        host.execute(AdminCommand.SHUTDOWN, 0, new byte[0]).orThrow();
        while (Files.exists(folder.resolve("mpnic-t0"))) {
          Thread.sleep(1);
        }
      }
      while (device.isRunning()) {
        Thread.sleep(1);
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldReadTablesBackWhenCaptureWasReplayed() throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(64));
        TestHost host = new TestHost(region())) {
      replay(host, BASIC, 0, null);
      byte[] flow = host.execute(AdminCommand.FLOW_READ, 0, new byte[0], 0).orThrow().data();
      assertThat(flow).hasSize(128);
      assertThat(flow[0]).isIn((byte) 1, (byte) 2);
      byte[] connection =
          host.execute(AdminCommand.CONNECTION_READ, 0, new byte[0], 0).orThrow().data();
      assertThat(connection).hasSize(128);
      byte[] context =
          host.execute(AdminCommand.CONTEXT_READ, 0, new byte[0], 0, 0).orThrow().data();
      byte[] written = context.clone();
      written[0] ^= 0x55;
      host.execute(AdminCommand.CONTEXT_WRITE, 0, written, 0, 0).orThrow();
      assertThat(host.execute(AdminCommand.CONTEXT_READ, 0, new byte[0], 0, 0).data())
          .isEqualTo(written)
          .isNotEqualTo(context);
      assertRefused(
          host.execute(AdminCommand.FLOW_READ, 0, new byte[0], 4000),
          AdminStatus.NO_SUCH_ENTRY,
          "4000");
      assertRefused(
          host.execute(AdminCommand.CONTEXT_READ, 0, new byte[0], 3, 0),
          AdminStatus.NO_SUCH_ENTRY,
          "table 3");
      assertThat(device.isRunning()).isTrue();
    }
  }

  private static void assertRefused(AdminReply reply, AdminStatus status, String part) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).contains(part).doesNotContain("\n");
  }

  private Replayed replayOnce(int batchFrames, Path wave) throws Exception {
    try (EmbeddedDevice device = EmbeddedDevice.start(options(batchFrames));
        TestHost host = new TestHost(region())) {
      Replayed replayed = replay(host, BASIC, 0, wave);
      assertThat(device.isRunning()).isTrue();
      return replayed;
    }
  }

  private Replayed replay(TestHost host, String name, long flags, Path wave) throws Exception {
    return replay(host, name, flags, wave, () -> {});
  }

  /** Replays a capture; {@code between} is called behind every completion. */
  private Replayed replay(TestHost host, String name, long flags, Path wave, Runnable between)
      throws Exception {
    host.reset();
    host.load(TestCaptures.file(folder, name), -1, flags, wave).orThrow();
    host.execute(AdminCommand.CAPTURE_START, 0, new byte[0]).orThrow();
    int[] hashes = new int[host.completions.length];
    long[] frames = new long[1];
    long[] done =
        host.receive(
            (queue, completion) -> {
              frames[0] += completion.bufferCount() > 0 ? 1 : 0;
              hashes[queue] = 31 * hashes[queue] + TestHost.hash(host.region.memory(), completion);
              between.run();
            });
    return new Replayed(frames[0], done, Arrays.hashCode(hashes));
  }

  /**
   * What a replay gave.
   *
   * @param hashes over every byte of every completion, by queue in order
   */
  private record Replayed(long frames, long[] done, int hashes) {}

  private Path region() {
    return folder.resolve("mpnic-t0");
  }

  private DeviceOptions options(int batchFrames) {
    return new DeviceOptions(
        "t0", folder, NicConfig.DEFAULT, "java", Engines.captureFirmware(), batchFrames, false);
  }
}
