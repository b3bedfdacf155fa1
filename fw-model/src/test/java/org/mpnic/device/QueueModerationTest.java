package org.mpnic.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.WriteMode;
import org.mpnic.abi.region.AdminReply;
import org.mpnic.model.config.NicConfig;

/** QUEUE_CREATE with an interrupt moderation of the queue's own. */
class QueueModerationTest {
  private static final byte[] NOTHING = {};
  private static final int QUEUES = NicConfig.DEFAULT.queues();

  @TempDir Path folder;

  @Test
  void shouldRaiseAnInterruptForEveryCompletionWhenTheQueueAsksForIt() throws Exception {
    try (EmbeddedDevice device =
            EmbeddedDevice.start(
                new DeviceOptions(
                    "q0",
                    folder,
                    NicConfig.DEFAULT,
                    "java",
                    Engines.captureFirmware(),
                    64,
                    false));
        TestHost host = new TestHost(folder.resolve("mpnic-q0"))) {
      host.reset();
      for (int queue = 0; queue < QUEUES; queue += 2) {
        host.execute(AdminCommand.QUEUE_CREATE, queue, NOTHING, 0, 1, 0).orThrow();
      }
      assertThat(host.region.register(RegisterTable.QUEUE_INTERRUPT_COUNT)).isOne();
      assertThat(host.region.register(RegisterTable.QUEUE_INTERRUPT_COUNT + 8)).isEqualTo(64);
      assertThat(host.region.register(RegisterTable.QUEUE_INTERRUPT_CYCLES)).isEqualTo(3000);
      replay(host);
      long single = 0;
      long shared = 0;
      for (int queue = 0; queue < QUEUES; queue++) {
        long raised = host.region.counter(CounterTable.QUEUE_INTERRUPTS + queue);
        long completions = host.region.counter(CounterTable.QUEUE_COMPLETIONS + queue);
        if ((queue & 1) == 0) {
          single += completions;
          assertThat(raised).as("queue %d", queue).isEqualTo(completions);
        } else {
          shared += completions;
          assertThat(raised).as("queue %d", queue).isLessThanOrEqualTo(completions / 2 + 1);
        }
      }
      assertThat(single).isPositive();
      assertThat(shared).isPositive();

      host.reset();
      assertThat(host.region.register(RegisterTable.QUEUE_INTERRUPT_COUNT)).isEqualTo(64);
      assertThat(device.isRunning()).isTrue();
    }
  }

  @Test
  void shouldRefuseWhatTheCardCannotDo() throws Exception {
    try (EmbeddedDevice device =
            EmbeddedDevice.start(
                new DeviceOptions(
                    "q0",
                    folder,
                    NicConfig.DEFAULT,
                    "java",
                    Engines.captureFirmware(),
                    64,
                    false));
        TestHost host = new TestHost(folder.resolve("mpnic-q0"))) {
      assertRefused(host, AdminStatus.BAD_ARGUMENT, "interrupt count is -1", 0, -1, 0);
      assertRefused(host, AdminStatus.BAD_ARGUMENT, "interrupt cycles", 0, 0, 1L << 31);
      for (WriteMode mode : new WriteMode[] {WriteMode.SPLIT, WriteMode.DIRECT}) {
        assertRefused(host, AdminStatus.NOT_SUPPORTED, "write mode", mode.code(), 0, 0);
      }
      assertThat(device.isRunning()).isTrue();
    }
  }

  private static void assertRefused(
      TestHost host, AdminStatus status, String part, long... arguments) {
    AdminReply reply = host.execute(AdminCommand.QUEUE_CREATE, 0, NOTHING, arguments);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).contains(part);
  }

  private void replay(TestHost host) throws Exception {
    Path capture = TestCaptures.file(folder, "multi-v4-csum1.pcap");
    host.load(capture, -1, 0, null).orThrow();
    host.execute(AdminCommand.CAPTURE_START, 0, NOTHING).orThrow();
    host.receive((queue, completion) -> {});
  }
}
