package org.mpnic.driver.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.abi.WireOptions;
import org.mpnic.device.DeviceException;
import org.mpnic.device.DeviceOptions;
import org.mpnic.device.EmbeddedDevice;
import org.mpnic.device.Engines;
import org.mpnic.driver.Nic;
import org.mpnic.model.config.NicConfig;

/** The stream of the benchmark from driver to driver, over two cards in this process. */
class SteadyReceiverTest {
  /** No multiple of a block: the second part begins in the middle of one. */
  private static final int BYTES = 1_000_001;

  private static final LoopPlan PLAN =
      new LoopPlan(1, 1, 2, 2, true, 1, SchedulePolicy.ROUND_ROBIN, false, 9018, 1);

  @TempDir private Path directory;
  private EmbeddedDevice[] devices;
  private Nic first;
  private Nic second;
  private SteadyStream stream;

  @BeforeEach
  void start() throws DeviceException {
    devices = EmbeddedDevice.startPair(options("a"), options("b"), WireOptions.DEFAULT);
    first = Nic.open("a", directory);
    second = Nic.open("b", directory);
    stream = new SteadyStream(first, PLAN);
  }

  private DeviceOptions options(String name) {
    return new DeviceOptions(
        name,
        directory,
        NicConfig.DEFAULT,
        "java",
        Engines.captureFirmware(),
        DeviceOptions.DEFAULT_BATCH_FRAMES,
        false);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    for (EmbeddedDevice device : devices) {
      device.close();
    }
  }

  @Test
  void shouldReceiveEveryByteWhenNothingIsLost() {
    try (SteadyReceiver receiver = new SteadyReceiver(second, PLAN, stream)) {
      stream.shakeHands();
      stream.send(BYTES);
      receiver.await(BYTES);
      stream.send(BYTES);
      receiver.await(2 * BYTES);
      assertThatThrownBy(() -> receiver.await(BYTES))
          .hasMessage("2000002 bytes came instead of 1000001");
    }
  }

  @Test
  void shouldFailWhenOneByteIsNotTheOneThatWasExpected() {
    byte[] other = stream.period();
    other[other.length - 1] ^= 1;
    try (SteadyReceiver receiver = new SteadyReceiver(second, PLAN, stream.firstDsn(), other)) {
      stream.shakeHands();
      stream.send(BYTES);
      assertThatThrownBy(() -> receiver.await(BYTES)).hasMessageContaining("are not those that");
    }
  }

  @Test
  void shouldFailWhenTheCardDoesNotKnowTheConnection() {
    try (SteadyReceiver receiver = new SteadyReceiver(second, PLAN, stream)) {
      stream.send(BYTES);
      assertThatThrownBy(() -> receiver.await(BYTES)).hasMessageContaining("frame at DSN");
    }
  }
}
