package org.mpnic.driver.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.region.RegionException;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.DeviceLostException;
import org.mpnic.driver.Nic;

/**
 * Either process is killed with signal 9 at random instants of a replay. Rounds: 3 of each kind,
 * 200 with -Dmpnic.campaign=long, or as many as -Dmpnic.campaign.kills says.
 */
class KillCampaignTest {
  private static final String CAPTURE = "bulk-v4-csum1-offload_on.pcap";
  private static final int FRAMES = 1296;
  private static final String NAME = "kill0";

  /** What is promised is two seconds; the short form runs on machines with other work, too. */
  private static final long REPORT_NS =
      TimeUnit.SECONDS.toNanos(Campaign.size("reportSeconds", 30, 2));

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(120);
  private static final int ROUNDS = Campaign.size("kills", 3, 200);

  @TempDir Path folder;

  private final List<ChildProcess> children = new ArrayList<>();

  /** Rounds in which the host died with a batch in its hands. */
  private int heldRounds;

  @AfterEach
  void leaveNobodyBehind() {
    children.forEach(ChildProcess::close);
  }

  @Test
  @DisplayName("device killed, seed 41: the host says so, a new device serves without cleaning")
  void shouldReportAndGoOnWhenDeviceIsKilled() throws Exception {
    Random random = new Random(41);
    Path capture = capture();
    Nic nic = null;
    for (int round = 0; round < ROUNDS; round++) {
      ChildProcess device = startDevice();
      nic = nic == null ? Nic.open(NAME, folder) : nic.reattach();
      if (round % 2 == 1) {
        assertThat(replay(nic, capture)).as("round %d", round).hasSize(FRAMES);
      }
      start(nic, capture);
      long killAt = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(60_000));
      List<Integer> frames = new ArrayList<>();
      CompletionBatch batch = new CompletionBatch(KillCampaignHost.BATCH);
      while (System.nanoTime() - killAt < 0) {
        poll(nic, batch, frames);
      }
      long killed = System.nanoTime();
      device.kill();
      DeviceLostException lost = awaitLoss(nic, batch, frames);
      assertThat(System.nanoTime() - killed).as("round %d", round).isLessThan(REPORT_NS);
      assertThat(lost)
          .hasMessageContaining(Long.toString(device.pid()))
          .hasMessageNotContaining("\n");
      while (poll(nic, batch, frames) > 0) {
        // What the device published before its death is still there.
      }
      assertThat(new HashSet<>(frames))
          .as("round %d: delivered twice", round)
          .hasSameSizeAs(frames);
    }
    try (ChildProcess device = startDevice();
        Nic last = nic.reattach()) {
      assertThat(replay(last, capture)).hasSize(FRAMES);
      assertThat(last.counter(CounterTable.INTERNAL_ERRORS))
          .as("process %d", device.pid())
          .isZero();
    }
  }

  @Test
  @DisplayName(
      "host killed, seed 42: its successor sees what was not released, and everything else once")
  void shouldDeliverOnceWhenHostIsKilled() throws Exception {
    Random random = new Random(42);
    Path capture = capture();
    try (ChildProcess device = startDevice()) {
      for (int round = 0; round < ROUNDS; round++) {
        Path record = folder.resolve("record" + round);
        ChildProcess host =
            ChildProcess.start(
                KillCampaignHost.class.getName(),
                NAME,
                folder.toString(),
                capture.toString(),
                record.toString());
        children.add(host);
        host.await("started", 120);
        assertThatThrownBy(() -> Nic.open(NAME, folder).close())
            .isInstanceOf(RegionException.class)
            .hasMessageContaining(Long.toString(host.pid()));
        Thread.sleep(0, random.nextInt(999_999));
        Thread.sleep(random.nextInt(30));
        host.kill();
        device.await("host process " + host.pid() + " is gone", 2);
        checkSuccessor(round, record, capture);
        Files.deleteIfExists(record);
      }
      assertThat(heldRounds).as("rounds with a held batch").isGreaterThanOrEqualTo(ROUNDS / 10);
    }
  }

  private void checkSuccessor(int round, Path record, Path capture) throws Exception {
    Set<Integer> released = new HashSet<>();
    Set<Integer> held = new HashSet<>();
    read(record, released, held);
    List<Integer> seen = new ArrayList<>();
    try (Nic nic = Nic.open(NAME, folder)) {
      receive(nic, seen);
      Set<Integer> again = new HashSet<>(seen);
      assertThat(again).as("round %d: delivered twice", round).hasSameSizeAs(seen);
      assertThat(released)
          .as("round %d: released, and seen again", round)
          .noneMatch(again::contains);
      assertThat(held)
          .as("round %d: more than a batch was held", round)
          .hasSizeLessThanOrEqualTo(KillCampaignHost.BATCH);
      heldRounds += held.isEmpty() ? 0 : 1;
      boolean heldSeen = again.containsAll(held);
      boolean heldReleased = held.stream().noneMatch(again::contains);
      assertThat(heldSeen || heldReleased).as("round %d: half of the held batch", round).isTrue();
      again.addAll(released);
      again.addAll(held);
      assertThat(again).as("round %d: frames lost", round).hasSize(FRAMES);
      if (round % 2 == 1) {
        assertThat(replay(nic, capture)).as("round %d", round).hasSize(FRAMES);
      }
    }
  }

  /** Frames of released batches, and those of the last batch if its release is not written down. */
  private static void read(Path record, Set<Integer> released, Set<Integer> held) throws Exception {
    ByteBuffer words =
        ByteBuffer.wrap(Files.exists(record) ? Files.readAllBytes(record) : new byte[0]);
    while (words.remaining() >= 4) {
      int word = words.getInt();
      if (word == KillCampaignHost.RELEASED) {
        released.addAll(held);
        held.clear();
      } else {
        held.add(word);
      }
    }
  }

  private ChildProcess startDevice() throws Exception {
    ChildProcess device =
        ChildProcess.start(
            "org.mpnic.device.DeviceMain", "--name", NAME, "--dir", folder.toString());
    children.add(device);
    device.await("ready", 120);
    return device;
  }

  private static void start(Nic nic, Path capture) {
    nic.admin().reset();
    nic.admin().loadCapture(capture, AdminLayout.ALL_PORTS, false, false, null);
    nic.admin().startCapture();
  }

  private static List<Integer> replay(Nic nic, Path capture) {
    start(nic, capture);
    List<Integer> frames = new ArrayList<>();
    receive(nic, frames);
    assertThat(new HashSet<>(frames)).hasSameSizeAs(frames);
    return frames;
  }

  /**
   * Takes completions until the card is idle: a host that died may have taken CAPTURE_DONE with it.
   */
  private static void receive(Nic nic, List<Integer> frames) {
    CompletionBatch batch = new CompletionBatch(64);
    long deadline = System.nanoTime() + LIMIT_NS;
    while (true) {
      boolean idle = nic.register(RegisterTable.DEVICE_STATE) == DeviceState.IDLE.code();
      if (poll(nic, batch, frames) == 0 && idle) {
        return;
      }
      nic.drainEvents(event -> {});
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("capture not through, frames so far " + frames.size());
      }
    }
  }

  private static DeviceLostException awaitLoss(
      Nic nic, CompletionBatch batch, List<Integer> frames) {
    long deadline = System.nanoTime() + LIMIT_NS;
    while (System.nanoTime() - deadline < 0) {
      try {
        poll(nic, batch, frames);
        nic.checkDevice();
      } catch (DeviceLostException lost) {
        return lost;
      }
    }
    throw new AssertionError("the host did not notice the device's death");
  }

  private static int poll(Nic nic, CompletionBatch batch, List<Integer> frames) {
    int polled = 0;
    for (int number = 0; number < nic.queueCount(); number++) {
      int count = nic.queue(number).poll(batch, batch.capacity());
      for (int entry = 0; entry < count; entry++) {
        if (batch.type(entry) == CompletionType.PACKET) {
          frames.add(batch.frame(entry));
        }
      }
      batch.release();
      polled += count;
    }
    return polled;
  }

  private Path capture() throws Exception {
    Path file = folder.resolve(CAPTURE);
    try (InputStream in =
        KillCampaignTest.class.getResourceAsStream("/org/mpnic/testbed/captures/" + CAPTURE)) {
      Files.copy(in, file);
    }
    return file;
  }
}
